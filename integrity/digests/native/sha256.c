/* The Python module. Its lock is free while anything is read or hashed. */

#define _GNU_SOURCE
#define Py_LIMITED_API 0x030B0000
#include <Python.h>

#include "ahead.h"
#include "files.h"

typedef struct {
    PyObject_HEAD
    Stream stream;
    int is_busy;            /* some thread is hashing into it, without Python's lock */
} Sha256;

static PyObject *sha256_type;

/* Read one row: a stream and its next bytes; or a stream, a room, and how much it takes of
   that, or of a file from a place on. */
static int
begin_take(PyObject *row, Sha256 **hasher, Py_buffer *room, Take *take)
{
    PyObject *data;

    take->left = -1;
    take->file = -1;
    if (!PyTuple_Check(row)) {
        PyErr_SetString(PyExc_TypeError, "rows of a Sha256 and its bytes are wanted");
        return 0;
    }
    if (!PyArg_ParseTuple(row, "O!O|LiL", sha256_type, hasher, &data, &take->left, &take->file,
                          &take->place)
        || PyObject_GetBuffer(data, room, take->file < 0 ? PyBUF_SIMPLE : PyBUF_WRITABLE))
        return 0;
    if ((*hasher)->is_busy) {
        PyErr_SetString(PyExc_RuntimeError, "the Sha256 is being updated already");
        PyBuffer_Release(room);
        return 0;
    }
    (*hasher)->is_busy = 1;
    Py_INCREF((PyObject *)*hasher);
    take->stream = &(*hasher)->stream;
    take->room = room->buf;
    take->room_size = room->len;
    if (take->left < 0)
        take->left = room->len;
    return 1;
}

static void
end_take(Sha256 *hasher, Py_buffer *room)
{
    hasher->is_busy = 0;
    Py_DECREF((PyObject *)hasher);
    PyBuffer_Release(room);
}

static PyObject *
sizes_of(const Take *takes, Py_ssize_t count)
{
    PyObject *sizes = PyList_New(count);

    for (Py_ssize_t i = 0; sizes && i < count; i++) {
        PyObject *size = PyLong_FromLongLong(takes[i].taken);
        if (!size || PyList_SetItem(sizes, i, size))
            Py_CLEAR(sizes);
    }
    return sizes;
}

static PyObject *
update_each(PyObject *module, PyObject *rows)
{
    (void)module;
    PyObject *row = PySequence_List(rows), *sizes = NULL;
    if (!row)
        return NULL;
    Py_ssize_t count = PyList_Size(row), begun = 0;
    Sha256 **hashers = PyMem_Calloc(count + 1, sizeof *hashers);
    Py_buffer *rooms = PyMem_Calloc(count + 1, sizeof *rooms);
    Take *takes = PyMem_Calloc(count + 1, sizeof *takes);
    Work *work = PyMem_Calloc(count + 1, sizeof *work);
    if (!hashers || !rooms || !takes || !work) {
        PyErr_NoMemory();
        goto end;
    }
    for (; begun < count; begun++)
        if (!begin_take(PyList_GetItem(row, begun), &hashers[begun], &rooms[begun], &takes[begun]))
            goto end;

    Py_BEGIN_ALLOW_THREADS
    take_each(takes, work, count);
    Py_END_ALLOW_THREADS

    sizes = sizes_of(takes, count);
end:
    while (begun--)
        end_take(hashers[begun], &rooms[begun]);
    PyMem_Free(work);
    PyMem_Free(takes);
    PyMem_Free(rooms);
    PyMem_Free(hashers);
    Py_DECREF(row);
    return sizes;
}

static PyObject *
update_ahead(PyObject *module, PyObject *row)
{
    (void)module;
    Sha256 *hasher;
    Py_buffer room;
    Take take = {0};
    Work work;
    if (!begin_take(row, &hasher, &room, &take))
        return NULL;

    Py_BEGIN_ALLOW_THREADS
    if (take.file < 0 || !take_ahead(&take))
        take_each(&take, &work, 1);
    Py_END_ALLOW_THREADS

    end_take(hasher, &room);
    return PyLong_FromLongLong(take.taken);
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
    PyObject *sizes = update_each(NULL, pairs);
    Py_DECREF(pairs);
    if (!sizes)
        return NULL;
    Py_DECREF(sizes);
    return Py_NewRef(Py_None);
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
    {"update_ahead", update_ahead, METH_O, "Give a stream its next bytes, read by a thread ahead."},
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
