/* SPDX-License-Identifier: Apache-2.0 */
#include "baseline/chains.h"

#include <string.h>

#include "base/hash.h"

void tt_lexicon_layout(tt_lexicon *lexicon, tt_arena *arena, uint64_t words) {
    lexicon->slot_count = 2;
    while (lexicon->slot_count < 2 * (words + 1)) lexicon->slot_count *= 2;
    lexicon->spellings = TT_TAKE(arena, "baseline", tt_spelling, words + 1, 1);
    lexicon->slots = TT_TAKE(arena, "baseline", int32_t, lexicon->slot_count, 1);
}

void tt_lexicon_begin(tt_lexicon *lexicon) {
    memset(lexicon->slots, 0, lexicon->slot_count * sizeof *lexicon->slots);
    lexicon->spellings[0] = (tt_spelling){0};
    lexicon->count = 1;
}

static int32_t number_of(tt_lexicon *lexicon, tt_spelling spelling) {
    uint64_t hash = spelling.n;
    for (size_t i = 0; i < spelling.n; i++) hash = tt_hash_word(hash, (unsigned char)spelling.bytes[i]);
    size_t slot = (size_t)hash & (lexicon->slot_count - 1);
    for (; lexicon->slots[slot]; slot = (slot + 1) & (lexicon->slot_count - 1)) {
        const tt_spelling *known = &lexicon->spellings[lexicon->slots[slot]];
        if (known->n == spelling.n && memcmp(known->bytes, spelling.bytes, spelling.n) == 0)
            return lexicon->slots[slot];
    }
    lexicon->spellings[lexicon->count] = spelling;
    return lexicon->slots[slot] = lexicon->count++;
}

void tt_chains_layout(tt_chains *chains, tt_arena *arena, const tt_rows *rows) {
    chains->rows = rows->rows;
    chains->starts = TT_TAKE(arena, "baseline", int32_t, rows->rows + 1, 1);
    chains->items = TT_TAKE(arena, "baseline", int32_t, rows->items, 1);
    chains->numbers = TT_TAKE(arena, "baseline", int32_t, rows->items, 1);
}

void tt_chains_fill(tt_chains *chains, tt_lexicon *lexicon, const tt_rows *rows) {
    chains->words = chains->longest = 0;
    for (int32_t row = 0; row < rows->rows; row++) {
        chains->starts[row] = chains->words;
        for (int32_t item = rows->item_starts[row]; item < rows->item_starts[row + 1]; item++) {
            const size_t from = item ? rows->word_ends[item - 1] : 0;
            if (rows->item_reads[item] == 0) continue;
            chains->items[chains->words] = item;
            chains->numbers[chains->words++] =
                number_of(lexicon, (tt_spelling){.bytes = rows->word_text + from, .n = rows->word_ends[item] - from});
        }
        const int32_t length = chains->words - chains->starts[row];
        chains->longest = tt_max(chains->longest, length);
    }
    chains->starts[rows->rows] = chains->words;
}
