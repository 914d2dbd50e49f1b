/* What the files of the kernel share: wide registers, and posting lists as bits.

   Nothing that comes from a file is trusted: every position is compared with the length of its buffer, and a wrong one is a ValueError.
*/
#ifndef TERMBASE_KERNEL_H
#define TERMBASE_KERNEL_H

#include "../_kernel_base.h"

/* Segments are looked at 256 at a time, in registers; arrays of bits are padded to whole groups. */
#if defined(__GNUC__)
typedef uint64_t Lanes __attribute__((vector_size(32), aligned(8)));
typedef unsigned char Block __attribute__((vector_size(32)));
#else
typedef uint64_t Lanes;
typedef unsigned char Block;
#endif
enum { GROUP = 256, WORDS = GROUP / 64, LANES = sizeof(Lanes) / 8 };

/* Words that hold the bits of whole groups, from that of segment `low` to that before segment `high`. */
static inline Py_ssize_t words(uint32_t low, uint32_t high)
{
    return ((Py_ssize_t)(high / GROUP) + (high % GROUP != 0) - low / GROUP) * WORDS;
}

/* First position of a number that is not less, in an ascending list. */
static inline Py_ssize_t bound(const uint32_t *numbers, Py_ssize_t begin, Py_ssize_t end, uint32_t number)
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
static inline int set_bits(uint64_t *bits, uint32_t low, uint32_t high, const Py_buffer *postings, Py_ssize_t begin, Py_ssize_t end)
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

/* The methods of the module, and what they say of themselves. */
PyObject *between(PyObject *module, PyObject *arguments);
PyObject *containing(PyObject *module, PyObject *arguments);
PyObject *following(PyObject *module, PyObject *arguments);
PyObject *row(PyObject *module, PyObject *arguments);
PyObject *same(PyObject *module, PyObject *arguments);
PyObject *sharing(PyObject *module, PyObject *arguments);
extern const char between_doc[], containing_doc[], following_doc[], row_doc[], same_doc[], sharing_doc[];

#endif
