/* SPDX-License-Identifier: Apache-2.0 */
#include "text/tokenizer.h"

#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"
#include "text/tokenizer_parts.h"

void tt_tokenizer_free(tt_tokenizer *tokenizer) {
    if (!tokenizer) return;
    tt_vocab_free(&tokenizer->vocab);
    tt_merges_free(&tokenizer->merges);
    tt_unigram_free(&tokenizer->unigram);
    tt_normalizers_free(&tokenizer->normalizers);
    tt_added_free(&tokenizer->before);
    tt_added_free(&tokenizer->after);
    free(tokenizer);
}

/* A tokenizer.json begins with a brace and a quote; the first line of a vocab.txt is a piece. */
static bool is_json(const char *text, size_t n) {
    size_t i = n >= 3 && memcmp(text, "\xef\xbb\xbf", 3) == 0 ? 3 : 0;
    while (i < n && tt_char_flags((unsigned char)text[i]) & TT_CHAR_SPACE) i++;
    if (i == n || text[i++] != '{') return false;
    while (i < n && tt_char_flags((unsigned char)text[i]) & TT_CHAR_SPACE) i++;
    return i < n && (text[i] == '"' || text[i] == '}');
}

tt_status tt_tokenizer_new(tt_tokenizer **out, const tt_frame *frame, const char *vocab, size_t vocab_bytes,
                           const char *config_json, tt_error *err) {
    tt_tokenizer *tokenizer = calloc(1, sizeof *tokenizer);
    *out = NULL;
    if (tokenizer) tokenizer->normalizers.mappings = tt_mappings_new();
    if (!tokenizer || !tokenizer->normalizers.mappings) {
        tt_tokenizer_free(tokenizer);
        return tt_fail(err, TT_E_MEMORY, -1, "there is not enough memory for the tokenizer");
    }
    tokenizer->frame = *frame;
    tokenizer->unknown = tokenizer->mask = -1;
    tt_status status = is_json(vocab, vocab_bytes)
                           ? tt_read_tokenizer_json(tokenizer, vocab, vocab_bytes, config_json, err)
                           : tt_read_vocab_text(tokenizer, vocab, vocab_bytes, config_json, err);
    if (status == TT_OK) {
        *out = tokenizer;
    } else {
        tt_tokenizer_free(tokenizer);
    }
    return status;
}

int32_t tt_tokenizer_size(const tt_tokenizer *tokenizer) { return tokenizer->vocab.size; }
int32_t tt_tokenizer_unknown(const tt_tokenizer *tokenizer) { return tokenizer->unknown; }
int32_t tt_tokenizer_mask(const tt_tokenizer *tokenizer) { return tokenizer->mask; }
const tt_frame *tt_tokenizer_frame(const tt_tokenizer *tokenizer) { return &tokenizer->frame; }
bool tt_tokenizer_one_segment(const tt_tokenizer *tokenizer) { return tokenizer->one_segment; }

const char *tt_tokenizer_piece(const tt_tokenizer *tokenizer, int32_t id, size_t *n) {
    *n = 0;
    if (id < 0 || id >= tokenizer->vocab.size) return "";
    *n = tokenizer->vocab.pieces[id].length;
    return tokenizer->vocab.bytes + tokenizer->vocab.pieces[id].start;
}

static const tt_splitter *splitter_of(const tt_tokenizer *tokenizer, tt_splitter_kind kind) {
    for (int32_t i = 0; i < tokenizer->splitter_count; i++) {
        if (tokenizer->splitters[i].kind == kind) return &tokenizer->splitters[i];
    }
    return NULL;
}

/* Well-formed characters as they are, every other byte as U+FFFD. */
static void put_lossy(tt_text *out, const char *bytes, size_t n) {
    for (size_t i = 0, length; i < n; i += length) {
        length = tt_utf8_length(bytes + i, n - i);
        if (length > 0) {
            tt_text_bytes(out, bytes + i, length);
        } else {
            tt_text_bytes(out, "\xef\xbf\xbd", 3);
            length = 1;
        }
    }
}

/* False where a character is none of the byte alphabet: the piece is an added token. */
static bool put_bytes(tt_text *out, const char *piece, size_t n) {
    char bytes[TT_MAX_PIECE];
    size_t count = 0;
    for (size_t i = 0, length; i < n; i += length) {
        length = tt_utf8_length(piece + i, n - i);
        const int byte = tt_byte_of(tt_utf8_code(piece + i, length));
        if (byte < 0 || count == sizeof bytes) return false;
        bytes[count++] = (char)byte;
    }
    put_lossy(out, bytes, count);
    return true;
}

void tt_tokenizer_decode(tt_text *out, const tt_tokenizer *tokenizer, int32_t id) {
    const tt_splitter *metaspace = splitter_of(tokenizer, TT_SPLIT_METASPACE);
    const size_t continues = sizeof TT_CONTINUES - 1;
    size_t n;
    const char *piece = tt_tokenizer_piece(tokenizer, id, &n);
    if (splitter_of(tokenizer, TT_SPLIT_BYTE_LEVEL) && put_bytes(out, piece, n)) return;
    if (tokenizer->pieces == &tt_wordpiece && n > continues && memcmp(piece, TT_CONTINUES, continues) == 0) {
        piece += continues;
        n -= continues;
    }
    for (size_t i = 0, length; i < n; i += length) {
        length = tt_utf8_length(piece + i, n - i);
        if (metaspace && tt_utf8_code(piece + i, length) == metaspace->sign) {
            tt_text_bytes(out, " ", 1);
        } else {
            tt_text_bytes(out, piece + i, length);
        }
    }
}

static void put_special(tt_text *out, const tt_tokenizer *tokenizer, const char *key, int32_t id) {
    size_t n;
    const char *piece = tt_tokenizer_piece(tokenizer, id, &n);
    tt_text_put(out, "\"%s\":", key);
    if (id < 0) {
        tt_text_put(out, "null");
    } else {
        tt_text_string(out, piece, n);
    }
}

void tt_tokenizer_describe(tt_text *out, const tt_tokenizer *tokenizer) {
    static const char *const words[] = {"false", "true"};
    const tt_normalizers *normalizers = &tokenizer->normalizers;
    const bool bytes = splitter_of(tokenizer, TT_SPLIT_BYTE_LEVEL) != NULL;
    bool lower = false, strip = false, chinese = false;
    for (int32_t i = 0; i < normalizers->count; i++) {
        const tt_normalizer *step = &normalizers->steps[i];
        const bool bert = step->kind == TT_NORMALIZE_BERT;
        lower = lower || step->kind == TT_NORMALIZE_LOWER || (bert && step->bert.lowercase);
        strip = strip || step->kind == TT_NORMALIZE_ACCENTS || (bert && step->bert.strip_accents);
        chinese = chinese || (bert && step->bert.ideographs);
    }
    tt_text_put(out, "{\"size\":%d,\"kind\":\"%s\",\"lowercase\":%s,\"strip_accents\":%s,\"chinese\":%s,\"special\":{",
                (int)tokenizer->vocab.size, bytes ? "byte_bpe" : tokenizer->pieces->kind, words[lower], words[strip],
                words[chinese]);
    put_special(out, tokenizer, "start", tokenizer->start);
    tt_text_put(out, ",");
    put_special(out, tokenizer, "separator", tokenizer->separator);
    tt_text_put(out, ",");
    put_special(out, tokenizer, "unknown", tokenizer->unknown);
    tt_text_put(out, ",");
    put_special(out, tokenizer, "mask", tokenizer->mask);
    tt_text_put(out, "}}");
}
