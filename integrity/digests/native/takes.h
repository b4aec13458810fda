/* What streams take next, side by side: bytes in memory, or stretches of files, which are read
   piece by piece into rooms so small that the core's own cache holds all of them. */

#include <sys/types.h>
#include <unistd.h>

#include "streams.h"

typedef struct {
    Stream *stream;
    uint8_t *room;          /* bytes that are taken again and again, or read into before */
    size_t room_size;
    long long left;         /* bytes to take */
    long long taken;
    int file;               /* -1: nothing is read */
    long long place;        /* of the first byte in the file */
} Take;

/* The bytes that are in the room next; none where a file has ended or cannot be read. */
static ssize_t
next_piece(const Take *take)
{
    size_t size = take->left < (long long)take->room_size ? (size_t)take->left : take->room_size;

    return take->file < 0 ? (ssize_t)size
                          : pread(take->file, take->room, size, take->place + take->taken);
}

/* Needs no lock of Python's. */
static void
take_each(Take *takes, Work *work, size_t count)
{
    for (;;) {
        size_t busy = 0;
        for (Take *take = takes; take < takes + count; take++) {
            ssize_t size = take->left > 0 ? next_piece(take) : 0;
            if (size <= 0) {
                take->left = 0;
                continue;
            }
            work[busy++] = take_ends(take->stream, take->room, size);
            take->left -= size;
            take->taken += size;
        }
        if (!busy)
            return;
        take_all(work, busy);
    }
}
