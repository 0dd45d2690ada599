/* SPDX-License-Identifier: Apache-2.0 */
#include "text/normalize.h"

#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"
#include "text/unicode.h"

static bool reserve(tt_symbols *symbols, size_t cap) {
    if (cap <= symbols->cap) return true;
    if (cap < symbols->cap * 2) cap = symbols->cap * 2;
    tt_symbol *items = tt_grow(symbols->items, cap, sizeof *items);
    if (!items) {
        symbols->failed = true;
        return false;
    }
    symbols->items = items;
    symbols->cap = cap;
    return true;
}

void tt_symbols_put(tt_symbols *symbols, uint32_t code, int32_t at) {
    if (symbols->n == symbols->cap && !reserve(symbols, symbols->n + 64)) return;
    symbols->items[symbols->n++] = (tt_symbol){code, at};
}

void tt_symbols_free(tt_symbols *symbols) {
    free(symbols->items);
    memset(symbols, 0, sizeof *symbols);
}

tt_status tt_symbols_decode(tt_symbols *out, const char *text, size_t n, tt_error *err) {
    int32_t at = 0;
    out->n = 0;
    out->failed = false;
    for (size_t i = 0, length; i < n; i += length) {
        length = tt_utf8_length(text + i, n - i);
        if (length == 0) return tt_fail(err, TT_E_DATA, (int64_t)i, "the text is not UTF-8 at byte %zu", i);
        tt_symbols_put(out, tt_utf8_code(text + i, length), at++);
    }
    return TT_OK;
}

typedef struct {
    const tt_normalization *how;
    tt_symbols *out;
    /* The marks since the last starter. Each that begins the decomposition of a code point of the text has the flag
     * and that code point's `at`. */
    tt_symbols *marks;
    int32_t at; /* of the last code point used up */
} normalizer;

#define BEGINS UINT32_C(0x80000000)

static void deliver(normalizer *to, uint32_t code, int32_t at) {
    unsigned flags = tt_char_flags(code);
    if (to->how->strip_accents && flags & TT_CHAR_MARK) return;
    if (to->how->lowercase && flags & TT_CHAR_UPPER) {
        uint32_t lower[2];
        int n = tt_char_lower(lower, code);
        for (int i = 0; i < n; i++) tt_symbols_put(to->out, lower[i], at);
    } else {
        tt_symbols_put(to->out, code, at);
    }
}

/* Canonical order: a stable sort of the marks by their class, by counting, because a text may be all marks.
 *
 * What the marks then stand for is Hugging Face's convention: the first code point of a decomposition takes the next
 * code point of the text, in the order of the text, and not the one that it came from. */
static void deliver_marks(normalizer *to) {
    size_t n = to->marks->n, counts[257] = {0};
    if (n == 0) return;
    if (!reserve(to->marks, 2 * n)) return;
    const tt_symbol *marks = to->marks->items;
    tt_symbol *sorted = to->marks->items + n;
    for (size_t i = 0; i < n; i++) counts[tt_char_combining_class(marks[i].code & ~BEGINS) + 1]++;
    for (int c = 1; c < 257; c++) counts[c] += counts[c - 1];
    for (size_t i = 0; i < n; i++) sorted[counts[tt_char_combining_class(marks[i].code & ~BEGINS)]++] = marks[i];
    for (size_t i = 0, next = 0; i < n; i++) {
        if (sorted[i].code & BEGINS) {
            while (!(marks[next].code & BEGINS)) next++;
            to->at = marks[next++].at;
        }
        deliver(to, sorted[i].code & ~BEGINS, to->at);
    }
    to->marks->n = 0;
}

static void decompose(normalizer *to, uint32_t code, int32_t at) {
    uint32_t parts[4] = {code};
    int n = tt_char_flags(code) & TT_CHAR_DECOMPOSES ? tt_char_decompose(parts, code) : 1;
    for (int i = 0; i < n; i++) {
        if (tt_char_combining_class(parts[i]) > 0) {
            tt_symbols_put(to->marks, i == 0 ? parts[i] | BEGINS : parts[i], at);
        } else {
            deliver_marks(to);
            to->at = at;
            deliver(to, parts[i], at);
        }
    }
}

static void accept(normalizer *to, uint32_t code, int32_t at) {
    if (to->how->strip_accents) {
        decompose(to, code, at);
    } else {
        deliver(to, code, at);
    }
}

void tt_normalize(tt_symbols *out, tt_symbols *marks, const tt_normalization *how, const tt_symbol *text, size_t n) {
    normalizer to = {how, out, marks, 0};
    out->n = marks->n = 0;
    out->failed = marks->failed = false;
    for (size_t i = 0; i < n; i++) {
        unsigned flags = tt_char_flags(text[i].code);
        if (how->clean && flags & TT_CHAR_REMOVED) continue;
        bool ideograph = how->ideographs && flags & TT_CHAR_IDEOGRAPH;
        if (ideograph) accept(&to, ' ', text[i].at);
        accept(&to, how->clean && flags & TT_CHAR_SPACE ? ' ' : text[i].code, text[i].at);
        if (ideograph) accept(&to, ' ', text[i].at);
    }
    deliver_marks(&to);
}
