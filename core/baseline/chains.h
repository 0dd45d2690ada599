/* SPDX-License-Identifier: Apache-2.0
 * Rows of words as chains: the words of each row that the model reads, in order. A word is the number of its spelling
 * in a lexicon. */
#ifndef TT_CHAINS_H
#define TT_CHAINS_H

#include "base/arena.h"
#include "data/rows.h"

typedef struct {
    const char *bytes; /* UTF-8, the rows' */
    size_t n;
} tt_spelling;

/* Distinct spellings by number. Number 0 stands for the places before and after a row. */
typedef struct {
    int32_t count;
    tt_spelling *spellings; /* [count] */
    int32_t *slots;         /* [slot_count] hash table of numbers, a power of two, at most half full; 0: free */
    size_t slot_count;
} tt_lexicon;

typedef struct {
    int32_t rows, words, longest; /* words of the longest chain */
    int32_t *starts;              /* [rows + 1] into the words */
    int32_t *items;               /* [words] the item of each word */
    int32_t *numbers;             /* [words] the spelling of each word */
} tt_chains;

/* Takes memory for the spellings of `words` words. */
void tt_lexicon_layout(tt_lexicon *lexicon, tt_arena *arena, uint64_t words);
void tt_lexicon_begin(tt_lexicon *lexicon);
/* `rows` must have word_text, and must outlive the lexicon, whose spellings point into it. */
void tt_chains_layout(tt_chains *chains, tt_arena *arena, const tt_rows *rows);
void tt_chains_fill(tt_chains *chains, tt_lexicon *lexicon, const tt_rows *rows);

/* The number of the spelling `step` words after word `w` of the chain `row`; 0 outside the chain. */
static inline int32_t tt_chain_number(const tt_chains *chains, int32_t row, int32_t w, int step) {
    const int32_t at = w + step;
    return at < chains->starts[row] || at >= chains->starts[row + 1] ? 0 : chains->numbers[at];
}

#endif
