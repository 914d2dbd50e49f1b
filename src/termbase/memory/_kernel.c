/* The innermost loops of fuzzy search and of concordance. Compiled where there is a compiler; `search`, `sidecar` and `concordance` say the
   same in Python. */
#include "_kernel.h"

static PyMethodDef methods[] = {
    {"between", between, METH_VARARGS, between_doc},
    {"containing", containing, METH_VARARGS, containing_doc},
    {"following", following, METH_VARARGS, following_doc},
    {"row", row, METH_VARARGS, row_doc},
    {"same", same, METH_VARARGS, same_doc},
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
