/* SPDX-License-Identifier: Apache-2.0 */
#include "text/unigram.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"
#include "text/tokenizer_parts.h"

/* What an unknown character scores below the worst piece. */
static const double UNKNOWN_PENALTY = 10;

void tt_unigram_free(tt_unigram *unigram) {
    free(unigram->scores);
    free(unigram->beginnings);
    memset(unigram, 0, sizeof *unigram);
}

void tt_searching_free(tt_searching *word) {
    free(word->best);
    free(word->bytes);
    memset(word, 0, sizeof *word);
}

static uint32_t bit_of(const tt_unigram *unigram, uint32_t hash) {
    return (hash ^ hash >> 15) & unigram->beginnings_mask;
}

static bool begins_piece(const tt_unigram *unigram, uint32_t hash) {
    const uint32_t bit = bit_of(unigram, hash);
    return unigram->beginnings[bit / 32] >> bit % 32 & 1;
}

static void index_piece(tt_unigram *unigram, const char *bytes, uint32_t n) {
    uint32_t hash = TT_HASH_START;
    for (uint32_t i = 0; i < n; i++) {
        hash = tt_hash_byte(hash, bytes[i]);
        if (i + 1 < n && (bytes[i + 1] & 0xc0) == 0x80) continue; /* inside a character */
        const uint32_t bit = bit_of(unigram, hash);
        unigram->beginnings[bit / 32] |= 1u << bit % 32;
    }
}

static void index_bytes(tt_unigram *unigram, const tt_vocab *vocab) {
    for (int byte = 0; byte < 256; byte++) {
        char name[8];
        const int n = snprintf(name, sizeof name, "<0x%02X>", (unsigned)byte);
        unigram->bytes[byte] = tt_vocab_id(vocab, name, (size_t)n);
    }
}

tt_status tt_unigram_index(tt_unigram *unigram, const tt_vocab *vocab, bool byte_fallback, tt_error *err) {
    uint32_t bits = 1024;
    double least = 0;
    while (bits < (uint32_t)vocab->size * 32 && bits < UINT32_C(1) << 28) bits *= 2;
    unigram->beginnings = calloc(bits / 32, sizeof *unigram->beginnings);
    if (!unigram->beginnings) {
        return tt_fail(err, TT_E_MEMORY, -1, "there is not enough memory for the vocabulary");
    }
    unigram->beginnings_mask = bits - 1;
    for (int32_t id = 0; id < vocab->size; id++) {
        const tt_piece *piece = &vocab->pieces[id];
        index_piece(unigram, vocab->bytes + piece->start, piece->length);
        if (piece->length > unigram->longest) unigram->longest = piece->length;
        if (id == 0 || unigram->scores[id] < least) least = unigram->scores[id];
    }
    unigram->unknown = least - UNKNOWN_PENALTY;
    for (int byte = 0; byte < 256; byte++) unigram->bytes[byte] = -1;
    if (byte_fallback) index_bytes(unigram, vocab);
    return TT_OK;
}

/* The word in bytes, and where each character of it begins. */
static bool spell(tt_searching *word, const tt_symbol *symbols, size_t n) {
    size_t length = 0;
    if (n + 1 > word->best_cap) {
        tt_best *best = tt_grow(word->best, 2 * ((uint64_t)n + 1), sizeof *best);
        if (best) word->best = best;
        if (best) word->best_cap = 2 * (n + 1);
    }
    if (4 * n > word->bytes_cap) {
        char *bytes = tt_grow(word->bytes, 8 * (uint64_t)n, 1);
        if (bytes) word->bytes = bytes;
        if (bytes) word->bytes_cap = 8 * n;
    }
    if (n + 1 > word->best_cap || 4 * n > word->bytes_cap) return false;
    for (size_t i = 0; i <= n; i++) {
        word->best[i] = (tt_best){.start = i == 0 ? 0 : -1, .byte = (uint32_t)length};
        if (i < n) length += tt_utf8_put(word->bytes + length, symbols[i].code);
    }
    return true;
}

static void improve(tt_best *best, double score, int32_t start, int32_t id) {
    if (best->start >= 0 && !(score > best->score)) return;
    best->score = score;
    best->start = start;
    best->id = id;
}

/* All pieces that begin at character `start` of the word [n], or the unknown one where none is its first character. */
static void extend(tt_searching *word, const tt_tokenizer *tokenizer, int32_t start, int32_t n) {
    const tt_unigram *unigram = &tokenizer->unigram;
    const char *bytes = word->bytes + word->best[start].byte;
    const double score = word->best[start].score;
    uint32_t hash = TT_HASH_START, length = 0;
    bool single = false;
    for (int32_t end = start + 1; end <= n; end++) {
        const uint32_t next = word->best[end].byte - word->best[start].byte;
        if (next > unigram->longest) break;
        hash = tt_hash_bytes(hash, bytes + length, next - length);
        length = next;
        if (!begins_piece(unigram, hash)) break;
        const int32_t id = tt_vocab_find(&tokenizer->vocab, hash, false, bytes, length);
        if (id < 0) continue;
        improve(&word->best[end], score + unigram->scores[id], start, id);
        single = single || end == start + 1;
    }
    if (!single) improve(&word->best[start + 1], score + unigram->unknown, start, tokenizer->unknown);
}

/* Characters `start` .. `end` - 1, which no piece has: they may be a piece together; else they are bytes or unknown. */
static void put_unknown(tt_writer *writer, const tt_searching *word, const tt_symbol *symbols, int32_t start,
                        int32_t end) {
    const tt_tokenizer *tokenizer = writer->tokenizer;
    const char *bytes = word->bytes + word->best[start].byte;
    const size_t length = word->best[end].byte - word->best[start].byte, n = (size_t)(end - start);
    int32_t id = tt_vocab_find(&tokenizer->vocab, tt_hash_bytes(TT_HASH_START, bytes, length), false, bytes, length);
    bool in_bytes = id < 0;
    for (size_t i = 0; i < length && in_bytes; i++) in_bytes = tokenizer->unigram.bytes[(unsigned char)bytes[i]] >= 0;
    if (id < 0) id = tokenizer->unknown;
    for (size_t i = 0; i < (in_bytes ? length : 1); i++) {
        tt_put(writer, in_bytes ? tokenizer->unigram.bytes[(unsigned char)bytes[i]] : id, symbols + start, n);
    }
}

static void put_word(tt_writer *writer, const tt_symbol *symbols, size_t n) {
    const tt_tokenizer *tokenizer = writer->tokenizer;
    tt_searching *word = &writer->work->searching;
    if (!spell(word, symbols, n)) {
        writer->failed = true;
        return;
    }
    for (int32_t start = 0; start < (int32_t)n; start++) extend(word, tokenizer, start, (int32_t)n);
    for (int32_t end = (int32_t)n; end > 0; end = word->best[end].start) word->best[word->best[end].start].next = end;
    for (int32_t start = 0, end; start < (int32_t)n; start = end) {
        end = word->best[start].next;
        if (word->best[end].id != tokenizer->unknown) {
            tt_put(writer, word->best[end].id, symbols + start, (size_t)(end - start));
            continue;
        }
        while (end < (int32_t)n && word->best[word->best[end].next].id == tokenizer->unknown)
            end = word->best[end].next;
        put_unknown(writer, word, symbols, start, end);
    }
}

const tt_pieces tt_unigram_pieces = {"Unigram", "unigram", put_word};
