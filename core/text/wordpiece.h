/* SPDX-License-Identifier: Apache-2.0
 * The tokenizer that BERT was trained with, equal id for id and offset for offset to Hugging Face's fast
 * BertTokenizer: clean, space out CJK, strip accents, lower, split at punctuation, then greedy longest match
 * (Wu et al. 2016, Devlin et al. 2019). */
#ifndef TT_WORDPIECE_H
#define TT_WORDPIECE_H

#include "base/frame.h"
#include "base/json.h"

typedef struct tt_tokenizer tt_tokenizer;

/* `frame`: the special tokens around texts. `vocab`: a vocab.txt or a tokenizer.json (told apart by its content; one
 * whose normalizer, pre-tokenizer or model is not BERT's is refused by name). `config_json`: tokenizer_config.json or
 * NULL; do_lower_case, strip_accents, tokenize_chinese_chars and the names of the special tokens are read from it,
 * settings in tokenizer.json take precedence. */
tt_status tt_tokenizer_new(tt_tokenizer **out, const tt_frame *frame, const char *vocab, size_t vocab_bytes,
                           const char *config_json, tt_error *err);
void tt_tokenizer_free(tt_tokenizer *tokenizer);

int32_t tt_tokenizer_size(const tt_tokenizer *tokenizer);
int32_t tt_tokenizer_unknown(const tt_tokenizer *tokenizer); /* the id of [UNK] */
int32_t tt_tokenizer_mask(const tt_tokenizer *tokenizer);    /* the id of [MASK], -1: there is none */
const tt_frame *tt_tokenizer_frame(const tt_tokenizer *tokenizer);
/* The bytes of a piece, not NUL-terminated; `n` gets their number. */
const char *tt_tokenizer_piece(const tt_tokenizer *tokenizer, int32_t id, size_t *n);
/* {"size","lowercase","strip_accents","chinese"} */
void tt_tokenizer_describe(tt_text *out, const tt_tokenizer *tokenizer);

/* One row, ready for the encoder: its texts in the tokenizer's frame. Zero it before the first use, give it
 * back for the next rows (its memory grows and stays), free it at the end. */
typedef struct {
    int32_t count, cap;
    int32_t full;           /* tokens before cutting */
    int32_t unknown;        /* [UNK] pieces among the kept ones */
    int32_t *ids;           /* [count] */
    int32_t *segments;      /* [count] 0 or 1 */
    int32_t *starts, *ends; /* [count] code points of the text the piece came from; 0, 0 for special tokens */
    /* scratch of the implementation */
    void *work;
} tt_encoding;

/* Cuts to `max_length` tokens, the longer text first for pairs (Hugging Face's longest_first, from the right).
 * `pair` NULL: a single text. max_length is at least the number of special tokens. Text that is not UTF-8 is TT_E_DATA
 * with the byte in `at`. */
tt_status tt_tokenizer_encode(tt_encoding *out, const tt_tokenizer *tokenizer, const char *text, size_t n,
                              const char *pair, size_t pair_n, int32_t max_length, tt_error *err);
void tt_encoding_free(tt_encoding *encoding);

/* Hugging Face's longest_first: of texts of `a` and `b` tokens, what is over `budget` comes off the longer one until it
 * is the shorter one's length, then off both. */
void tt_pair_cut(int32_t *a, int32_t *b, int32_t budget);

#endif
