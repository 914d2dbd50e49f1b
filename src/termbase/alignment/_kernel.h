/* What the files of the kernel share: wide registers, buffers of a known size, exponentials and logarithms.

   The arrays come from Python beside it and not from a file; a wrong size or a number that leads beyond an array is a ValueError all the same.
*/
#ifndef TERMBASE_ALIGNMENT_KERNEL_H
#define TERMBASE_ALIGNMENT_KERNEL_H

#include "../_kernel_base.h"
#include <math.h>

enum {
    LONGEST = 6,   /* Most sentences of one language in a bead. */
    MOST = 1 << 24 /* More sentences than any text has; the sizes of arrays are products of such numbers, and must not overflow. */
};

/* The logarithm of 2 in two parts; few bits of the first are set, so that small multiples of it are exact. */
#define LOG_2_HIGH 0.693359375f
#define LOG_2_LOW (-2.12194440e-4f)

/* An error and 0 unless a buffer holds so many items of a size. */
static inline int holds(const Py_buffer *buffer, Py_ssize_t items, size_t size)
{
    if (items >= 0 && (size_t)buffer->len == (size_t)items * size)
        return 1;
    PyErr_SetString(PyExc_ValueError, "an array does not have the size that goes with the others");
    return 0;
}

static inline void release(Py_buffer *buffers, int count)
{
    while (count--)
        PyBuffer_Release(&buffers[count]);
}

ALWAYS_INLINE uint32_t bits_of(float value)
{
    uint32_t bits;
    memcpy(&bits, &value, sizeof bits);
    return bits;
}

ALWAYS_INLINE float float_of(uint32_t bits)
{
    float value;
    memcpy(&value, &bits, sizeof value);
    return value;
}

/* e to the power of a number that is not above 0, within 2e-7 of its value; below -87, what it is there. The fraction of a power of two is a Taylor
   series, its logarithm at most half that of 2. */
ALWAYS_INLINE float power_of_e(float value)
{
    value = value < -87.0f ? -87.0f : value;
    float shifted = value * 1.44269504f + 12582912.0f; /* 1.5 * 2^23: a sum with it is a whole number */
    float whole = shifted - 12582912.0f;
    float rest = value - whole * LOG_2_HIGH - whole * LOG_2_LOW;
    float found = 1.0f / 5040;
    found = found * rest + 1.0f / 720;
    found = found * rest + 1.0f / 120;
    found = found * rest + 1.0f / 24;
    found = found * rest + 1.0f / 6;
    found = found * rest + 0.5f;
    found = found * rest + 1.0f;
    found = found * rest + 1.0f;
    return float_of(bits_of(found) + ((bits_of(shifted) - bits_of(12582912.0f)) << 23));
}

/* The natural logarithm of a number from 1 on, within 3e-7 of its value: that of a power of two, and the series of the inverse hyperbolic tangent. */
ALWAYS_INLINE float logarithm(float value)
{
    uint32_t bits = bits_of(value);
    float fraction = float_of((bits & 0x7fffff) | 0x3f800000);
    int32_t halved = fraction > 1.41421356f;
    float whole = (float)((int32_t)(bits >> 23) - 127 + halved);
    fraction = halved ? fraction * 0.5f : fraction;
    float ratio = (fraction - 1.0f) / (fraction + 1.0f), square = ratio * ratio;
    float found = 2.0f / 9;
    found = found * square + 2.0f / 7;
    found = found * square + 2.0f / 5;
    found = found * square + 2.0f / 3;
    found = found * square + 2.0f;
    return whole * LOG_2_HIGH + (whole * LOG_2_LOW + found * ratio);
}

/* The methods of the module, and what they say of themselves. */
PyObject *evidence(PyObject *module, PyObject *arguments);
PyObject *scores(PyObject *module, PyObject *arguments);
PyObject *backward(PyObject *module, PyObject *arguments);
PyObject *forward(PyObject *module, PyObject *arguments);
PyObject *decode(PyObject *module, PyObject *arguments);
PyObject *model_one(PyObject *module, PyObject *arguments);
PyObject *promising(PyObject *module, PyObject *arguments);
extern const char evidence_doc[], scores_doc[], backward_doc[], forward_doc[], decode_doc[], model_one_doc[], promising_doc[];

#endif
