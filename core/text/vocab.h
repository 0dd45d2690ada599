/* SPDX-License-Identifier: Apache-2.0
 * The pieces of a vocabulary: by id, and by their bytes through an open-addressing hash table. */
#ifndef TT_VOCAB_H
#define TT_VOCAB_H

#include "base/base.h"

/* The prefix of pieces that continue a word. */
#define TT_CONTINUES "##"

/* A WordPiece word of more characters is [UNK]. No word is searched whole, and no text for a piece, beyond so many
 * bytes. */
enum { TT_WORD_CHARS = 100, TT_MAX_PIECE = 1024 };

typedef struct {
    size_t start;
    uint32_t length;
    bool used, matched;
} tt_piece;

typedef struct {
    uint32_t hash;
    int32_t id; /* -1: free */
} tt_slot;

typedef struct {
    char *bytes; /* all pieces, one after the other */
    size_t bytes_used, bytes_cap;
    tt_piece *pieces; /* [size], by id */
    int32_t size, pieces_cap;
    tt_slot *slots; /* [slot_count], a power of two, at most half full */
    uint32_t slot_count, slots_used;
    uint32_t longest; /* bytes */
} tt_vocab;

/* FNV-1a, a byte at a time, so that the hashes of all beginnings of a word cost one pass. */
#define TT_HASH_START UINT32_C(2166136261)
static inline uint32_t tt_hash_byte(uint32_t hash, char byte) {
    return (hash ^ (unsigned char)byte) * UINT32_C(16777619);
}

static inline uint32_t tt_hash_bytes(uint32_t hash, const char *bytes, size_t n) {
    for (size_t i = 0; i < n; i++) hash = tt_hash_byte(hash, bytes[i]);
    return hash;
}

/* Adds a piece; one with the same bytes gets the later id, as in a dictionary. `matched` false: it has a name and an
 * id, but words are not split into it. TT_E_FORMAT: the id is out of bounds or taken, TT_E_MEMORY. */
tt_status tt_vocab_put(tt_vocab *vocab, int64_t id, const char *bytes, size_t n, bool matched, tt_error *err);
/* Adds the lines of a vocab.txt: the number of a line is the id. */
tt_status tt_vocab_lines(tt_vocab *vocab, const char *text, size_t n, tt_error *err);
void tt_vocab_free(tt_vocab *vocab);

/* The id of a piece of `n` bytes with their hash, or -1. `continues`: of TT_CONTINUES and these bytes, and the hash is
 * of both. */
int32_t tt_vocab_find(const tt_vocab *vocab, uint32_t hash, bool continues, const char *bytes, size_t n);
/* The id of a name, matched or not, or -1. */
int32_t tt_vocab_id(const tt_vocab *vocab, const char *name, size_t n);

#endif
