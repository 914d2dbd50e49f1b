/* Concordance: finding the words that hold a part, and the segments in which words follow one another. */
#include "_kernel.h"

/* A part of a phrase: the segments that may hold it, or any, and the codes that it may have, or any. */
typedef struct {
    Py_buffer ranges;     /* begin, end, begin, end ... in the postings; no buffer for any segment */
    Py_buffer codes;      /* no buffer for any code */
    unsigned char *table; /* the codes as bits, one for each that there may be */
} Part;

enum { TABLE = 1 << 13 };

static void release(Part *parts, Py_ssize_t count)
{
    for (Py_ssize_t i = 0; i < count; i++) {
        if (parts[i].ranges.obj != NULL)
            PyBuffer_Release(&parts[i].ranges);
        if (parts[i].codes.obj != NULL)
            PyBuffer_Release(&parts[i].codes);
        PyMem_Free(parts[i].table);
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
        if (!PyArg_ParseTuple(PyList_GetItem(list, i), "z*z*", &parts[i].ranges, &parts[i].codes)) {
            release(parts, count);
            return NULL;
        }
        if (parts[i].codes.obj == NULL)
            continue;
        parts[i].table = PyMem_Calloc(TABLE, 1);
        if (parts[i].table == NULL) {
            PyErr_NoMemory();
            release(parts, count);
            return NULL;
        }
        const uint16_t *codes = parts[i].codes.buf;
        for (Py_ssize_t code = 0; code < parts[i].codes.len / 2; code++)
            parts[i].table[codes[code] / 8] |= (unsigned char)(1 << codes[code] % 8);
    }
    return parts;
}

