/* SPDX-License-Identifier: Apache-2.0
 * The parts of a tokenizer, for the files of text/ only. */
#ifndef TT_TOKENIZER_PARTS_H
#define TT_TOKENIZER_PARTS_H

#include "text/added.h"
#include "text/merges.h"
#include "text/normalizers.h"
#include "text/tokenizer.h"
#include "text/unigram.h"
#include "text/vocab.h"

enum { TT_MAX_SPLITTERS = 4, TT_METASPACE = 0x2581, TT_BYTE_SPACE = 0x120 };

/* One step of a "pre_tokenizer". */
typedef enum {
    TT_SPLIT_BERT,       /* BertPreTokenizer: at white space, which goes, and around punctuation */
    TT_SPLIT_SPACE,      /* WhitespaceSplit: at white space, which goes */
    TT_SPLIT_BYTE_LEVEL, /* ByteLevel: GPT-2's pattern, then a sign for each byte */
    TT_SPLIT_METASPACE   /* Metaspace: a sign for each space, which begins a word */
} tt_splitter_kind;

typedef enum { TT_PREPEND_ALWAYS, TT_PREPEND_FIRST, TT_PREPEND_NEVER } tt_prepend;

typedef struct {
    tt_splitter_kind kind;
    bool split;         /* of ByteLevel (use_regex) and Metaspace */
    bool prefix;        /* of ByteLevel: add_prefix_space */
    uint32_t sign;      /* of Metaspace */
    tt_prepend prepend; /* of Metaspace */
} tt_splitter;

typedef struct tt_writer tt_writer;

/* A "model": how a word becomes pieces. */
typedef struct {
    const char *type, *kind;                                              /* in tokenizer.json, in a description */
    void (*put_word)(tt_writer *writer, const tt_symbol *word, size_t n); /* n > 0 */
} tt_pieces;
extern const tt_pieces tt_wordpiece, tt_bpe, tt_unigram_pieces;

struct tt_tokenizer {
    tt_vocab vocab;
    tt_normalizers normalizers;
    tt_splitter splitters[TT_MAX_SPLITTERS];
    int32_t splitter_count;
    const tt_pieces *pieces;
    tt_merges merges;                 /* of BPE */
    bool fuse_unknown, ignore_merges; /* of BPE */
    tt_unigram unigram;
    tt_added before;                   /* added tokens looked for in the text as it is */
    tt_added after;                    /* those looked for in the normalized text */
    int32_t unknown, start, separator; /* [UNK] (or -1), [CLS], [SEP] */
    int32_t mask;                      /* [MASK], -1: there is none */
    tt_frame frame;
    bool one_segment;
    bool trim_offsets, trim_prefix; /* offsets without white space at the ends; the first token keeps one space */
};

/* Scratch of an encoding. */
typedef struct {
    tt_symbols text; /* as it is */
    tt_changing normalized;
    tt_symbols levels[TT_MAX_SPLITTERS]; /* of each splitter */
    tt_symbols word;                     /* a word in bytes */
    tt_merging merging;
    tt_searching searching;
} tt_work;

/* One text on its way into an encoding: its tokens go to `base` and after, up to `limit` of them; all are counted. */
struct tt_writer {
    const tt_tokenizer *tokenizer;
    tt_encoding *out;
    tt_work *work;
    int32_t base, limit, count;
    bool failed; /* an allocation did */
};

/* Writes a token that stands for `n` > 0 symbols. */
void tt_put(tt_writer *writer, int32_t id, const tt_symbol *symbols, size_t n);
/* Splits a text by the splitters from `step` on and gives its words to the model. */
void tt_split(tt_writer *writer, int32_t step, const tt_symbol *text, size_t n);
/* The byte that a sign of GPT-2's byte alphabet stands for, or -1. */
int tt_byte_of(uint32_t code);

/* Fill an empty tokenizer from a folder's files; `config_json` may be NULL. */
tt_status tt_read_vocab_text(tt_tokenizer *to, const char *vocab, size_t n, const char *config_json, tt_error *err);
tt_status tt_read_tokenizer_json(tt_tokenizer *to, const char *json, size_t n, const char *config_json, tt_error *err);

#endif
