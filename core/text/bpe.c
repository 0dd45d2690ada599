/* SPDX-License-Identifier: Apache-2.0
 * Byte-pair encoding as a model of a tokenizer: a word's characters become pieces, and neighbours are merged by rank. */
#include "base/utf8.h"
#include "text/tokenizer_parts.h"

static int32_t piece_of(const tt_vocab *vocab, uint32_t code) {
    char bytes[4];
    const size_t n = tt_utf8_put(bytes, code);
    return tt_vocab_find(vocab, tt_hash_bytes(TT_HASH_START, bytes, n), false, bytes, n);
}

/* The piece that is the whole word, or -1. */
static int32_t whole_word(const tt_writer *writer, const tt_symbol *word, size_t n) {
    const tt_vocab *vocab = &writer->tokenizer->vocab;
    char bytes[TT_MAX_PIECE + 4];
    size_t length = 0;
    for (size_t i = 0; i < n; i++) {
        length += tt_utf8_put(bytes + length, word[i].code);
        if (length > vocab->longest || length > TT_MAX_PIECE) return -1;
    }
    return tt_vocab_find(vocab, tt_hash_bytes(TT_HASH_START, bytes, length), false, bytes, length);
}

/* The word's characters as pieces. One that the vocabulary lacks is unknown, or nothing where no piece is for those;
 * neighbours are one unknown piece with `fuse_unknown`. */
static bool put_characters(tt_writer *writer, const tt_symbol *word, size_t n) {
    const tt_tokenizer *tokenizer = writer->tokenizer;
    tt_merging *merging = &writer->work->merging;
    bool unknown = false; /* the piece before is */
    merging->n = 0;
    for (size_t i = 0; i < n; i++) {
        const int32_t id = piece_of(&tokenizer->vocab, word[i].code);
        if (id < 0 && tokenizer->unknown < 0) continue;
        if (id < 0 && unknown && tokenizer->fuse_unknown) {
            merging->pieces[merging->n - 1].n++;
        } else if (!tt_merging_put(merging, id < 0 ? tokenizer->unknown : id, (int32_t)i, 1)) {
            return false;
        }
        unknown = id < 0;
    }
    return true;
}

static void put_word(tt_writer *writer, const tt_symbol *word, size_t n) {
    const tt_tokenizer *tokenizer = writer->tokenizer;
    tt_merging *merging = &writer->work->merging;
    const int32_t whole = tokenizer->ignore_merges ? whole_word(writer, word, n) : -1;
    if (whole >= 0) {
        tt_put(writer, whole, word, n);
        return;
    }
    if (!put_characters(writer, word, n) || !tt_merging_run(merging, &tokenizer->merges)) {
        writer->failed = true;
        return;
    }
    for (size_t i = 0; i < merging->n; i++) {
        const tt_merged *piece = &merging->pieces[i];
        if (piece->n > 0) tt_put(writer, piece->id, word + piece->start, (size_t)piece->n);
    }
}

const tt_pieces tt_bpe = {"BPE", "bpe", put_word};
