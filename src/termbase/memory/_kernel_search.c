/* Fuzzy search: counting the words that many segments share with a query, and finding the segments that are the same.

   Each word is a row of bits, one bit a segment. Rows are added 64 segments at a time, as a processor adds: the sum of all rows is kept as
   binary digits, each of them a row again (carry-save addition).
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

PyObject *sharing(PyObject *Py_UNUSED(module), PyObject *arguments)
{
    Py_buffer postings;
    PyObject *lengths, *frequent, *lists, *found = NULL;
    if (!PyArg_ParseTuple(arguments, "y*O!O!O!", &postings, &PyList_Type, &lengths, &PyList_Type, &frequent, &PyList_Type, &lists))
        return NULL;
    Py_ssize_t sizes = PyList_Size(lengths), count = additions(frequent, 2), more = additions(lists, 3), width;
    unsigned int low = 0, high = 0, begin, end, least;
    int digits = 1;
    const uint64_t **rows = NULL;
    uint64_t *space = NULL;
    if (count < 0 || more < 0)
        goto done;
    count += more;
    if (count >= (1L << DIGITS) - 1) { /* the sum of all rows, and of one that makes their number even, has no more digits */
        PyErr_SetString(PyExc_ValueError, "too many words");
        goto done;
    }
    if (sizes == 0) {
        found = PyList_New(0);
        goto done;
    }
    if (!PyArg_ParseTuple(PyList_GetItem(lengths, 0), "III", &low, &end, &least) ||
        !PyArg_ParseTuple(PyList_GetItem(lengths, sizes - 1), "III", &begin, &high, &least))
        goto done;
    if (low > high || high > UINT32_MAX - GROUP) {
        PyErr_SetString(PyExc_ValueError, "lengths are not ascending");
        goto done;
    }
    width = words(low, high);
    rows = PyMem_Calloc((size_t)count + 1, sizeof *rows);
    space = PyMem_Calloc((size_t)((PyList_Size(lists) + count % 2) * width) + 1, sizeof *space);
    if (rows == NULL || space == NULL) {
        PyErr_NoMemory();
        goto done;
    }
    if (gather(frequent, lists, &postings, low, high, rows, space) < 0)
        goto done;
    if (count % 2) /* rows are added in pairs: an empty one more */
        rows[count++] = space + PyList_Size(lists) * width;
    while (count >> digits)
        digits++;
    found = PyList_New(0);
    for (Py_ssize_t i = 0; found != NULL && i < sizes; i++) {
        if (!PyArg_ParseTuple(PyList_GetItem(lengths, i), "III", &begin, &end, &least)) {
            Py_CLEAR(found);
        } else if (begin < low || end < begin || end > high) {
            PyErr_SetString(PyExc_ValueError, "lengths are not ascending");
            Py_CLEAR(found);
        } else if (reaching(rows, count, digits, low / GROUP * GROUP, begin, end, least, found) < 0) {
            Py_CLEAR(found);
        }
    }
done:
    PyMem_Free(space);
    PyMem_Free((void *)rows);
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
