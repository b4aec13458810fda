/* The Python module. Its lock is free while anything is read or hashed. */

#define _GNU_SOURCE
#define Py_LIMITED_API 0x030B0000
#include <Python.h>

#include "files.h"

typedef struct {
    PyObject_HEAD
    Stream stream;
    int is_busy;            /* some thread is hashing into it, without Python's lock */
} Sha256;

static PyObject *sha256_type;

/* Each pair is a stream and what it takes next. */
static PyObject *
update_each(PyObject *module, PyObject *pairs)
{
    (void)module;
    PyObject *row = PySequence_List(pairs), *done = NULL;
    if (!row)
        return NULL;
    Py_ssize_t count = PyList_Size(row), taken = 0;
    Sha256 **hashers = PyMem_Calloc(count + 1, sizeof *hashers);
    Py_buffer *buffers = PyMem_Calloc(count + 1, sizeof *buffers);
    Work *work = PyMem_Calloc(count + 1, sizeof *work);
    if (!hashers || !buffers || !work) {
        PyErr_NoMemory();
        goto end;
    }
    for (; taken < count; taken++) {
        PyObject *pair = PyList_GetItem(row, taken), *data;
        if (!PyTuple_Check(pair)) {
            PyErr_SetString(PyExc_TypeError, "pairs of a Sha256 and its bytes are wanted");
            goto end;
        }
        if (!PyArg_ParseTuple(pair, "O!O", sha256_type, &hashers[taken], &data)
            || PyObject_GetBuffer(data, &buffers[taken], PyBUF_SIMPLE))
            goto end;
        if (hashers[taken]->is_busy) {
            PyErr_SetString(PyExc_RuntimeError, "the Sha256 is being updated already");
            PyBuffer_Release(&buffers[taken]);
            goto end;
        }
        hashers[taken]->is_busy = 1;
        Py_INCREF((PyObject *)hashers[taken]);
    }

    Py_BEGIN_ALLOW_THREADS
    for (Py_ssize_t i = 0; i < count; i++)
        work[i] = take_ends(&hashers[i]->stream, buffers[i].buf, buffers[i].len);
    take_all(work, count);
    Py_END_ALLOW_THREADS

    done = Py_NewRef(Py_None);
end:
    while (taken--) {
        hashers[taken]->is_busy = 0;
        Py_DECREF((PyObject *)hashers[taken]);
        PyBuffer_Release(&buffers[taken]);
    }
    PyMem_Free(work);
    PyMem_Free(buffers);
    PyMem_Free(hashers);
    Py_DECREF(row);
    return done;
}

static PyObject *
sha256_new(PyTypeObject *type, PyObject *args, PyObject *named)
{
    static char *none[] = {NULL};
    if (!PyArg_ParseTupleAndKeywords(args, named, "", none))
        return NULL;
    allocfunc allocate = (allocfunc)PyType_GetSlot(type, Py_tp_alloc);
    Sha256 *self = (Sha256 *)allocate(type, 0);
    if (self)
        begin(&self->stream);
    return (PyObject *)self;
}

static void
sha256_dealloc(PyObject *self)
{
    PyTypeObject *type = Py_TYPE(self);
    freefunc free_it = (freefunc)PyType_GetSlot(type, Py_tp_free);
    free_it(self);
    Py_DECREF(type);
}

static PyObject *
sha256_digest(PyObject *self, PyObject *none)
{
    (void)none;
    if (((Sha256 *)self)->is_busy) {
        PyErr_SetString(PyExc_RuntimeError, "the Sha256 is being updated");
        return NULL;
    }
    Stream stream = ((Sha256 *)self)->stream;
    uint8_t last[2 * BLOCK];
    Work work = end(&stream, last);
    take_all(&work, 1);
    uint8_t digest[DIGEST];
    write_digest(&stream, digest);
    return PyBytes_FromStringAndSize((const char *)digest, DIGEST);
}

static PyObject *
sha256_update(PyObject *self, PyObject *data)
{
    PyObject *pairs = Py_BuildValue("((OO))", self, data);
    if (!pairs)
        return NULL;
    PyObject *done = update_each(NULL, pairs);
    Py_DECREF(pairs);
    return done;
}

static PyMethodDef sha256_methods[] = {
    {"update", sha256_update, METH_O, "Take the next bytes."},
    {"digest", sha256_digest, METH_NOARGS, "The digest of all bytes so far."},
    {NULL, NULL, 0, NULL},
};
static PyType_Slot sha256_slots[] = {
    {Py_tp_doc, "The SHA-256 of a stream."},
    {Py_tp_new, sha256_new},
    {Py_tp_dealloc, sha256_dealloc},
    {Py_tp_methods, sha256_methods},
    {0, NULL},
};
static PyType_Spec sha256_spec = {
    "integrity.digests.native.sha256.Sha256", sizeof(Sha256), 0,
    Py_TPFLAGS_DEFAULT | Py_TPFLAGS_IMMUTABLETYPE, sha256_slots,
};

static PyMethodDef functions[] = {
    {"hexdigests", hexdigests, METH_O, "The digests of independent messages, side by side."},
    {"hash_files", hash_files, METH_VARARGS, "The digests of small files, read and hashed."},
    {"update_each", update_each, METH_O, "Give streams their next bytes, side by side."},
    {NULL, NULL, 0, NULL},
};
static struct PyModuleDef definition = {
    PyModuleDef_HEAD_INIT, "sha256", "SHA-256 of several streams at once.", -1, functions,
    NULL, NULL, NULL, NULL,
};

PyMODINIT_FUNC
PyInit_sha256(void)
{
    if (!has_instructions()) {
        PyErr_SetString(PyExc_ImportError, "the processor has no SHA instructions");
        return NULL;
    }
    PyObject *module = PyModule_Create(&definition);
    if (!module)
        return NULL;
    sha256_type = PyType_FromSpec(&sha256_spec);
    if (!sha256_type || PyModule_AddObjectRef(module, "Sha256", sha256_type)
        || PyModule_AddIntConstant(module, "LANES", LANES)) {
        Py_DECREF(module);
        return NULL;
    }
    return module;
}
