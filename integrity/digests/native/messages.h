/* Whole messages, hashed side by side. */

#include <Python.h>

#include "streams.h"

typedef struct {
    Py_buffer buffer;
    Stream stream;
    uint8_t last[2 * BLOCK];
} Message;

/* Needs no lock of Python's. */
static void
hash_messages(Message *messages, Work *work, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        begin(&messages[i].stream);
        work[i] = take_ends(&messages[i].stream, messages[i].buffer.buf, messages[i].buffer.len);
    }
    take_all(work, count);
    for (size_t i = 0; i < count; i++)
        work[i] = end(&messages[i].stream, messages[i].last);
    take_all(work, count);
}

static PyObject *
hexdigest_of(const Stream *stream)
{
    static const char digits[] = "0123456789abcdef";
    uint8_t digest[DIGEST];
    char hex[2 * DIGEST];

    write_digest(stream, digest);
    for (int i = 0; i < DIGEST; i++) {
        hex[2 * i] = digits[digest[i] >> 4];
        hex[2 * i + 1] = digits[digest[i] & 15];
    }
    return PyUnicode_FromStringAndSize(hex, sizeof hex);
}

static PyObject *
hexdigests(PyObject *module, PyObject *buffers)
{
    (void)module;
    PyObject *row = PySequence_List(buffers), *found = NULL;
    if (!row)
        return NULL;
    Py_ssize_t count = PyList_Size(row), taken = 0;
    Message *messages = PyMem_Calloc(count + 1, sizeof *messages);
    Work *work = PyMem_Calloc(count + 1, sizeof *work);
    if (!messages || !work) {
        PyErr_NoMemory();
        goto done;
    }
    for (; taken < count; taken++)
        if (PyObject_GetBuffer(PyList_GetItem(row, taken), &messages[taken].buffer, PyBUF_SIMPLE))
            goto done;

    Py_BEGIN_ALLOW_THREADS
    hash_messages(messages, work, count);
    Py_END_ALLOW_THREADS

    found = PyList_New(count);
    for (Py_ssize_t i = 0; found && i < count; i++) {
        PyObject *digest = hexdigest_of(&messages[i].stream);
        if (!digest || PyList_SetItem(found, i, digest))
            Py_CLEAR(found);
    }
done:
    while (taken--)
        PyBuffer_Release(&messages[taken].buffer);
    PyMem_Free(work);
    PyMem_Free(messages);
    Py_DECREF(row);
    return found;
}
