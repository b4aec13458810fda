/* The least that hashing large files on all cores takes: threads, a buffer for each stream,
   read and digest; nothing is looked at twice.

   quickest ahead FILE          one thread reads, another hashes
   quickest files FILE...       a group of files for each core, side by side
   quickest chunks FILE         chunks of 4 MiB by all cores, side by side */
#define _GNU_SOURCE
#include <fcntl.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "ahead.h"

enum { CHUNK = 4 << 20, PIECE = 1 << 18, AHEAD = 4 << 20 };

static char **names;
static int count, file;
static off_t size;
static atomic_llong taken;
static unsigned char (*digests)[DIGEST];

/* One stream of a thread: a file, or a chunk. */
typedef struct {
    int file;
    off_t place, end;
    long long number;
    Stream stream;
    unsigned char *room;
} Lane;

static int next_file(Lane *lane) {
    struct stat told;
    lane->number = atomic_fetch_add(&taken, 1);
    if (lane->number >= count) return 0;
    lane->file = open(names[lane->number], O_RDONLY | O_CLOEXEC);
    fstat(lane->file, &told);
    lane->place = 0, lane->end = told.st_size;
    return 1;
}

static int next_chunk(Lane *lane) {
    lane->number = atomic_fetch_add(&taken, 1);
    lane->file = file;
    lane->place = lane->number * CHUNK;
    lane->end = lane->place + CHUNK < size ? lane->place + CHUNK : size;
    return lane->place < size;
}

static int (*next)(Lane *);

static void *side_by_side(void *none) {
    Lane lanes[LANES];
    Work work[LANES];
    int busy = 0;
    for (int i = 0; i < LANES; i++) lanes[i].room = aligned_alloc(4096, PIECE);
    for (;;) {
        for (; busy < LANES && next(&lanes[busy]); busy++) begin(&lanes[busy].stream);
        if (!busy) return none;
        for (int i = 0; i < busy; i++) {
            ssize_t got = pread(lanes[i].file, lanes[i].room, PIECE, lanes[i].place);
            lanes[i].place = got > 0 ? lanes[i].place + got : lanes[i].end;
            work[i] = take_ends(&lanes[i].stream, lanes[i].room, got < 0 ? 0 : got);
        }
        take_all(work, busy);
        for (int i = busy - 1; i >= 0; i--) {
            if (lanes[i].place < lanes[i].end) continue;
            unsigned char last[2 * BLOCK];
            Work rest = end(&lanes[i].stream, last);
            take_all(&rest, 1);
            write_digest(&lanes[i].stream, digests[lanes[i].number]);
            if (lanes[i].file != file) close(lanes[i].file);
            Lane ended = lanes[i];
            lanes[i] = lanes[--busy];
            lanes[busy] = ended;
        }
    }
}

static void on_all_cores(void) {
    pthread_t threads[64];
    int cores = sysconf(_SC_NPROCESSORS_ONLN);
    for (int i = 0; i < cores; i++) pthread_create(&threads[i], NULL, side_by_side, NULL);
    for (int i = 0; i < cores; i++) pthread_join(threads[i], NULL);
}

static void ahead(void) {
    Stream stream;
    Take take = {.stream = &stream, .room_size = AHEAD, .file = file, .left = size};
    take.room = aligned_alloc(4096, AHEAD);
    begin(&stream);
    for (long long before = -1; take.left && take.taken > before;) {
        before = take.taken;
        take_ahead(&take);
        take.left = size - take.taken;
    }
    unsigned char last[2 * BLOCK];
    Work rest = end(&stream, last);
    take_all(&rest, 1);
    write_digest(&stream, digests[0]);
}

int main(int words, char **word) {
    struct stat told = {0};
    if (!has_instructions()) return 1;
    names = word + 2, count = words - 2;
    file = open(names[0], O_RDONLY | O_CLOEXEC);
    fstat(file, &told);
    size = told.st_size;
    long long results = !strcmp(word[1], "chunks") ? (size + CHUNK - 1) / CHUNK : count;
    digests = calloc(results + 1, DIGEST);
    if (!strcmp(word[1], "ahead")) ahead();
    else next = *word[1] == 'f' ? next_file : next_chunk, on_all_cores();
    for (long long i = 0; i < results; i++) {
        for (int k = 0; k < DIGEST; k++) printf("%02x", digests[i][k]);
        printf("  %s\n", names[*word[1] == 'f' ? i : 0]);
    }
    return 0;
}
