/* SPDX-License-Identifier: Apache-2.0
 * Labelled rows as input of the encoder: token ids end to end, and the tokens that the head reads. A tt_data of the API
 * holds one of these. */
#ifndef TT_ROWS_H
#define TT_ROWS_H

#include "data/windows.h"
#include "text/tokenizer.h"

/* A (position, item) pair: the head is applied at `position` and scored against the item's label. An item has a label
 * and gets a prediction: a row, or for token classification a word. */
typedef struct {
    int32_t position; /* in its sequence */
    int32_t item;
} tt_read;

/* What a head can read of each row as long as the encoder is as its files have it: the first pass over a row leaves it
 * here, and later ones do not run the encoder. */
typedef struct {
    int32_t version; /* tt_params.version of the weights that it is of; -1: nothing is there yet */
    size_t bytes;
    bool *has;   /* [sequences] it is there */
    real *of[2]; /* [reads,E] hidden states of the reads, and of whole texts the means of all tokens */
} tt_kept;

typedef struct {
    int32_t rows, sequences, items, read_count;
    tt_frame frame;       /* of special tokens, in every sequence */
    bool one_segment;     /* the second text of a pair is of the first's segment */
    bool apart;           /* the texts of a pair are read one by one: a sequence is both, each framed for itself, and
                           * special tokens of both frames lie between them */
    int32_t *row_starts;  /* [rows + 1] into the sequences: a long row may be read through several */
    int32_t *item_starts; /* [rows + 1] into the items */
    size_t *starts;       /* [sequences + 1] into ids */
    int32_t *ids;         /* [starts[sequences]] */
    int32_t *offsets;     /* [tokens,2] code points of its text that a token is from, white space at the front left out;
                           * 0, 0 for special ones; NULL: not kept */
    int32_t *second;      /* [sequences] tokens before the second text of a pair; all of them if there is none */
    int32_t *read_starts; /* [sequences + 1] into reads */
    tt_read *reads;       /* [read_count] */
    int32_t *item_reads;  /* [items] number of reads; the prediction is their mean; 0: it is not read */
    double *labels;       /* [items, width], or NULL */
    int32_t width;        /* labels of an item: 1, or one per output */
    bool words;           /* items are words */
    char *word_text;      /* labelled words as in the texts, end to end; NULL: they are not kept */
    uint32_t *word_ends;  /* [items] bytes of word_text up to the end of each */
    tt_kept *kept;        /* NULL: nothing is kept */
    int32_t *mlm_inputs;  /* [read_count] the token that the model sees at a gap (data/mlm_masking.h); NULL: no gaps */
    int32_t max_length;   /* tokens that sequences, or texts that are apart, were cut to */
    int32_t longest;      /* tokens of the longest sequence, after cutting */
    int32_t cut, unknown; /* rows that were cut; [UNK] pieces */
    int32_t distinct;     /* tokens that occur */
    int32_t *row_of;      /* [vocab] 0 .. distinct - 1 in order of token, or -1 */
    int32_t vocab;
    int32_t positions;      /* the model's longest sequence, in tokens */
    int32_t *length_counts; /* [positions + 2] rows by tokens before cutting; the last: longer than that */
} tt_rows;

/* The arguments of tt_data_new. */
typedef struct {
    const char *texts;
    const uint32_t *ends;
    const double *labels;
    int32_t rows, parts, width, max_length;
    tt_truncation truncation;
    int32_t stride;
    bool offsets;                      /* kept */
    const uint32_t *word_ends, *spans; /* NULL: no words */
} tt_rows_source;

/* Tokenizes `rows` >= 1 rows of `parts` texts for a model of `vocab` tokens and `positions`. Errors name the row.
 * `apart`, of pairs, gets them as texts that are apart, each with max_length for itself; NULL: they are not wanted. */
tt_status tt_rows_new(tt_rows *out, tt_rows *apart, const tt_tokenizer *tokenizer, const tt_rows_source *source,
                      int32_t vocab, int32_t positions, tt_error *err);
void tt_rows_free(tt_rows *rows);
/* Takes the memory of `kept`, unless it is more than TT_KEPT_MOST bytes. */
enum { TT_KEPT_MOST = 32 << 20 };
tt_status tt_rows_keep(tt_rows *rows, int32_t hidden_size, tt_error *err);
/* What is kept of other weights than those of `version` is forgotten. */
void tt_kept_for(const tt_rows *rows, int32_t version);
/* What is kept of the texts of `from` is kept of those of `to` too; `places` [from->rows] are the rows with the same
 * texts. A row that is cut otherwise is left out. */
void tt_rows_lend(tt_rows *to, const tt_rows *from, const int32_t *places, int32_t hidden_size);

static inline int32_t tt_sequence_length(const tt_rows *rows, int32_t sequence) {
    return (int32_t)(rows->starts[sequence + 1] - rows->starts[sequence]);
}
/* Where the second text's own frame begins in a sequence of texts that are apart. */
static inline int32_t tt_second_begin(const tt_rows *rows, int32_t sequence) {
    return rows->second[sequence] - rows->frame.before;
}
static inline int32_t tt_row_sequences(const tt_rows *rows, int32_t row) {
    return rows->row_starts[row + 1] - rows->row_starts[row];
}
static inline int32_t tt_sequence_reads(const tt_rows *rows, int32_t sequence) {
    return rows->read_starts[sequence + 1] - rows->read_starts[sequence];
}
/* Segments and positions of a sequence's tokens. */
void tt_sequence_fill(int32_t *segments, int32_t *positions, const tt_rows *rows, int32_t sequence);
/* Bytes that the rows take, with `kept`. */
size_t tt_rows_bytes(const tt_rows *rows);

#endif
