/* SPDX-License-Identifier: Apache-2.0 */
#include "text/normalizers.h"

#include <string.h>

#include "text/forms.h"

void tt_normalizers_free(tt_normalizers *normalizers) {
    tt_compositions_free(&normalizers->compositions);
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

static void form(tt_changing *text, tt_form form, const tt_compositions *compositions) {
    tt_form_of(&text->next, &text->marks, form, compositions, text->now.items, text->now.n);
    tt_changing_turn(text);
}

void tt_normalizers_run(tt_changing *text, const tt_normalizers *normalizers) {
    for (int32_t i = 0; i < normalizers->count; i++) {
        const tt_normalizer *step = &normalizers->steps[i];
        switch (step->kind) {
            case TT_NORMALIZE_BERT:
                tt_normalize(text, &step->bert);
                break;
            case TT_NORMALIZE_D:
                form(text, TT_FORM_D, NULL);
                break;
            case TT_NORMALIZE_C:
                form(text, TT_FORM_C, &normalizers->compositions);
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
