/* SHA-256 of several streams at once on one core, by the SHA instructions of x86-64.

   One stream waits for itself: each round needs the one before, and the unit that computes
   them is half idle. Rounds of up to four streams, in turn, fill it. */

#pragma once

#include <cpuid.h>
#include <immintrin.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

enum { LANES = 4, BLOCK = 64, DIGEST = 32 };

#define BY_SHA __attribute__((target("sha,avx2")))

static const uint32_t CONSTANTS[64] __attribute__((aligned(64))) = {
    0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4, 0xab1c5ed5,
    0xd807aa98, 0x12835b01, 0x243185be, 0x550c7dc3, 0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174,
    0xe49b69c1, 0xefbe4786, 0x0fc19dc6, 0x240ca1cc, 0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da,
    0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7, 0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967,
    0x27b70a85, 0x2e1b2138, 0x4d2c6dfc, 0x53380d13, 0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85,
    0xa2bfe8a1, 0xa81a664b, 0xc24b8b70, 0xc76c51a3, 0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070,
    0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a, 0x5b9cca4f, 0x682e6ff3,
    0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208, 0x90befffa, 0xa4506ceb, 0xbef9a3f7, 0xc67178f2,
};

/* The words stand as the instructions want them: F E B A, H G D C. */
static const uint32_t BEGINNING[8] = {
    0x9b05688c, 0x510e527f, 0xbb67ae85, 0x6a09e667, 0x5be0cd19, 0x1f83d9ab, 0xa54ff53a, 0x3c6ef372,
};
static const int PLACES[8] = {3, 2, 7, 6, 1, 0, 5, 4};

typedef struct {
    uint32_t words[8];
    uint64_t size;          /* bytes taken in all */
    uint8_t tail[BLOCK];    /* the last size % BLOCK of them */
} Stream;

/* Whole blocks that one stream has yet to take. */
typedef struct {
    Stream *stream;
    const uint8_t *data;
    size_t blocks;
} Work;

BY_SHA static inline __attribute__((always_inline)) void
take_blocks(Work *work, const int lanes, size_t blocks)
{
    const __m128i swap = _mm_set_epi64x(0x0c0d0e0f08090a0bULL, 0x0405060700010203ULL);
    const uint8_t *data[LANES];
    __m128i abef[LANES], cdgh[LANES];

    for (int lane = 0; lane < lanes; lane++) {
        const __m128i *words = (const __m128i *)work[lane].stream->words;
        abef[lane] = _mm_loadu_si128(words);
        cdgh[lane] = _mm_loadu_si128(words + 1);
        data[lane] = work[lane].data;
        work[lane].data += blocks * BLOCK;
        work[lane].blocks -= blocks;
    }
    for (size_t place = 0; blocks--; place += BLOCK) {
        __m128i w[LANES][4], abef_before[LANES], cdgh_before[LANES];
        for (int lane = 0; lane < lanes; lane++) {
            abef_before[lane] = abef[lane];
            cdgh_before[lane] = cdgh[lane];
            for (int i = 0; i < 4; i++)
                w[lane][i] = _mm_shuffle_epi8(
                    _mm_loadu_si128((const __m128i *)(data[lane] + place) + i), swap);
        }
#pragma GCC unroll 16
        for (int four = 0; four < 16; four++) {
            const __m128i constants = _mm_load_si128((const __m128i *)CONSTANTS + four);
#pragma GCC unroll 4
            for (int lane = 0; lane < lanes; lane++) {
                __m128i *now = &w[lane][four & 3], *next = &w[lane][(four + 1) & 3];
                __m128i *third = &w[lane][(four + 2) & 3], *last = &w[lane][(four + 3) & 3];
                __m128i sum = _mm_add_epi32(*now, constants);
                cdgh[lane] = _mm_sha256rnds2_epu32(cdgh[lane], abef[lane], sum);
                sum = _mm_shuffle_epi32(sum, 0x0e);
                abef[lane] = _mm_sha256rnds2_epu32(abef[lane], cdgh[lane], sum);
                if (four < 12) {
                    __m128i later = _mm_sha256msg1_epu32(*now, *next);
                    later = _mm_add_epi32(later, _mm_alignr_epi8(*last, *third, 4));
                    *now = _mm_sha256msg2_epu32(later, *last);
                }
            }
        }
        for (int lane = 0; lane < lanes; lane++) {
            abef[lane] = _mm_add_epi32(abef[lane], abef_before[lane]);
            cdgh[lane] = _mm_add_epi32(cdgh[lane], cdgh_before[lane]);
        }
    }
    for (int lane = 0; lane < lanes; lane++) {
        __m128i *words = (__m128i *)work[lane].stream->words;
        _mm_storeu_si128(words, abef[lane]);
        _mm_storeu_si128(words + 1, cdgh[lane]);
    }
}

