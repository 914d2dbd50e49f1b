/* Which words of a text may begin a term. Compiled where there is a compiler; `finder` says the same in Python.

   A sieve (Bloom 1970) of two bits a word: a bit that is not set says that a word begins no term. It is small enough for the processor's cache where
   the table of all openings is not, and asking it does not push that table's neighbours out either.
*/
#include "../_kernel_base.h"

enum { APART = 32 }; /* The second bit is of the upper half of a word's hash. */

/* FNV-1a over UTF-8, its upper bits mixed into the lower ones; the same in every process, unlike the hash of Python. 0 for what has no UTF-8, such as
   half a surrogate pair. */
static int hashed(PyObject *word, uint64_t *hash)
{
    Py_ssize_t size;
    const char *letters = PyUnicode_AsUTF8AndSize(word, &size);
    uint64_t value = 14695981039346656037u;
    if (letters == NULL) {
        PyErr_Clear();
        return 0;
    }
    for (Py_ssize_t place = 0; place < size; place++)
        value = (value ^ (uint8_t)letters[place]) * 1099511628211u;
    *hash = (value ^ value >> 29) * 0x9E3779B97F4A7C15u;
    return 1;
}

/* One less than the number of bits of a sieve, or an error and 0 unless that is a power of two that both halves of a hash reach. */
static uint64_t mask_of(const Py_buffer *sieve)
{
    uint64_t bits = (uint64_t)sieve->len * 8;
    if (sieve->len > 0 && (bits & (bits - 1)) == 0 && bits <= (uint64_t)1 << APART)
        return bits - 1;
    PyErr_SetString(PyExc_ValueError, "the bytes of a sieve must be a power of two, at most 2^29");
    return 0;
}

static const char add_doc[] = "add(sieve, word)\n\nSets the bits of a word; one without UTF-8 needs none.";

static PyObject *add(PyObject *module, PyObject *arguments)
{
    Py_buffer sieve;
    PyObject *word, *answer = NULL;
    uint64_t hash, mask;
    (void)module;
    if (!PyArg_ParseTuple(arguments, "w*U", &sieve, &word))
        return NULL;
    if ((mask = mask_of(&sieve)) != 0) {
        if (hashed(word, &hash)) {
            uint64_t one = hash & mask, other = hash >> APART & mask;
            uint8_t *bits = sieve.buf;
            bits[one >> 3] |= (uint8_t)(1 << (one & 7));
            bits[other >> 3] |= (uint8_t)(1 << (other & 7));
        }
        answer = Py_NewRef(Py_None);
    }
    PyBuffer_Release(&sieve);
    return answer;
}

static const char places_doc[] = "places(sieve, words)\n\nThe places, in a list of words, of those of which both bits are set or that have no UTF-8.";

/* Whether a word may have been added. */
ALWAYS_INLINE int held(const uint8_t *bits, uint64_t mask, PyObject *word)
{
    uint64_t hash;
    if (!hashed(word, &hash))
        return 1;
    uint64_t one = hash & mask, other = hash >> APART & mask;
    return (bits[one >> 3] >> (one & 7) & 1) && (bits[other >> 3] >> (other & 7) & 1);
}

static PyObject *places(PyObject *module, PyObject *arguments)
{
    Py_buffer sieve;
    PyObject *words;
    (void)module;
    if (!PyArg_ParseTuple(arguments, "y*O", &sieve, &words))
        return NULL;
    PyObject *found = NULL;
    uint64_t mask = mask_of(&sieve);
    if (mask != 0 && !PyList_Check(words))
        PyErr_SetString(PyExc_TypeError, "the words must be a list");
    else if (mask != 0)
        found = PyList_New(0);
    for (Py_ssize_t place = 0; found != NULL && place < PyList_Size(words); place++) {
        PyObject *word = PyList_GetItem(words, place);
        if (!PyUnicode_Check(word)) {
            PyErr_SetString(PyExc_TypeError, "each word must be a string");
            Py_CLEAR(found);
        } else if (held(sieve.buf, mask, word)) {
            PyObject *number = PyLong_FromSsize_t(place);
            if (number == NULL || PyList_Append(found, number) < 0)
                Py_CLEAR(found);
            Py_XDECREF(number);
        }
    }
    PyBuffer_Release(&sieve);
    return found;
}

static PyMethodDef methods[] = {
    {"add", add, METH_VARARGS, add_doc},
    {"places", places, METH_VARARGS, places_doc},
    {NULL, NULL, 0, NULL},
};

static PyModuleDef_Slot slots[] = {{0, NULL}};

static struct PyModuleDef kernel = {
    PyModuleDef_HEAD_INIT, "_kernel", "Which words of a text may begin a term, compiled.", 0, methods, slots, NULL, NULL, NULL,
};

PyMODINIT_FUNC PyInit__kernel(void)
{
    return PyModuleDef_Init(&kernel);
}
