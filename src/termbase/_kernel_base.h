/* What the kernels of all rooms share. */
#ifndef TERMBASE_KERNEL_BASE_H
#define TERMBASE_KERNEL_BASE_H

#define PY_SSIZE_T_CLEAN
#define Py_LIMITED_API 0x030B0000
#include <Python.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

/* The compiler makes a second version of these loops for processors with wider registers; the loader takes the one that fits. Both compute in the
   same order, so that they give the same. */
#if defined(__GNUC__) && defined(__x86_64__) && defined(__GLIBC__)
#define WIDE __attribute__((target_clones("avx2", "default")))
#else
#define WIDE
#endif
#if defined(__GNUC__)
#define ALWAYS_INLINE static inline __attribute__((always_inline))
#else
#define ALWAYS_INLINE static __forceinline
#endif

#endif
