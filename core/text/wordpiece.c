/* SPDX-License-Identifier: Apache-2.0 */
#include "text/wordpiece.h"

#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"
#include "text/tokenizer.h"
#include "text/unicode.h"

enum { MAX_TEXT = INT32_MAX / 4 }; /* bytes; the tokens of two texts can then be counted */

void tt_tokenizer_free(tt_tokenizer *tokenizer) {
    if (!tokenizer) return;
    tt_vocab_free(&tokenizer->vocab);
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
    if (!tokenizer) return tt_fail(err, TT_E_MEMORY, -1, "there is not enough memory for the tokenizer");
    tokenizer->frame = *frame;
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

const char *tt_tokenizer_piece(const tt_tokenizer *tokenizer, int32_t id, size_t *n) {
    *n = 0;
    if (id < 0 || id >= tokenizer->vocab.size) return "";
    *n = tokenizer->vocab.pieces[id].length;
    return tokenizer->vocab.bytes + tokenizer->vocab.pieces[id].start;
}

void tt_tokenizer_describe(tt_text *out, const tt_tokenizer *tokenizer) {
    const tt_normalization *how = &tokenizer->normalization;
    tt_text_put(out, "{\"size\":%d,\"lowercase\":%s,\"strip_accents\":%s,\"chinese\":%s}", (int)tokenizer->vocab.size,
                how->lowercase ? "true" : "false", how->strip_accents ? "true" : "false",
                how->ideographs ? "true" : "false");
}

/* What an encoding keeps from text to text. */
typedef struct {
    tt_symbols text, normalized, marks;
} workspace;

void tt_encoding_free(tt_encoding *encoding) {
    workspace *work = encoding->work;
    if (work) {
        tt_symbols_free(&work->text);
        tt_symbols_free(&work->normalized);
        tt_symbols_free(&work->marks);
    }
    free(work);
    free(encoding->ids);
    free(encoding->segments);
    free(encoding->starts);
    free(encoding->ends);
    memset(encoding, 0, sizeof *encoding);
}

static bool grow(int32_t **items, int32_t cap) {
    int32_t *grown = tt_grow(*items, (uint64_t)cap, sizeof **items);
    if (grown) *items = grown;
    return grown != NULL;
}

static bool reserve(tt_encoding *encoding, int32_t count) {
    if (count <= encoding->cap) return true;
    int32_t cap = count > INT32_MAX / 2 ? count : count * 2;
    bool grown = grow(&encoding->ids, cap) && grow(&encoding->segments, cap) && grow(&encoding->starts, cap) &&
                 grow(&encoding->ends, cap);
    if (grown) encoding->cap = cap;
    return grown;
}

/* One text on its way into an encoding: its tokens go to `base` and after, up to `limit` of them; all are counted. */
typedef struct {
    const tt_tokenizer *tokenizer;
    tt_encoding *out;
    int32_t base, limit, count;
    bool failed; /* an allocation did */
} writer;

static void put(writer *w, int32_t id, int32_t start, int32_t end) {
    int32_t place = w->base + w->count;
    if (w->count < w->limit) {
        if (!reserve(w->out, place + 1)) {
            w->failed = true;
            return;
        }
        w->out->ids[place] = id;
        w->out->starts[place] = start;
        w->out->ends[place] = end;
    }
    w->count++;
}

/* Greedy: the longest piece from the front, then the longest that goes on. False when there is none. */
static bool put_pieces(writer *w, const tt_symbol *word, int32_t n) {
    const tt_vocab *vocab = &w->tokenizer->vocab;
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
        put(w, id, word[start].at, word[end - 1].at + 1);
    }
    return true;
}

static void put_word(writer *w, const tt_symbol *word, size_t n) {
    int32_t before = w->count;
    if (n <= TT_WORD_CHARS && put_pieces(w, word, (int32_t)n)) return;
    w->count = before;
    put(w, w->tokenizer->unknown, word[0].at, word[n - 1].at + 1);
}

/* White space separates words; each punctuation character is one. */
static void put_words(writer *w, const tt_symbol *text, size_t n) {
    size_t start = 0;
    for (size_t i = 0; i < n; i++) {
        unsigned flags = tt_char_flags(text[i].code);
        if (!(flags & (TT_CHAR_SPACE | TT_CHAR_PUNCTUATION))) continue;
        if (i > start) put_word(w, text + start, i - start);
        if (!(flags & TT_CHAR_SPACE)) put_word(w, text + i, 1);
        start = i + 1;
    }
    if (n > start) put_word(w, text + start, n - start);
}

typedef void (*part)(writer *w, const tt_symbol *text, size_t n);

