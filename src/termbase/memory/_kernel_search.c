/* Fuzzy search: counting the words that many segments share with a query, and finding the segments that are the same.

   A word is a row of bits, one bit a segment. Rows are added 64 segments at a time, as a processor adds: the sum of all rows is kept as
   binary digits, each of them a row again (carry-save addition). Where a segment cannot do without rare words, their lists are walked
   instead, and the rows of the frequent words are asked for the few segments that stand in enough of the lists.
*/
#include "_kernel.h"

enum { DIGITS = 24 };

/* Where the sum of the rows is at least `least`, in the words at an offset. `digits` is a constant wherever it is small, so that all digits
   of the sum stay in registers; the rows are added two at a time. */
ALWAYS_INLINE void reached(const uint64_t **rows, Py_ssize_t count, Py_ssize_t offset, uint32_t least, const int digits, Lanes *found)
{
    Lanes digit[DIGITS], equal, greater;
    memset(&equal, 0xff, sizeof equal);
    memset(&greater, 0, sizeof greater);
    memset(digit, 0, sizeof digit);
    for (Py_ssize_t row = 0; row < count; row += 2) {
        Lanes one, two, odd, carry;
        memcpy(&one, rows[row] + offset, sizeof one);
        memcpy(&two, rows[row + 1] + offset, sizeof two);
        odd = one ^ two;
        carry = (one & two) | (odd & digit[0]);
        digit[0] ^= odd;
        for (int place = 1; place < digits; place++) {
            Lanes both = digit[place] & carry;
            digit[place] ^= carry;
            carry = both;
        }
    }
    for (int place = digits - 1; place >= 0; place--)
        if (least >> place & 1) {
            equal &= digit[place];
        } else {
            greater |= equal & digit[place];
            equal &= ~digit[place];
        }
    *found = greater | equal;
}

/* The numbers begin <= number < end whose bit is set are appended to a list. */
static int append(const Lanes *lanes, uint32_t number, uint32_t begin, uint32_t end, PyObject *found)
{
    uint64_t words[LANES];
    memcpy(words, lanes, sizeof words);
    for (int word = 0; word < LANES; word++)
        for (uint64_t bits = words[word]; bits; bits &= bits - 1) {
            uint32_t here = number + (uint32_t)word * 64;
            for (uint64_t lowest = bits & (~bits + 1); lowest >>= 1;)
                here++;
            if (here < begin || here >= end)
                continue;
            PyObject *value = PyLong_FromUnsignedLong(here);
            int failed = value == NULL || PyList_Append(found, value) < 0;
            Py_XDECREF(value);
            if (failed)
                return -1;
        }
    return 0;
}

/* The segments begin <= number < end whose rows, which start at segment `first`, sum to `least` or more are appended to a list. */
ALWAYS_INLINE int search(const uint64_t **rows, Py_ssize_t count, uint32_t first, uint32_t begin, uint32_t end, uint32_t least, const int digits, PyObject *found)
{
    for (uint32_t number = begin / GROUP * GROUP; number < end; number += LANES * 64) {
        Lanes lanes;
        reached(rows, count, (number - first) / 64, least, digits, &lanes);
        uint64_t any = 0;
        for (int word = 0; word < LANES; word++)
            any |= ((const uint64_t *)&lanes)[word];
        if (any && append(&lanes, number, begin, end, found) < 0)
            return -1;
    }
    return 0;
}

WIDE static int reaching(const uint64_t **rows, Py_ssize_t count, int digits, uint32_t first, uint32_t begin, uint32_t end, uint32_t least, PyObject *found)
{
    if (least >> digits)
        return 0;
    switch (digits) {
    case 1: return search(rows, count, first, begin, end, least, 1, found);
    case 2: return search(rows, count, first, begin, end, least, 2, found);
    case 3: return search(rows, count, first, begin, end, least, 3, found);
    case 4: return search(rows, count, first, begin, end, least, 4, found);
    case 5: return search(rows, count, first, begin, end, least, 5, found);
    case 6: return search(rows, count, first, begin, end, least, 6, found);
    case 7: return search(rows, count, first, begin, end, least, 7, found);
    default: return search(rows, count, first, begin, end, least, DIGITS, found);
    }
}

const char row_doc[] = PyDoc_STR("row(postings, begin, end, segments)\n--\n\nThe posting list [begin, end) as bits, one a segment of the section.");

