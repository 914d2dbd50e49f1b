/* The innermost loops of alignment. Compiled where there is a compiler; `evidence`, `scoring`, `path` and `induce` say the same in numpy. */
#include "_kernel.h"

static PyMethodDef methods[] = {
    {"backward", backward, METH_VARARGS, backward_doc},
    {"decode", decode, METH_VARARGS, decode_doc},
    {"evidence", evidence, METH_VARARGS, evidence_doc},
    {"forward", forward, METH_VARARGS, forward_doc},
    {"model_one", model_one, METH_VARARGS, model_one_doc},
    {"promising", promising, METH_VARARGS, promising_doc},
    {"scores", scores, METH_VARARGS, scores_doc},
    {NULL, NULL, 0, NULL},
};

static PyModuleDef_Slot slots[] = {{0, NULL}};

static struct PyModuleDef kernel = {
    PyModuleDef_HEAD_INIT, "_kernel", "The innermost loops of alignment, compiled.", 0, methods, slots, NULL, NULL, NULL,
};

PyMODINIT_FUNC PyInit__kernel(void)
{
    return PyModuleDef_Init(&kernel);
}
