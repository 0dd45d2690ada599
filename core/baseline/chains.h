/* SPDX-License-Identifier: Apache-2.0
 * Rows of words as chains: the words of each row that the model reads, in order, and each by the number of its spelling
 * in a lexicon. */
#ifndef TT_CHAINS_H
#define TT_CHAINS_H

#include "base/arena.h"
#include "data/rows.h"

typedef struct {
    const char *bytes; /* UTF-8, the rows' */
    size_t n;
} tt_spelling;

/* Distinct spellings by number. Number 0 is what stands before and behind a row. */
typedef struct {
    int32_t count;
    tt_spelling *spellings; /* [count] */
    int32_t *slots;         /* [slot_count] hash table of numbers, a power of two, at most half full; 0: free */
    size_t slot_count;
} tt_lexicon;

typedef struct {
    int32_t rows, words, longest; /* words of the longest chain */
    int32_t *starts;              /* [rows + 1] into the words */
    int32_t *items;               /* [words] which item of the rows a word is */
    int32_t *numbers;             /* [words] of its spelling */
} tt_chains;

/* Memory for the spellings of so many words. */
void tt_lexicon_layout(tt_lexicon *lexicon, tt_arena *arena, uint64_t words);
void tt_lexicon_begin(tt_lexicon *lexicon);
/* The rows keep the texts of their words, which must outlive the lexicon. */
void tt_chains_layout(tt_chains *chains, tt_arena *arena, const tt_rows *rows);
void tt_chains_fill(tt_chains *chains, tt_lexicon *lexicon, const tt_rows *rows);

/* The number of the spelling `step` words behind word `w` of the chain `row`. */
static inline int32_t tt_chain_number(const tt_chains *chains, int32_t row, int32_t w, int step) {
    const int32_t at = w + step;
    return at < chains->starts[row] || at >= chains->starts[row + 1] ? 0 : chains->numbers[at];
}

#endif