PyObject *row(PyObject *Py_UNUSED(module), PyObject *arguments)
{
    Py_buffer postings;
    Py_ssize_t begin, end;
    unsigned int segments;
    if (!PyArg_ParseTuple(arguments, "y*nnI", &postings, &begin, &end, &segments))
        return NULL;
    Py_ssize_t size = words(0, segments) * 8;
    PyObject *bits = PyBytes_FromStringAndSize(NULL, size);
    if (bits != NULL) {
        memset(PyBytes_AsString(bits), 0, (size_t)size);
        if (begin >= 0 && end > begin && end <= postings.len / 4 && ((const uint32_t *)postings.buf)[end - 1] >= segments) {
            PyErr_SetString(PyExc_ValueError, "a posting list names a segment that is not there");
            Py_CLEAR(bits);
        } else if (set_bits((uint64_t *)PyBytes_AsString(bits), 0, segments, &postings, begin, end) < 0) {
            Py_CLEAR(bits);
        }
    }
    PyBuffer_Release(&postings);
    return bits;
}

/* How many rows are added, those that count several times as often as they do; -1 for an error. `items` are tuples that end in the times. */
static Py_ssize_t additions(PyObject *items, Py_ssize_t length)
{
    Py_ssize_t sum = 0;
    for (Py_ssize_t i = 0; i < PyList_Size(items); i++) {
        PyObject *item = PyList_GetItem(items, i);
        if (!PyTuple_Check(item) || PyTuple_Size(item) != length) {
            PyErr_SetString(PyExc_TypeError, "words are tuples that end in how often they count");
            return -1;
        }
        long times = PyLong_AsLong(PyTuple_GetItem(item, length - 1));
        if (times < 0 || times >= 1L << DIGITS || (sum += times) >= 1L << DIGITS) {
            if (!PyErr_Occurred())
                PyErr_SetString(PyExc_ValueError, "too many words");
            return -1;
        }
    }
    return sum;
}

/* Rows of the frequent words, as they are, and of the rare words, from their lists into `space`, each as often as it counts. */
static int gather(PyObject *frequent, PyObject *lists, const Py_buffer *postings, uint32_t low, uint32_t high, const uint64_t **rows, uint64_t *space)
{
    unsigned int times;
    for (Py_ssize_t i = 0; i < PyList_Size(frequent); i++) {
        PyObject *bits;
        if (!PyArg_ParseTuple(PyList_GetItem(frequent, i), "SI", &bits, &times))
            return -1;
        if (PyBytes_Size(bits) / 8 < words(0, high)) {
            PyErr_SetString(PyExc_ValueError, "a row is shorter than the section");
            return -1;
        }
        while (times--)
            *rows++ = (const uint64_t *)PyBytes_AsString(bits) + low / GROUP * WORDS;
    }
    for (Py_ssize_t i = 0; i < PyList_Size(lists); i++, space += words(low, high)) {
        Py_ssize_t begin, end;
        if (!PyArg_ParseTuple(PyList_GetItem(lists, i), "nnI", &begin, &end, &times))
            return -1;
        if (set_bits(space, low, high, postings, begin, end) < 0)
            return -1;
        while (times--)
            *rows++ = space;
    }
    return 0;
}

const char sharing_doc[] = PyDoc_STR("sharing(postings, lengths, frequent, lists)\n--\n\n"
             "Ascending numbers of the segments that hold enough words of a query.\n\n"
             "`lengths` has (begin, end, least) for each length: segments begin <= number < end must hold `least` words. `frequent` has\n"
             "(row, times) and `lists` has (begin, end, times) in `postings`.");

/* A length: its segments, and how many words of the query each must hold. */
typedef struct {
    uint32_t begin, end, least;
} Length;

static Length *parse_lengths(PyObject *list)
{
    Py_ssize_t sizes = PyList_Size(list);
    Length *lengths = PyMem_Calloc((size_t)sizes + 1, sizeof *lengths);
    if (lengths == NULL) {
        PyErr_NoMemory();
        return NULL;
    }
    for (Py_ssize_t i = 0; i < sizes; i++) {
        unsigned int begin, end, least;
        if (!PyArg_ParseTuple(PyList_GetItem(list, i), "III", &begin, &end, &least)) {
            PyMem_Free(lengths);
            return NULL;
        }
        lengths[i] = (Length){begin, end, least};
        if (end < begin || end > UINT32_MAX - GROUP || (i && begin < lengths[i - 1].end)) {
            PyErr_SetString(PyExc_ValueError, "lengths are not ascending");
            PyMem_Free(lengths);
            return NULL;
        }
    }
    return lengths;
}

