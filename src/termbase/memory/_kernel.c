/* The innermost loops of fuzzy search and of concordance: counting the words that many segments share with a query, and finding the
   segments in which words follow one another. Compiled where there is a compiler; `search` and `concordance` say the same in Python.

   Each word is a row of bits, one bit a segment. Rows are added 64 segments at a time, as a processor adds: the sum of all rows is kept as
   binary digits, each of them a row again (carry-save addition).

   Nothing that comes from a file is trusted: every position is compared with the length of its buffer, and a wrong one is a ValueError.
*/
#define PY_SSIZE_T_CLEAN
#define Py_LIMITED_API 0x030B0000
#include <Python.h>
#include <stdint.h>
#include <string.h>

/* The compiler makes a second version of these loops for processors with wider registers; the loader takes the one that fits. */
#if defined(__GNUC__) && defined(__x86_64__) && defined(__GLIBC__)
#define WIDE __attribute__((target_clones("avx2", "default")))
#else
#define WIDE
#endif

/* Segments are looked at 256 at a time, in registers; arrays of bits are padded to whole groups. */
#if defined(__GNUC__)
typedef uint64_t Lanes __attribute__((vector_size(32), aligned(8)));
#define ALWAYS_INLINE static inline __attribute__((always_inline))
#else
typedef uint64_t Lanes;
#define ALWAYS_INLINE static __forceinline
#endif
enum { DIGITS = 24, GROUP = 256, WORDS = GROUP / 64, LANES = sizeof(Lanes) / 8 };

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

/* Words that hold the bits of whole groups, from that of segment `low` to that before segment `high`. */
static Py_ssize_t words(uint32_t low, uint32_t high)
{
    return ((Py_ssize_t)(high / GROUP) + (high % GROUP != 0) - low / GROUP) * WORDS;
}

/* First position of a number that is not less, in an ascending list. */
static Py_ssize_t bound(const uint32_t *numbers, Py_ssize_t begin, Py_ssize_t end, uint32_t number)
{
    while (begin < end) {
        Py_ssize_t middle = begin + (end - begin) / 2;
        if (numbers[middle] < number)
            begin = middle + 1;
        else
            end = middle;
    }
    return begin;
}

/* Sets the bits of those numbers of the posting list [begin, end) that are in low <= number < high. */
static int set_bits(uint64_t *bits, uint32_t low, uint32_t high, const Py_buffer *postings, Py_ssize_t begin, Py_ssize_t end)
{
    const uint32_t *numbers = postings->buf;
    if (begin < 0 || end < begin || end > postings->len / 4) {
        PyErr_SetString(PyExc_ValueError, "a posting list leads beyond its array");
        return -1;
    }
    end = bound(numbers, begin, end, high);
    for (begin = bound(numbers, begin, end, low); begin < end; begin++) {
        uint32_t number = numbers[begin];
        if (number < low || number >= high) {
            PyErr_SetString(PyExc_ValueError, "a posting list is not ascending");
            return -1;
        }
        bits[number / 64 - low / GROUP * WORDS] |= (uint64_t)1 << number % 64;
    }
    return 0;
}

PyDoc_STRVAR(row_doc, "row(postings, begin, end, segments)\n--\n\nThe posting list [begin, end) as bits, one a segment of the section.");

static PyObject *row(PyObject *Py_UNUSED(module), PyObject *arguments)
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

PyDoc_STRVAR(sharing_doc,
             "sharing(postings, lengths, frequent, lists)\n--\n\n"
             "Ascending numbers of the segments that hold enough words of a query.\n\n"
             "`lengths` has (begin, end, least) for each length: segments begin <= number < end must hold `least` words. `frequent` has\n"
             "(row, times) and `lists` has (begin, end, times) in `postings`.");

static PyObject *sharing(PyObject *Py_UNUSED(module), PyObject *arguments)
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

/* A part of a phrase: the segments that may hold it, or any, and the codes that it may have, or any. */
typedef struct {
    Py_buffer ranges; /* begin, end, begin, end ... in the postings; no buffer for any segment */
    Py_buffer table;  /* one bit a code; no buffer for any code */
} Part;

