/* SPDX-License-Identifier: Apache-2.0
 * What a tagger sees of a word, and of the two words beside it.
 *
 * The word itself: a constant; the word in lower case; its first and its last 1 to 4 characters, in lower case; its
 * shape; whether it is a number, begins with a capital alone, or has no small letter. The words before and behind it:
 * their lower case and shape, or that there is none. The shape writes X for a capital, x for any other letter, d for a
 * digit and punctuation as it is, each run of the same as one: "Xx-d" of "Covid-19". */
#ifndef TT_WORD_FEATURES_H
#define TT_WORD_FEATURES_H

#include "baseline/chains.h"

/* Where a word stands beside the one that is tagged. */
enum { TT_BEFORE, TT_AT, TT_BEHIND, TT_PLACES };
/* The features of so many words can be counted. */
enum { TT_WORDS_MOST = INT32_MAX / 32 };

/* Features are numbered from 0 as the spellings of the training rows have them; those that only other spellings have
 * are left out. They are told apart by hashes of 64 bits: of a million features two are taken for one with a
 * probability of 3e-8. */
typedef struct {
    int32_t count, room; /* of features */
    int32_t *starts;     /* [spellings * TT_PLACES + 1] into indices: of a spelling that stands at a place */
    int32_t *indices;
    uint64_t *keys; /* [slot_count] hash table, at most half full */
    int32_t *slots; /* [slot_count] numbers, -1: free */
    size_t slot_count;
} tt_word_features;

/* `known`: spellings below it are those of the training rows. */
void tt_word_features_layout(tt_word_features *features, tt_arena *arena, const tt_lexicon *lexicon, int32_t known);
void tt_word_features_fill(tt_word_features *features, const tt_lexicon *lexicon, int32_t known);

#endif