/* By rows of bits: every word counts in every segment of these lengths. */
static int add_rows(const Length *lengths, Py_ssize_t sizes, PyObject *frequent, PyObject *lists, Py_ssize_t count, const Py_buffer *postings, PyObject *found)
{
    uint32_t low = lengths[0].begin, high = lengths[sizes - 1].end;
    Py_ssize_t width = words(low, high);
    const uint64_t **rows = PyMem_Calloc((size_t)count + 1, sizeof *rows);
    uint64_t *space = PyMem_Calloc((size_t)((PyList_Size(lists) + count % 2) * width) + 1, sizeof *space);
    int digits = 1, failed = rows == NULL || space == NULL;
    if (failed)
        PyErr_NoMemory();
    else
        failed = gather(frequent, lists, postings, low, high, rows, space) < 0;
    if (!failed && count % 2) /* rows are added in pairs: an empty one more */
        rows[count++] = space + PyList_Size(lists) * width;
    while (count >> digits)
        digits++;
    for (Py_ssize_t i = 0; !failed && i < sizes; i++)
        failed = reaching(rows, count, digits, low / GROUP * GROUP, lengths[i].begin, lengths[i].end, lengths[i].least, found) < 0;
    PyMem_Free(space);
    PyMem_Free((void *)rows);
    return -failed;
}

/* How often the frequent words of the query stand in a segment; the rows have been measured. */
static uint32_t held(const uint64_t **bits, const uint32_t *times, Py_ssize_t count, uint32_t number)
{
    uint32_t sum = 0;
    for (Py_ssize_t i = 0; i < count; i++)
        if (bits[i][number / 64] >> number % 64 & 1)
            sum += times[i];
    return sum;
}

static int ascending(const void *one, const void *other)
{
    uint32_t left = *(const uint32_t *)one, right = *(const uint32_t *)other;
    return (left > right) - (left < right);
}

/* One byte a segment, all zero between two calls: clearing what was used costs less than fresh memory for every query. */
static uint8_t *counters;
static Py_ssize_t counters_size;

/* By the lists of the rare words: where the frequent words alone are not enough, a segment stands in some of the lists, so only those
   segments are looked at. `most` is the sum of all times of the frequent words, less than what any of these lengths needs. */
static int walk_lists(const Length *lengths, Py_ssize_t sizes, PyObject *frequent, PyObject *lists, uint32_t most, const Py_buffer *postings, PyObject *found)
{
    uint32_t low = lengths[0].begin, high = lengths[sizes - 1].end, *numbers = NULL;
    Py_ssize_t common = PyList_Size(frequent), rare = PyList_Size(lists), total = 0, kept = 0;
    Py_ssize_t *bounds = PyMem_Calloc((size_t)rare * 2 + 1, sizeof *bounds);
    uint32_t *often = PyMem_Calloc((size_t)(common + rare) + 1, sizeof *often);
    const uint64_t **bits = PyMem_Calloc((size_t)common + 1, sizeof *bits);
    const uint32_t *listed = postings->buf;
    int failed = -1;
    if (bounds == NULL || often == NULL || bits == NULL) {
        PyErr_NoMemory();
        goto done;
    }
    for (Py_ssize_t i = 0; i < common; i++) {
        PyObject *row;
        if (!PyArg_ParseTuple(PyList_GetItem(frequent, i), "SI", &row, &often[i]))
            goto done;
        if (PyBytes_Size(row) / 8 < words(0, high)) {
            PyErr_SetString(PyExc_ValueError, "a row is shorter than the section");
            goto done;
        }
        bits[i] = (const uint64_t *)PyBytes_AsString(row);
    }
    for (Py_ssize_t i = 0; i < rare; i++) {
        Py_ssize_t begin, end;
        if (!PyArg_ParseTuple(PyList_GetItem(lists, i), "nnI", &begin, &end, &often[common + i]))
            goto done;
        if (begin < 0 || end < begin || end > postings->len / 4) {
            PyErr_SetString(PyExc_ValueError, "a posting list leads beyond its array");
            goto done;
        }
        bounds[2 * i + 1] = bound(listed, begin, end, high);
        bounds[2 * i] = bound(listed, begin, bounds[2 * i + 1], low);
        total += bounds[2 * i + 1] - bounds[2 * i];
        for (Py_ssize_t place = bounds[2 * i]; place < bounds[2 * i + 1]; place++)
            if (listed[place] < low || listed[place] >= high || (place > bounds[2 * i] && listed[place] <= listed[place - 1])) {
                PyErr_SetString(PyExc_ValueError, "a posting list is not ascending");
                goto done;
            }
    }
    numbers = PyMem_Malloc((size_t)total * sizeof *numbers + 1);
    if (high - low > counters_size) {
        PyMem_Free(counters);
        counters = PyMem_Calloc(high - low, 1);
        counters_size = counters == NULL ? 0 : high - low;
    }
    if (numbers == NULL || counters_size < high - low) {
        PyErr_NoMemory();
        goto done;
    }
    for (Py_ssize_t i = 0; i < rare; i++)
        for (Py_ssize_t place = bounds[2 * i]; place < bounds[2 * i + 1]; place++)
            counters[listed[place] - low] += (uint8_t)often[common + i]; /* their sum is less than 256 */
    for (Py_ssize_t i = 0; i < rare; i++) {
        const Length *length = lengths;
        for (Py_ssize_t place = bounds[2 * i]; place < bounds[2 * i + 1]; place++) {
            uint32_t number = listed[place], sum = counters[number - low];
            counters[number - low] = 0;
            while (length->end <= number)
                length++;
            if (sum && number >= length->begin && sum + most >= length->least && sum + held(bits, often, common, number) >= length->least)
                numbers[kept++] = number;
        }
    }
    qsort(numbers, (size_t)kept, sizeof *numbers, ascending);
    failed = 0;
    for (Py_ssize_t i = 0; !failed && i < kept; i++) {
        PyObject *value = PyLong_FromUnsignedLong(numbers[i]);
        failed = value == NULL || PyList_Append(found, value) < 0 ? -1 : 0;
        Py_XDECREF(value);
    }
done:
    PyMem_Free(numbers);
    PyMem_Free((void *)bits);
    PyMem_Free(often);
    PyMem_Free(bounds);
    return failed;
}

