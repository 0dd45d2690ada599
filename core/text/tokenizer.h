/* SPDX-License-Identifier: Apache-2.0
 * Text to tokens: ids, and the code points that each stands for. A tokenizer is what its tokenizer.json lists, part by
 * part, or BERT's with the pieces of a vocab.txt. Ids and offsets equal those of Hugging Face's tokenizers 0.23.3. */
#ifndef TT_TOKENIZER_H
#define TT_TOKENIZER_H

#include "base/frame.h"
#include "base/json.h"

typedef struct tt_tokenizer tt_tokenizer;

/* `vocab`: a vocab.txt or a tokenizer.json (told apart by its content). `frame`: the special tokens around texts where
 * they are in no file, as with a vocab.txt. `config_json`: tokenizer_config.json or NULL. What is not supported in a
 * file is TT_E_CONFIG with its name, what is damaged TT_E_FORMAT, both with a byte in `at` where there is one.
 *
 * Precedence as in transformers 5: where there is a tokenizer_config.json whose tokenizer_class is not a generic one
 * (PreTrainedTokenizerFast, TokenizersBackend), its do_lower_case (default true), strip_accents (as do_lower_case) and
 * tokenize_chinese_chars (true) are those of a WordPiece tokenizer, whatever tokenizer.json has, and its
 * add_prefix_space, where it is there, is that of byte-level BPE. mask_token is read from it alone. */
tt_status tt_tokenizer_new(tt_tokenizer **out, const tt_frame *frame, const char *vocab, size_t vocab_bytes,
                           const char *config_json, tt_error *err);
void tt_tokenizer_free(tt_tokenizer *tokenizer);

/* TT_E_CONFIG where the files name a class of tokenizer that is none of these: one of another way of splitting, or code
 * of its own (auto_map). As in transformers the class in tokenizer_config.json comes first, then that of config.json.
 * Either may be NULL. */
tt_status tt_tokenizer_check_class(const char *config_json, const char *tokenizer_config_json, tt_error *err);

int32_t tt_tokenizer_size(const tt_tokenizer *tokenizer);
int32_t tt_tokenizer_unknown(const tt_tokenizer *tokenizer); /* the id of [UNK] or its like, -1: there is none */
int32_t tt_tokenizer_mask(const tt_tokenizer *tokenizer);    /* the id of [MASK] or its like, -1: there is none */
const tt_frame *tt_tokenizer_frame(const tt_tokenizer *tokenizer);
/* The second text of a pair has the segment of the first. */
bool tt_tokenizer_one_segment(const tt_tokenizer *tokenizer);
/* The bytes of a piece as in the vocabulary, not NUL-terminated; `n` gets their number. */
const char *tt_tokenizer_piece(const tt_tokenizer *tokenizer, int32_t id, size_t *n);
/* Appends what a piece stands for: the bytes of byte-level BPE as UTF-8 (U+FFFD for parts of a character), a space for
 * the sign of one, nothing for the sign that a word goes on. */
void tt_tokenizer_decode(tt_text *out, const tt_tokenizer *tokenizer, int32_t id);
/* {"size", "kind": "wordpiece" | "byte_bpe" | "bpe" | "unigram", "lowercase", "strip_accents", "chinese",
 * "special": {"start", "separator", "unknown", "mask"}}: names of the special tokens, null where there is none. */
void tt_tokenizer_describe(tt_text *out, const tt_tokenizer *tokenizer);

/* One row, ready for the encoder: its texts in the tokenizer's frame. Zero it before the first use, give it
 * back for the next rows (its memory grows and stays), free it at the end. */
typedef struct {
    int32_t count, cap;
    int32_t full;           /* tokens before cutting */
    int32_t unknown;        /* [UNK] pieces among the kept ones */
    int32_t *ids;           /* [count] */
    int32_t *segments;      /* [count] the text of a pair that the token is of, 0 or 1 */
    int32_t *starts, *ends; /* [count] code points of the text the piece came from; 0, 0 for special tokens */
    int32_t *begins;        /* [count] `starts` without the white space at the front; `ends` where that is all */
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