enum { TABLE = 1 << 13 };

static void release(Part *parts, Py_ssize_t count)
{
    for (Py_ssize_t i = 0; i < count; i++) {
        if (parts[i].ranges.obj != NULL)
            PyBuffer_Release(&parts[i].ranges);
        if (parts[i].table.obj != NULL)
            PyBuffer_Release(&parts[i].table);
    }
    PyMem_Free(parts);
}

static Part *parse_parts(PyObject *list)
{
    Py_ssize_t count = PyList_Size(list);
    Part *parts = PyMem_Calloc((size_t)count + 1, sizeof *parts);
    if (parts == NULL) {
        PyErr_NoMemory();
        return NULL;
    }
    for (Py_ssize_t i = 0; i < count; i++) {
        if (!PyArg_ParseTuple(PyList_GetItem(list, i), "z*z*", &parts[i].ranges, &parts[i].table)) {
            release(parts, count);
            return NULL;
        }
        if (parts[i].table.obj != NULL && parts[i].table.len != TABLE) {
            PyErr_SetString(PyExc_ValueError, "a table has one bit for each of 65,536 codes");
            release(parts, count);
            return NULL;
        }
    }
    return parts;
}

/* Whether codes that the parts may have follow one another somewhere. */
static int holds(const Part *parts, Py_ssize_t count, const uint16_t *codes, Py_ssize_t length)
{
    for (Py_ssize_t start = 0; start + count <= length; start++) {
        Py_ssize_t part = 0;
        while (part < count) {
            const unsigned char *table = parts[part].table.buf;
            uint16_t code = codes[start + part];
            if (table != NULL && !(table[code / 8] >> code % 8 & 1))
                break;
            part++;
        }
        if (part == count)
            return 1;
    }
    return 0;
}

PyDoc_STRVAR(following_doc,
             "following(postings, offsets, codes, parts, begin, end)\n--\n\n"
             "Ascending numbers of the segments begin <= number < end in which the parts of a phrase follow one another, by codes.\n\n"
             "Each part is (ranges, table): where in `postings` the lists of its words are, None for any segment, and the codes that it may\n"
             "have as 65,536 bits, None for any.");

static PyObject *following(PyObject *Py_UNUSED(module), PyObject *arguments)
{
    Py_buffer postings, offsets, codes;
    PyObject *list, *found = NULL;
    unsigned int begin, end;
    if (!PyArg_ParseTuple(arguments, "y*y*y*O!II", &postings, &offsets, &codes, &PyList_Type, &list, &begin, &end))
        return NULL;
    Py_ssize_t count = PyList_Size(list);
    const uint32_t *starts = offsets.buf;
    uint64_t *here = NULL, *some = NULL;
    Part *parts = parse_parts(list);
    if (parts == NULL)
        goto done;
    if (begin > end || end > UINT32_MAX - GROUP || (Py_ssize_t)end >= offsets.len / 4) {
        PyErr_SetString(PyExc_ValueError, "there are not so many segments");
        goto done;
    }
    Py_ssize_t width = words(begin, end);
    here = PyMem_Malloc((size_t)width * sizeof *here + 1);
    some = PyMem_Malloc((size_t)width * sizeof *some + 1);
    if (here == NULL || some == NULL) {
        PyErr_NoMemory();
        goto done;
    }
    memset(here, 0xff, (size_t)width * sizeof *here);
    for (Py_ssize_t part = 0; part < count; part++) {
        if (parts[part].ranges.obj == NULL)
            continue;
        const uint32_t *ranges = parts[part].ranges.buf;
        memset(some, 0, (size_t)width * sizeof *some);
        for (Py_ssize_t i = 0; i + 1 < parts[part].ranges.len / 4; i += 2)
            if (set_bits(some, begin, end, &postings, ranges[i], ranges[i + 1]) < 0)
                goto done;
        for (Py_ssize_t i = 0; i < width; i++)
            here[i] &= some[i];
    }
    found = PyList_New(0);
    for (uint32_t number = begin; found != NULL && number < end; number++) {
        Py_ssize_t word = number / 64 - begin / GROUP * WORDS;
        if (!here[word] && number % 64 == 0 && number + 64 <= end) {
            number += 63;
            continue;
        }
        if (!(here[word] >> number % 64 & 1))
            continue;
        if (starts[number] > starts[number + 1] || starts[number + 1] > codes.len / 2) {
            PyErr_SetString(PyExc_ValueError, "a segment leads beyond the codes");
            Py_CLEAR(found);
        } else if (holds(parts, count, (const uint16_t *)codes.buf + starts[number], starts[number + 1] - starts[number])) {
            PyObject *value = PyLong_FromUnsignedLong(number);
            if (value == NULL || PyList_Append(found, value) < 0)
                Py_CLEAR(found);
            Py_XDECREF(value);
        }
    }
done:
    PyMem_Free(here);
    PyMem_Free(some);
    if (parts != NULL)
        release(parts, count);
    PyBuffer_Release(&postings);
    PyBuffer_Release(&offsets);
    PyBuffer_Release(&codes);
    return found;
}