PyObject *sharing(PyObject *Py_UNUSED(module), PyObject *arguments)
{
    Py_buffer postings;
    PyObject *list, *frequent, *lists, *found = NULL;
    if (!PyArg_ParseTuple(arguments, "y*O!O!O!", &postings, &PyList_Type, &list, &PyList_Type, &frequent, &PyList_Type, &lists))
        return NULL;
    Py_ssize_t sizes = PyList_Size(list), common = additions(frequent, 2), rare = additions(lists, 3), few = 0;
    Length *lengths = common < 0 || rare < 0 ? NULL : parse_lengths(list);
    if (lengths == NULL)
        goto done;
    if (common + rare >= (1L << DIGITS) - 1) { /* the sum of all rows, and of one that makes their number even, has no more digits */
        PyErr_SetString(PyExc_ValueError, "too many words");
        goto done;
    }
    /* Longer segments must hold more words: those from `few` on hold rare ones. */
    for (Py_ssize_t i = 0; i < sizes; i++)
        if (lengths[i].least <= common || rare > UINT8_MAX)
            few = i + 1;
    found = PyList_New(0);
    if (found != NULL && few > 0 && add_rows(lengths, few, frequent, lists, common + rare, &postings, found) < 0)
        Py_CLEAR(found);
    if (found != NULL && few < sizes && walk_lists(lengths + few, sizes - few, frequent, lists, (uint32_t)common, &postings, found) < 0)
        Py_CLEAR(found);
done:
    PyMem_Free(lengths);
    PyBuffer_Release(&postings);
    return found;
}

const char same_doc[] = PyDoc_STR("same(postings, begin, end, low, high, codes, offset, wanted)\n--\n\n"
             "Ascending numbers of the segments low <= number < high of the posting list [begin, end) whose codes are those wanted.\n\n"
             "All these segments are as long as what is wanted; their codes lie one behind the other from `offset`, counted in codes.");

PyObject *same(PyObject *Py_UNUSED(module), PyObject *arguments)
{
    Py_buffer postings, codes, wanted;
    Py_ssize_t begin, end, offset;
    unsigned int low, high;
    if (!PyArg_ParseTuple(arguments, "y*nnIIy*ny*", &postings, &begin, &end, &low, &high, &codes, &offset, &wanted))
        return NULL;
    const uint32_t *numbers = postings.buf;
    PyObject *found = NULL;
    if (begin < 0 || end < begin || end > postings.len / 4) {
        PyErr_SetString(PyExc_ValueError, "a posting list leads beyond its array");
    } else if (offset < 0 || low > high || offset > codes.len / 2 || (wanted.len && (codes.len - 2 * offset) / wanted.len < high - low)) {
        PyErr_SetString(PyExc_ValueError, "a segment leads beyond the codes");
    } else {
        found = PyList_New(0);
    }
    if (found != NULL)
        end = bound(numbers, begin, end, high);
    for (begin = found == NULL ? end : bound(numbers, begin, end, low); begin < end; begin++) {
        uint32_t number = numbers[begin];
        if (number < low || number >= high) {
            PyErr_SetString(PyExc_ValueError, "a posting list is not ascending");
            Py_CLEAR(found);
            break;
        }
        if (memcmp((const char *)codes.buf + 2 * offset + (Py_ssize_t)(number - low) * wanted.len, wanted.buf, (size_t)wanted.len) != 0)
            continue;
        PyObject *value = PyLong_FromUnsignedLong(number);
        int failed = value == NULL || PyList_Append(found, value) < 0;
        Py_XDECREF(value);
        if (failed) {
            Py_CLEAR(found);
            break;
        }
    }
    PyBuffer_Release(&postings);
    PyBuffer_Release(&codes);
    PyBuffer_Release(&wanted);
    return found;
}