/* Takes the tokens of `added` out of a text and gives what is between them to `rest`. */
static void split(writer *w, const tt_added *added, const tt_symbol *text, size_t n, part rest) {
    size_t start = 0, i = 0;
    while (i < n) {
        const tt_added_token *token = tt_added_find(added, text + i, n - i);
        if (!token) {
            i++;
            continue;
        }
        if (i > start) rest(w, text + start, i - start);
        put(w, token->id, text[i].at, text[i + token->n - 1].at + 1);
        start = i += token->n;
    }
    if (n > start) rest(w, text + start, n - start);
}

static void put_normalized(writer *w, const tt_symbol *text, size_t n) {
    workspace *work = w->out->work;
    tt_normalize(&work->normalized, &work->marks, &w->tokenizer->normalization, text, n);
    split(w, &w->tokenizer->after, work->normalized.items, work->normalized.n, put_words);
}

static tt_status put_text(writer *w, const char *text, size_t n, tt_error *err) {
    workspace *work = w->out->work;
    if (n > MAX_TEXT) return tt_fail(err, TT_E_DATA, -1, "the text has %zu bytes; %d is the limit", n, MAX_TEXT);
    TT_TRY(tt_symbols_decode(&work->text, text, n, err));
    split(w, &w->tokenizer->before, work->text.items, work->text.n, put_normalized);
    if (w->failed || work->text.failed || work->normalized.failed || work->marks.failed) {
        return tt_fail(err, TT_E_MEMORY, -1, "there is not enough memory for a text of %zu bytes", n);
    }
    return TT_OK;
}

void tt_pair_cut(int32_t *a, int32_t *b, int32_t budget) {
    int32_t *shorter = *a > *b ? b : a, *longer = *a > *b ? a : b;
    if (*shorter > budget - *longer) { /* else nothing is over */
        if (*shorter > budget / 2) *shorter = budget / 2;
        *longer = budget - *shorter;
    }
}

static void put_specials(tt_encoding *out, int32_t place, int32_t count, int32_t id) {
    for (int32_t i = place; i < place + count; i++) {
        out->ids[i] = id;
        out->starts[i] = out->ends[i] = 0;
    }
}

static void move(int32_t *items, int32_t to, int32_t from, int32_t count) {
    memmove(items + to, items + from, (size_t)count * sizeof *items);
}

/* Frames the tokens of the texts, which stand at `a->base` and `b->base`, and closes the gap between them. */
static void finish(tt_encoding *out, const writer *a, const writer *b, int32_t max_length, int parts) {
    const tt_tokenizer *tokenizer = a->tokenizer;
    const tt_frame *frame = &tokenizer->frame;
    const int32_t specials = tt_frame_size(frame, parts);
    int32_t a_count = a->count, b_count = b->count;
    tt_pair_cut(&a_count, &b_count, max_length - specials);
    put_specials(out, 0, frame->before, tokenizer->start);
    int32_t end = frame->before + a_count, second = INT32_MAX;
    if (parts == 2) {
        put_specials(out, end, frame->between, tokenizer->separator);
        second = end + frame->between;
        move(out->ids, second, b->base, b_count);
        move(out->starts, second, b->base, b_count);
        move(out->ends, second, b->base, b_count);
        end = second + b_count;
    }
    put_specials(out, end, frame->after, tokenizer->separator);
    out->count = end + frame->after;
    out->full = a->count + b->count + specials;
    out->unknown = 0;
    for (int32_t i = 0; i < out->count; i++) {
        out->segments[i] = i >= second;
        out->unknown += out->ids[i] == tokenizer->unknown;
    }
}

tt_status tt_tokenizer_encode(tt_encoding *out, const tt_tokenizer *tokenizer, const char *text, size_t n,
                              const char *pair, size_t pair_n, int32_t max_length, tt_error *err) {
    const tt_frame *frame = &tokenizer->frame;
    const int parts = pair ? 2 : 1;
    const int32_t specials = tt_frame_size(frame, parts);
    out->count = 0;
    if (max_length < specials) {
        return tt_fail(err, TT_E_CONFIG, -1, "max_length is %d; it must be at least %d, the number of special tokens",
                       (int)max_length, (int)specials);
    }
    const int32_t budget = max_length - specials;
    writer a = {tokenizer, out, frame->before, budget, 0, false}, b = a;
    if (!out->work) out->work = calloc(1, sizeof(workspace));
    if (!out->work) return tt_fail(err, TT_E_MEMORY, -1, "there is not enough memory for a text");
    TT_TRY(put_text(&a, text, n, err));
    /* the special tokens between the texts lie in the gap */
    b.base = frame->before + tt_min(a.count, budget) + frame->between;
    if (pair) TT_TRY(put_text(&b, pair, pair_n, err));
    if (!reserve(out, b.base + tt_min(b.count, budget) + frame->after)) {
        return tt_fail(err, TT_E_MEMORY, -1, "there is not enough memory for the tokens of a text");
    }
    finish(out, &a, &b, max_length, parts);
    return TT_OK;
}
