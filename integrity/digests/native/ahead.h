/* One stream of a file: a thread reads ahead of the one that hashes. They share a room in
   pieces, so small that those on their way from one core to the other stay in the cache. */

#include <pthread.h>
#include <time.h>

#include "takes.h"

enum {
    PIECES = 16,
    FEW = 2,                /* pieces: the reader is woken as rarely as the hasher can afford */
    LONGEST = 90 * 1000 * 1000 /* nanoseconds: a cancel waits for it */
};

typedef struct {
    Take take;              /* what is read next */
    uint8_t *rooms;
    ssize_t sizes[PIECES];  /* bytes of each; those of the last piece are none */
    size_t read, hashed;    /* pieces */
    pthread_mutex_t lock;
    pthread_cond_t has_read, has_hashed;
} Ahead;

static uint8_t *
room_of(const Ahead *ahead, size_t piece)
{
    return ahead->rooms + piece % PIECES * ahead->take.room_size;
}

/* Wait for room, once there is none, until few pieces are left: to be woken costs more than
   it takes to read one. */
static void
await_room(Ahead *ahead)
{
    pthread_mutex_lock(&ahead->lock);
    if (ahead->read - ahead->hashed == PIECES)
        while (ahead->read - ahead->hashed > FEW)
            pthread_cond_wait(&ahead->has_hashed, &ahead->lock);
    pthread_mutex_unlock(&ahead->lock);
}

static ssize_t
await_piece(Ahead *ahead)
{
    pthread_mutex_lock(&ahead->lock);
    while (ahead->read == ahead->hashed)
        pthread_cond_wait(&ahead->has_read, &ahead->lock);
    pthread_mutex_unlock(&ahead->lock);
    return ahead->sizes[ahead->hashed % PIECES];
}

/* Count a piece that was read, or hashed. The other thread may wait for so many in between. */
static void
count_piece(Ahead *ahead, size_t *pieces, size_t awaited, pthread_cond_t *counted)
{
    pthread_mutex_lock(&ahead->lock);
    ++*pieces;
    if (ahead->read - ahead->hashed == awaited)
        pthread_cond_signal(counted);
    pthread_mutex_unlock(&ahead->lock);
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
        ahead->sizes[ahead->read % PIECES] = size;
        count_piece(ahead, &ahead->read, 1, &ahead->has_read);
    } while (size > 0);
    return NULL;
}

/* Take what can be read within LONGEST, and a piece at least; false if there is no thread for
   it. Needs no lock of Python's. */
static int
take_ahead(Take *take)
{
    Ahead ahead = {.take = *take, .rooms = take->room, .lock = PTHREAD_MUTEX_INITIALIZER,
                   .has_read = PTHREAD_COND_INITIALIZER, .has_hashed = PTHREAD_COND_INITIALIZER};
    pthread_t reader;
    ssize_t size;

    ahead.take.room_size = take->room_size / PIECES;
    if (!ahead.take.room_size || pthread_create(&reader, NULL, read_pieces, &ahead))
        return 0;
    while ((size = await_piece(&ahead)) > 0) {
        Work work = take_ends(take->stream, room_of(&ahead, ahead.hashed), size);
        take_all(&work, 1);
        take->taken += size;
        count_piece(&ahead, &ahead.hashed, FEW, &ahead.has_hashed);
    }
    pthread_join(reader, NULL);
    return 1;
}
