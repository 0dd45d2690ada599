/* SPDX-License-Identifier: Apache-2.0 */
#include "text/normalize.h"

#include "text/forms.h"
#include "text/unicode.h"

void tt_changing_free(tt_changing *text) {
    tt_symbols_free(&text->now);
    tt_symbols_free(&text->next);
    tt_symbols_free(&text->marks);
}

static void clean(tt_changing *text, const tt_normalization *how) {
    tt_symbols *to = &text->next;
    tt_symbols_reset(to);
    for (size_t i = 0; i < text->now.n; i++) {
        const tt_symbol symbol = text->now.items[i];
        const unsigned flags = tt_char_flags(symbol.code);
        if (how->clean && flags & TT_CHAR_REMOVED) continue;
        const bool ideograph = how->ideographs && flags & TT_CHAR_IDEOGRAPH;
        if (ideograph) tt_symbols_put(to, ' ', symbol.at);
        tt_symbols_put(to, how->clean && flags & TT_CHAR_SPACE ? ' ' : symbol.code, symbol.at);
        if (ideograph) tt_symbols_put(to, ' ', symbol.at);
    }
    tt_changing_turn(text);
}

void tt_remove(tt_changing *text, unsigned flags) {
    size_t n = 0;
    for (size_t i = 0; i < text->now.n; i++) {
        if (!(tt_char_flags(text->now.items[i].code) & flags)) text->now.items[n++] = text->now.items[i];
    }
    text->now.n = n;
}

static void strip_accents(tt_changing *text, const tt_mappings *mappings) {
    tt_form_of(&text->next, &text->marks, (tt_form){false, false}, mappings, text->now.items, text->now.n);
    tt_changing_turn(text);
    tt_remove(text, TT_CHAR_MARK);
}

void tt_lowercase(tt_changing *text) {
    tt_symbols_reset(&text->next);
    for (size_t i = 0; i < text->now.n; i++) {
        const tt_symbol symbol = text->now.items[i];
        uint32_t lower[2] = {symbol.code};
        const int n = tt_char_flags(symbol.code) & TT_CHAR_UPPER ? tt_char_lower(lower, symbol.code) : 1;
        for (int part = 0; part < n; part++) tt_symbols_put(&text->next, lower[part], symbol.at);
    }
    tt_changing_turn(text);
}

void tt_normalize(tt_changing *text, const tt_normalization *how, const tt_mappings *mappings) {
    if (how->clean || how->ideographs) clean(text, how);
    if (how->strip_accents) strip_accents(text, mappings);
    if (how->lowercase) tt_lowercase(text);
}
