/* Small files, read and hashed side by side in one call. Whatever is not plain is left out:
   Python looks at it closer, and says what is wrong with it. */

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "messages.h"

typedef struct {
    PyObject *path;         /* bytes, as the system wants them */
    Py_buffer room;         /* where it is read to */
    int descriptor;
    ssize_t size;           /* bytes read, or -1 */
    struct stat told;
    Py_ssize_t place;       /* of its message, or -1 */
} File;

static long long
nanoseconds(struct timespec time)
{
    return time.tv_sec * 1000000000LL + time.tv_nsec;
}

/* Each call is made for all files before the next, because a processor is quicker at what
   it has just done. A file is looked at once, after it was read: see `is_plain`. */
static void
read_all(File *files, Py_ssize_t count, int flags)
{
    for (File *file = files; file < files + count; file++)
        file->descriptor = open(PyBytes_AsString(file->path), flags);
    for (File *file = files; file < files + count; file++)
        file->size = pread(file->descriptor, file->room.buf, file->room.len, 0);
    for (File *file = files; file < files + count; file++)
        if (fstat(file->descriptor, &file->told))
            file->size = -1;
    for (File *file = files; file < files + count; file++)
        if (file->descriptor >= 0)
            close(file->descriptor);
}

/* All bytes of a regular file were read, and it was left alone long before. */
static int
is_plain(const File *file, long long touched_before)
{
    return file->size >= 0 && S_ISREG(file->told.st_mode) && file->told.st_size == file->size
           && nanoseconds(file->told.st_ctim) < touched_before;
}

/* Needs no lock of Python's. */
static void
read_and_hash(File *files, Message *messages, Work *work, Py_ssize_t count, int flags,
              long long touched_before)
{
    Py_ssize_t plain = 0;

    read_all(files, count, flags);
    for (File *file = files; file < files + count; file++) {
        file->place = -1;
        if (is_plain(file, touched_before)) {
            messages[plain].buffer.buf = file->room.buf;
            messages[plain].buffer.len = file->size;
            file->place = plain++;
        }
    }
    hash_messages(messages, work, plain);
}

/* The digest and the version of one file, or None. */
static PyObject *
found_of(const File *file, const Message *messages)
{
    const struct stat *told = &file->told;

    if (file->place < 0)
        return Py_NewRef(Py_None);
    PyObject *digest = hexdigest_of(&messages[file->place].stream);
    if (!digest)
        return NULL;
    return Py_BuildValue("N(KKLLL)", digest, (unsigned long long)told->st_dev,
                         (unsigned long long)told->st_ino, (long long)told->st_size,
                         nanoseconds(told->st_mtim), nanoseconds(told->st_ctim));
}

static PyObject *
hash_files(PyObject *module, PyObject *arguments)
{
    (void)module;
    PyObject *paths, *rooms, *found = NULL;
    int flags;
    long long touched_before;
    if (!PyArg_ParseTuple(arguments, "O!O!iL", &PyTuple_Type, &paths, &PyTuple_Type, &rooms, &flags,
                          &touched_before))
        return NULL;
    Py_ssize_t count = PyTuple_Size(paths), taken = 0;
    if (PyTuple_Size(rooms) < count) {
        PyErr_SetString(PyExc_ValueError, "each file needs a room");
        return NULL;
    }
    File *files = PyMem_Calloc(count + 1, sizeof *files);
    Message *messages = PyMem_Calloc(count + 1, sizeof *messages);
    Work *work = PyMem_Calloc(count + 1, sizeof *work);
    if (!files || !messages || !work) {
        PyErr_NoMemory();
        goto done;
    }
    for (; taken < count; taken++) {
        if (!PyUnicode_FSConverter(PyTuple_GetItem(paths, taken), &files[taken].path))
            goto done;
        if (PyObject_GetBuffer(PyTuple_GetItem(rooms, taken), &files[taken].room, PyBUF_WRITABLE)) {
            Py_DECREF(files[taken].path);
            goto done;
        }
    }

    Py_BEGIN_ALLOW_THREADS
    read_and_hash(files, messages, work, count, flags, touched_before);
    Py_END_ALLOW_THREADS

    found = PyList_New(count);
    for (Py_ssize_t i = 0; found && i < count; i++) {
        PyObject *one = found_of(&files[i], messages);
        if (!one || PyList_SetItem(found, i, one))
            Py_CLEAR(found);
    }
done:
    while (taken--) {
        PyBuffer_Release(&files[taken].room);
        Py_DECREF(files[taken].path);
    }
    PyMem_Free(work);
    PyMem_Free(messages);
    PyMem_Free(files);
    return found;
}