/* Whether codes that the parts may have follow one another somewhere. */
static int holds(const Part *parts, Py_ssize_t count, const uint16_t *codes, Py_ssize_t length)
{
    for (Py_ssize_t start = 0; start + count <= length; start++) {
        Py_ssize_t part = 0;
        while (part < count) {
            const unsigned char *table = parts[part].table;
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

const char following_doc[] = PyDoc_STR("following(postings, offsets, codes, parts, begin, end, most)\n--\n\n"
             "Ascending numbers of the segments begin <= number < end in which the parts of a phrase follow one another, by codes; no more\n"
             "than so many.\n\n"
             "Each part is (ranges, codes): where in `postings` the lists of its words are, as 32-bit numbers, None for any segment; and the\n"
             "codes that it may have, as 16-bit numbers, None for any.");

PyObject *following(PyObject *Py_UNUSED(module), PyObject *arguments)
{
    Py_buffer postings, offsets, codes;
    PyObject *list, *found = NULL;
    unsigned int begin, end;
    Py_ssize_t most;
    if (!PyArg_ParseTuple(arguments, "y*y*y*O!IIn", &postings, &offsets, &codes, &PyList_Type, &list, &begin, &end, &most))
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
    for (uint32_t number = begin; found != NULL && number < end && PyList_Size(found) < most; number++) {
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

/* First place, not before `place`, at which a text holds what is wanted, or the size of the text. A block of places at a time is told by
   the first and the last byte (Mula, SIMD-friendly algorithms for substring searching). */
WIDE static Py_ssize_t find(const unsigned char *text, Py_ssize_t size, Py_ssize_t place, const unsigned char *wanted, Py_ssize_t length)
{
    Py_ssize_t beyond = size - length + 1;
    Block first, last;
    memset(&first, wanted[0], sizeof first);
    memset(&last, wanted[length - 1], sizeof last);
    for (; place + (Py_ssize_t)sizeof(Block) <= beyond; place += sizeof(Block)) {
        Block begins, ends, both;
        memcpy(&begins, text + place, sizeof begins);
        memcpy(&ends, text + place + length - 1, sizeof ends);
        both = (Block)((begins == first) & (ends == last));
        unsigned char fits[sizeof(Lanes)] = {0};
        Lanes lanes;
        memcpy(fits, &both, sizeof both);
        memcpy(&lanes, fits, sizeof lanes);
        uint64_t any = 0;
        for (int word = 0; word < LANES; word++)
            any |= ((const uint64_t *)&lanes)[word];
        if (!any)
            continue;
        for (Py_ssize_t i = 0; i < (Py_ssize_t)sizeof(Block); i++)
            if (fits[i] && memcmp(text + place + i, wanted, (size_t)length) == 0)
                return place + i;
    }
    for (; place < beyond; place++)
        if (memcmp(text + place, wanted, (size_t)length) == 0)
            return place;
    return size;
}

const char containing_doc[] = PyDoc_STR("containing(words, starts, part, most)\n--\n\n"
             "Ascending numbers of the words that contain a part, no more than so many. The word of number n is words[starts[n]:starts[n + 1]].");

PyObject *containing(PyObject *Py_UNUSED(module), PyObject *arguments)
{
    Py_buffer words, starts, part;
    Py_ssize_t most;
    if (!PyArg_ParseTuple(arguments, "y*y*y*n", &words, &starts, &part, &most))
        return NULL;
    PyObject *found = PyList_New(0);
    const unsigned char *text = words.buf, *wanted = part.buf;
    const uint32_t *bounds = starts.buf;
    Py_ssize_t length = part.len, number = 0, count = starts.len / 4 - 1, place = 0;
    while (found != NULL && length > 0 && (place = find(text, words.len, place, wanted, length)) < words.len) {
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

/* Compares a word, or the word read backwards, with a part: below 0, above it, or 0 when it begins with the part. */
static int against(const unsigned char *word, Py_ssize_t length, const Py_buffer *part, int backwards)
{
    const unsigned char *wanted = part->buf;
    for (Py_ssize_t i = 0; i < part->len; i++) {
        if (i >= length)
            return -1;
        int difference = backwards ? word[length - 1 - i] - wanted[part->len - 1 - i] : word[i] - wanted[i];
        if (difference)
            return difference;
    }
    return 0;
}

const char between_doc[] = PyDoc_STR("between(words, starts, endings, part)\n--\n\n"
             "Where the words that begin with a part start, and where they end; or, where `endings` has the numbers of the words in the order\n"
             "of the words read backwards, positions in it of those that end with the part.");

PyObject *between(PyObject *Py_UNUSED(module), PyObject *arguments)
{
    Py_buffer words, starts, endings, part;
    if (!PyArg_ParseTuple(arguments, "y*y*z*y*", &words, &starts, &endings, &part))
        return NULL;
    const uint32_t *bounds = starts.buf, *order = endings.buf;
    Py_ssize_t count = starts.len / 4 - 1, places[2] = {0, 0};
    if (endings.obj != NULL && endings.len / 4 < count)
        count = endings.len / 4;
    int wrong = 0;
    for (int side = 0; side < 2 && !wrong; side++) {
        Py_ssize_t low = places[0], high = count;
        while (low < high) {
            Py_ssize_t middle = low + (high - low) / 2;
            Py_ssize_t number = endings.obj != NULL ? (Py_ssize_t)order[middle] : middle;
            if (number + 1 >= starts.len / 4 || bounds[number] >= bounds[number + 1] || bounds[number + 1] > words.len) {
                wrong = 1;
                break;
            }
            Py_ssize_t length = bounds[number + 1] - bounds[number] - 1; /* a line feed ends each word */
            int compared = against((const unsigned char *)words.buf + bounds[number], length, &part, endings.obj != NULL);
            if (compared < 0 || (side == 1 && compared == 0))
                low = middle + 1;
            else
                high = middle;
        }
        places[side] = low;
    }
    PyObject *found = NULL;
    if (wrong)
        PyErr_SetString(PyExc_ValueError, "a word leads beyond the vocabulary");
    else
        found = Py_BuildValue("nn", places[0], places[1]);
    PyBuffer_Release(&words);
    PyBuffer_Release(&starts);
    if (endings.obj != NULL)
        PyBuffer_Release(&endings);
    PyBuffer_Release(&part);
    return found;
}
