/* SPDX-License-Identifier: Apache-2.0
 * WordPiece as a model of a tokenizer: a word becomes the longest pieces from the front (Wu et al. 2016). */
#include "base/utf8.h"
#include "text/tokenizer_parts.h"

/* Greedy: the longest piece from the front, then the longest that goes on. False when there is none. */
static bool put_pieces(tt_writer *writer, const tt_symbol *word, int32_t n) {
    const tt_vocab *vocab = &writer->tokenizer->vocab;
    char bytes[4 * TT_WORD_CHARS];
    uint32_t ends[TT_WORD_CHARS + 1] = {0}, hashes[TT_WORD_CHARS + 1];
    for (int32_t i = 0; i < n; i++) ends[i + 1] = ends[i] + (uint32_t)tt_utf8_put(bytes + ends[i], word[i].code);
    for (int32_t start = 0, end; start < n; start = end) {
        uint32_t hash = TT_HASH_START;
        int32_t id = -1;
        for (const char *c = TT_CONTINUES; start > 0 && *c; c++) hash = tt_hash_byte(hash, *c);
        for (end = start; end < n && ends[end + 1] - ends[start] <= vocab->longest; end++) {
            for (uint32_t i = ends[end]; i < ends[end + 1]; i++) hash = tt_hash_byte(hash, bytes[i]);
            hashes[end + 1] = hash;
        }
        for (; end > start; end--) {
            id = tt_vocab_find(vocab, hashes[end], start > 0, bytes + ends[start], ends[end] - ends[start]);
            if (id >= 0) break;
        }
        if (id < 0) return false;
        tt_put(writer, id, word + start, (size_t)(end - start));
    }
    return true;
}

static void put_word(tt_writer *writer, const tt_symbol *word, size_t n) {
    int32_t before = writer->count;
    if (n <= TT_WORD_CHARS && put_pieces(writer, word, (int32_t)n)) return;
    writer->count = before;
    tt_put(writer, writer->tokenizer->unknown, word, n);
}

const tt_pieces tt_wordpiece = {"WordPiece", "wordpiece", put_word};
