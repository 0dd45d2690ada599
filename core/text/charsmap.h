/* SPDX-License-Identifier: Apache-2.0
 * SentencePiece's precompiled character map (Kudo and Richardson 2018): a Darts double array from byte sequences to
 * places in a list of replacements, as the normalizer Precompiled of a tokenizer.json has it. */
#ifndef TT_CHARSMAP_H
#define TT_CHARSMAP_H

#include "text/normalize.h"

typedef struct {
    uint32_t *units; /* [unit_count] */
    uint32_t unit_count;
    char *texts; /* [text_bytes] UTF-8, each ends with a NUL */
    size_t text_bytes;
} tt_charsmap;

/* Reads the map from its `n` bytes: the size of the array in bytes, the array, the replacements. `what` names it in
 * messages. TT_E_FORMAT where that does not fit. */
tt_status tt_charsmap_new(tt_charsmap *out, const char *bytes, size_t n, const char *what, tt_error *err);
void tt_charsmap_free(tt_charsmap *map);

/* Replaces what is in the map in `text->now`. As in Hugging Face's tokenizers a user-perceived character (UAX 29) of
 * less than six bytes is replaced whole by what the shortest beginning of it maps to; of all others each code point is
 * replaced on its own. */
void tt_charsmap_run(tt_changing *text, const tt_charsmap *map);

#endif
