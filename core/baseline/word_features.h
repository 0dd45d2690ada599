/* SPDX-License-Identifier: Apache-2.0
 * The features of a word for the tagger: of the word and of the words before and after it.
 *
 * The word itself: a constant; the word in lower case; its first and its last 1 to 4 characters, in lower case; its
 * shape; whether it is a number, begins with a capital alone, or has no small letter. The words before and after it:
 * their lower case and shape, or that there is none. A shape has X for a capital, x for any other letter, d for a digit
 * and punctuation as it is; runs of the same are one: "Xx-d" of "Covid-19". */
#ifndef TT_WORD_FEATURES_H
#define TT_WORD_FEATURES_H

#include "baseline/chains.h"

/* Places relative to the word that is tagged. */
enum { TT_BEFORE, TT_AT, TT_BEHIND, TT_PLACES };
/* At most this many words, so that int32_t can count their features. */
enum { TT_WORDS_MOST = INT32_MAX / 32 };

/* Features of the training rows' spellings, numbered from 0; features that occur in other spellings only are left out.
 * Features are identified by hashes of 64 bits: among a million, two collide with a probability of 3e-8. */
typedef struct {
    int32_t count, room; /* of features */
    int32_t *starts;     /* [spellings * TT_PLACES + 1] into indices, by spelling and place */
    int32_t *indices;
    uint64_t *keys; /* [slot_count] hash table, at most half full */
    int32_t *slots; /* [slot_count] numbers, -1: free */
    size_t slot_count;
} tt_word_features;

/* Spellings with numbers below `known` are those of the training rows. */
void tt_word_features_layout(tt_word_features *features, tt_arena *arena, const tt_lexicon *lexicon, int32_t known);
void tt_word_features_fill(tt_word_features *features, const tt_lexicon *lexicon, int32_t known);

#endif
