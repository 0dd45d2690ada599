/* SPDX-License-Identifier: Apache-2.0 */
#include "text/normalizers.h"

#include <stdlib.h>
#include <string.h>

void tt_normalizers_free(tt_normalizers *normalizers) {
    free(normalizers->mappings);
    tt_charsmap_free(&normalizers->charsmap);
}

static bool is_space(tt_symbol symbol) { return tt_char_flags(symbol.code) & TT_CHAR_SPACE; }

static void strip(tt_changing *text, const tt_normalizer *step) {
    tt_symbols *now = &text->now;
    size_t from = 0;
    while (step->left && from < now->n && is_space(now->items[from])) from++;
    while (step->right && now->n > from && is_space(now->items[now->n - 1])) now->n--;
    if (from == 0) return;
    now->n -= from;
    memmove(now->items, now->items + from, now->n * sizeof *now->items);
}

/* How many symbols of `text` [n] the pattern matches at its front; 0: it does not. */
static size_t match(const tt_normalizer *step, const tt_symbol *text, size_t n) {
    const tt_pattern *pattern = &step->pattern;
    size_t matched = 0;
    if (step->run) {
        while (matched < n && text[matched].code == pattern->codes[0]) matched++;
        return matched >= pattern->n ? matched : 0;
    }
    while (matched < pattern->n && matched < n && text[matched].code == pattern->codes[matched]) matched++;
    return matched == pattern->n ? matched : 0;
}

/* What is put in stands for the last code point that went out. */
static void replace(tt_changing *text, const tt_normalizer *step) {
    const tt_symbols *now = &text->now;
    tt_symbols_reset(&text->next);
    for (size_t i = 0; i < now->n;) {
        const size_t matched = match(step, now->items + i, now->n - i);
        if (matched == 0) {
            tt_symbols_put(&text->next, now->items[i].code, now->items[i].at);
            i++;
            continue;
        }
        i += matched;
        for (uint32_t c = 0; c < step->content.n; c++) {
            tt_symbols_put(&text->next, step->content.codes[c], now->items[i - 1].at);
        }
    }
    tt_changing_turn(text);
}

static void prepend(tt_changing *text, const tt_normalizer *step) {
    if (text->now.n == 0) return;
    tt_symbols_reset(&text->next);
    for (uint32_t c = 0; c < step->content.n; c++) {
        tt_symbols_put(&text->next, step->content.codes[c], text->now.items[0].at);
    }
    for (size_t i = 0; i < text->now.n; i++) {
        tt_symbols_put(&text->next, text->now.items[i].code, text->now.items[i].at);
    }
    tt_changing_turn(text);
}

/* What becomes of a code point in Nmt: it stays, is a space, or is 0 and goes. */
static uint32_t nmt_of(uint32_t code) {
    static const uint32_t gone[][2] = {{0x1, 0x8}, {0xb, 0xb}, {0xe, 0x1f}, {0x7f, 0x7f}, {0x8f, 0x8f}, {0x9f, 0x9f}};
    static const uint32_t spaces[][2] = {{0x9, 0xd},       {0x1680, 0x1680}, {0x200b, 0x200f}, {0x2028, 0x2029},
                                         {0x2581, 0x2581}, {0xfeff, 0xfeff}, {0xfffd, 0xfffd}};
    for (size_t i = 0; i < sizeof gone / sizeof *gone; i++) {
        if (code >= gone[i][0] && code <= gone[i][1]) return 0;
    }
    for (size_t i = 0; i < sizeof spaces / sizeof *spaces; i++) {
        if (code >= spaces[i][0] && code <= spaces[i][1]) return ' ';
    }
    return code;
}

static void nmt(tt_symbols *text) {
    size_t n = 0;
    for (size_t i = 0; i < text->n; i++) {
        const tt_symbol old = text->items[i];
        const uint32_t code = nmt_of(old.code);
        if (code || !old.code) text->items[n++] = (tt_symbol){code, old.at};
    }
    text->n = n;
}

void tt_normalizers_run(tt_changing *text, const tt_normalizers *normalizers) {
    for (int32_t i = 0; i < normalizers->count; i++) {
        const tt_normalizer *step = &normalizers->steps[i];
        switch (step->kind) {
            case TT_NORMALIZE_BERT:
                tt_normalize(text, &step->bert, normalizers->mappings);
                break;
            case TT_NORMALIZE_FORM:
                tt_form_of(&text->next, &text->marks, step->form, normalizers->mappings, text->now.items, text->now.n);
                tt_changing_turn(text);
                break;
            case TT_NORMALIZE_ACCENTS:
                tt_remove(text, TT_CHAR_COMBINING);
                break;
            case TT_NORMALIZE_NMT:
                nmt(&text->now);
                break;
            case TT_NORMALIZE_LOWER:
                tt_lowercase(text);
                break;
            case TT_NORMALIZE_STRIP:
                strip(text, step);
                break;
            case TT_NORMALIZE_REPLACE:
                replace(text, step);
                break;
            case TT_NORMALIZE_PREPEND:
                prepend(text, step);
                break;
            case TT_NORMALIZE_CHARSMAP:
                tt_charsmap_run(text, &normalizers->charsmap);
                break;
        }
    }
}
