/* SPDX-License-Identifier: Apache-2.0
 * The parts of a tokenizer, for the files of text/ only. */
#ifndef TT_TOKENIZER_H
#define TT_TOKENIZER_H

#include "base/frame.h"
#include "text/added.h"
#include "text/normalize.h"
#include "text/vocab.h"
#include "text/wordpiece.h"

enum { TT_WORD_CHARS = 100 }; /* a longer word is [UNK] */

struct tt_tokenizer {
    tt_vocab vocab;
    tt_normalization normalization;
    tt_added before;                   /* added tokens looked for in the text as it is */
    tt_added after;                    /* those looked for in the normalized text */
    int32_t unknown, start, separator; /* [UNK], [CLS], [SEP] */
    int32_t mask;                      /* [MASK], -1: there is none */
    tt_frame frame;
};

/* Fill an empty tokenizer from a folder's files; tokenizer.json is complete but for the name of [MASK], which
 * tokenizer_config.json has. `config_json` may be NULL. */
tt_status tt_read_vocab_text(tt_tokenizer *to, const char *vocab, size_t n, const char *config_json, tt_error *err);
tt_status tt_read_tokenizer_json(tt_tokenizer *to, const char *json, size_t n, const char *config_json, tt_error *err);

#endif
