/* One stream of a file: a thread reads ahead of the one that hashes. They share a room in
   pieces, so small that those on their way from one core to the other stay in the cache. */

#include <pthread.h>
#include <semaphore.h>
#include <stdatomic.h>
#include <time.h>

#include "takes.h"

enum {
    PIECES = 16,
    ENOUGH = PIECES / 2,        /* pieces that are left when the reader goes on */
    NAP = 600 * 1000,           /* nanoseconds: fewer are hashed, at less than 3 GB a second */
    LONGEST = 90 * 1000 * 1000  /* nanoseconds: a cancel waits for it */
};

typedef struct {
    Take take;              /* what is read next */
    uint8_t *rooms;
    ssize_t sizes[PIECES];  /* bytes of each; those of the last piece are none */
    size_t read;            /* pieces */
    atomic_size_t hashed;   /* pieces */
    sem_t full;             /* pieces that were read and not yet taken */
} Ahead;

static uint8_t *
room_of(const Ahead *ahead, size_t piece)
{
    return ahead->rooms + piece % PIECES * ahead->take.room_size;
}

static size_t
count_full(Ahead *ahead)
{
    return ahead->read - atomic_load_explicit(&ahead->hashed, memory_order_acquire);
}

/* Once there is no room, sleep until there is much. Nobody wakes the reader: that would take
   the hasher, which is the slower one, longer than it takes to read a piece. */
static void
await_room(Ahead *ahead)
{
    const struct timespec nap = {.tv_nsec = NAP};

    if (count_full(ahead) == PIECES)
        while (count_full(ahead) > ENOUGH)
            nanosleep(&nap, NULL);
}

static long long
now(void)
{
    struct timespec time;

    clock_gettime(CLOCK_MONOTONIC, &time);
    return time.tv_sec * 1000000000LL + time.tv_nsec;
}

static void *
read_pieces(void *shared)
{
    Ahead *ahead = shared;
    Take *take = &ahead->take;
    long long until = now() + LONGEST;
    ssize_t size;

    do {
        await_room(ahead);
        take->room = room_of(ahead, ahead->read);
        size = take->left > 0 && (!ahead->read || now() < until) ? next_piece(take) : 0;
        take->left -= size;
        take->taken += size;
        ahead->sizes[ahead->read++ % PIECES] = size;
        sem_post(&ahead->full);
    } while (size > 0);
    return NULL;
}

/* The bytes of the next piece, once it was read. */
static ssize_t
await_piece(Ahead *ahead, size_t piece)
{
    while (sem_wait(&ahead->full)) /* a signal came between */
        continue;
    return ahead->sizes[piece % PIECES];
}

/* Take what can be read within LONGEST, and a piece at least; false if there is no thread for
   it. Needs no lock of Python's. */
static int
take_ahead(Take *take)
{
    Ahead ahead = {.take = *take, .rooms = take->room};
    pthread_t reader;
    ssize_t size;

    ahead.take.room_size = take->room_size / PIECES;
    if (!ahead.take.room_size || sem_init(&ahead.full, 0, 0))
        return 0;
    if (pthread_create(&reader, NULL, read_pieces, &ahead)) {
        sem_destroy(&ahead.full);
        return 0;
    }
    for (size_t piece = 0; (size = await_piece(&ahead, piece)) > 0; piece++) {
        Work work = take_ends(take->stream, room_of(&ahead, piece), size);
        take_all(&work, 1);
        take->taken += size;
        atomic_store_explicit(&ahead.hashed, piece + 1, memory_order_release);
    }
    pthread_join(reader, NULL);
    sem_destroy(&ahead.full);
    return 1;
}