BY_SHA static void take_one(Work *work, size_t blocks) { take_blocks(work, 1, blocks); }
BY_SHA static void take_two(Work *work, size_t blocks) { take_blocks(work, 2, blocks); }
BY_SHA static void take_three(Work *work, size_t blocks) { take_blocks(work, 3, blocks); }
BY_SHA static void take_four(Work *work, size_t blocks) { take_blocks(work, 4, blocks); }

/* Do all work; a lane that has come to its end takes the next. */
static void
take_all(const Work *work, size_t count)
{
    static void (*const take[LANES])(Work *, size_t) = {take_one, take_two, take_three, take_four};
    Work lanes[LANES];
    int busy = 0;

    for (;;) {
        for (; busy < LANES && count; work++, count--)
            if (work->blocks)
                lanes[busy++] = *work;
        if (!busy)
            return;
        size_t blocks = lanes[0].blocks;
        for (int lane = 1; lane < busy; lane++)
            if (lanes[lane].blocks < blocks)
                blocks = lanes[lane].blocks;
        take[busy - 1](lanes, blocks);
        for (int lane = busy - 1; lane >= 0; lane--)
            if (!lanes[lane].blocks)
                lanes[lane] = lanes[--busy];
    }
}

static void
begin(Stream *stream)
{
    memcpy(stream->words, BEGINNING, sizeof BEGINNING);
    stream->size = 0;
}

/* Take the ends of what comes next; its whole blocks are left to be done. */
static Work
take_ends(Stream *stream, const uint8_t *data, size_t size)
{
    size_t filled = stream->size % BLOCK;

    stream->size += size;
    if (filled) {
        size_t missing = BLOCK - filled;
        if (size < missing) {
            memcpy(stream->tail + filled, data, size);
            return (Work){stream, data, 0};
        }
        memcpy(stream->tail + filled, data, missing);
        take_all(&(Work){stream, stream->tail, 1}, 1);
        data += missing;
        size -= missing;
    }
    size_t rest = size % BLOCK;
    if (rest)
        memcpy(stream->tail, data + size - rest, rest);
    return (Work){stream, data, size / BLOCK};
}

/* What follows the last byte: a bit, zeros, and the length in bits. */
static Work
end(Stream *stream, uint8_t last[2 * BLOCK])
{
    size_t filled = stream->size % BLOCK;
    size_t blocks = filled < BLOCK - 8 ? 1 : 2;
    uint64_t bits = stream->size * 8;

    memset(last, 0, 2 * BLOCK);
    memcpy(last, stream->tail, filled);
    last[filled] = 0x80;
    for (int i = 0; i < 8; i++)
        last[blocks * BLOCK - 1 - i] = (uint8_t)(bits >> 8 * i);
    return (Work){stream, last, blocks};
}

static void
write_digest(const Stream *stream, uint8_t digest[DIGEST])
{
    for (int i = 0; i < DIGEST; i++)
        digest[i] = (uint8_t)(stream->words[PLACES[i / 4]] >> (24 - 8 * (i % 4)));
}

static int
has_instructions(void)
{
    unsigned int a, b, c, d;
    return __builtin_cpu_supports("avx2") && __get_cpuid_count(7, 0, &a, &b, &c, &d)
           && (b & bit_SHA);
}