PyDoc_STRVAR(containing_doc,
             "containing(words, starts, part, most)\n--\n\n"
             "Ascending numbers of the words that contain a part, no more than so many. The word of number n is words[starts[n]:starts[n + 1]].");

static PyObject *containing(PyObject *Py_UNUSED(module), PyObject *arguments)
{
    Py_buffer words, starts, part;
    Py_ssize_t most;
    if (!PyArg_ParseTuple(arguments, "y*y*y*n", &words, &starts, &part, &most))
        return NULL;
    PyObject *found = PyList_New(0);
    const unsigned char *text = words.buf, *wanted = part.buf;
    const uint32_t *bounds = starts.buf;
    Py_ssize_t length = part.len, number = 0, count = starts.len / 4 - 1, skip[256];
    /* Horspool (1980): where the last byte does not fit, as far as that byte allows. */
    for (int byte = 0; byte < 256; byte++)
        skip[byte] = length;
    for (Py_ssize_t i = 0; i + 1 < length; i++)
        skip[wanted[i]] = length - 1 - i;
    for (Py_ssize_t place = 0; found != NULL && length > 0 && place + length <= words.len;) {
        if (text[place + length - 1] != wanted[length - 1] || memcmp(text + place, wanted, (size_t)length) != 0) {
            place += skip[text[place + length - 1]];
            continue;
        }
        Py_ssize_t beyond = count;
        while (number + 1 < beyond) { /* the word that holds this place */
            Py_ssize_t middle = number + (beyond - number) / 2;
            if (bounds[middle] <= place)
                number = middle;
            else
                beyond = middle;
        }
        if (number >= count || bounds[number] > place || bounds[number + 1] <= place) {
            PyErr_SetString(PyExc_ValueError, "the words are not in order");
            Py_CLEAR(found);
            break;
        }
        PyObject *value = PyLong_FromSsize_t(number);
        if (value == NULL || PyList_Append(found, value) < 0)
            Py_CLEAR(found);
        Py_XDECREF(value);
        if (found != NULL && PyList_Size(found) >= most)
            break;
        place = bounds[number + 1];
    }
    PyBuffer_Release(&words);
    PyBuffer_Release(&starts);
    PyBuffer_Release(&part);
    return found;
}

static PyMethodDef methods[] = {
    {"containing", containing, METH_VARARGS, containing_doc},
    {"following", following, METH_VARARGS, following_doc},
    {"row", row, METH_VARARGS, row_doc},
    {"sharing", sharing, METH_VARARGS, sharing_doc},
    {NULL, NULL, 0, NULL},
};

static PyModuleDef_Slot slots[] = {{0, NULL}};

static struct PyModuleDef kernel = {
    PyModuleDef_HEAD_INIT, "_kernel", "The innermost loops of fuzzy search and of concordance, compiled.", 0, methods, slots, NULL, NULL, NULL,
};

PyMODINIT_FUNC PyInit__kernel(void)
{
    return PyModuleDef_Init(&kernel);
}
