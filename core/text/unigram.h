/* SPDX-License-Identifier: Apache-2.0
 * A unigram language model of pieces (Kudo 2018): a word becomes the pieces whose scores add up to the most. */
#ifndef TT_UNIGRAM_H
#define TT_UNIGRAM_H

#include "text/vocab.h"

typedef struct {
    double *scores;       /* [vocab.size] by id */
    double unknown;       /* the score of a character that no piece has */
    uint32_t *beginnings; /* a bit for the hash of each beginning of a piece: none of a clear one is longer */
    uint32_t beginnings_mask;
    uint32_t longest;   /* bytes of a piece */
    int32_t bytes[256]; /* the piece of each byte, for what no other piece has; bytes[0] -1: there are none */
} tt_unigram;

/* After all pieces are in the vocabulary: what a search needs. `byte_fallback`: what no piece has is written in the
 * pieces <0x00> .. <0xFF>. */
tt_status tt_unigram_index(tt_unigram *unigram, const tt_vocab *vocab, bool byte_fallback, tt_error *err);
void tt_unigram_free(tt_unigram *unigram);

/* Where the best pieces of a word's beginning end. */
typedef struct {
    double score;
    int32_t start, id; /* of the last piece; start -1: none */
    int32_t next;      /* the end of the piece that begins here */
    uint32_t byte;     /* where the code point begins in the word's bytes */
} tt_best;

/* Scratch. */
typedef struct {
    tt_best *best; /* [characters + 1] */
    char *bytes;
    size_t best_cap, bytes_cap;
} tt_searching;

void tt_searching_free(tt_searching *word);

#endif
