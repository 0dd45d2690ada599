/* SPDX-License-Identifier: Apache-2.0 */
#include "text/forms.h"

enum { FEW = 16 };

/* Canonical order: a stable sort of the marks by their class; of many by counting, because a text may be all marks. */
static void put_marks(tt_symbols *out, tt_symbols *marks) {
    const size_t n = marks->n;
    size_t places[257] = {0}, start = out->n;
    marks->n = 0;
    if (n == 0 || !tt_symbols_reserve(out, start + n)) return;
    tt_symbol *sorted = out->items + start;
    out->n += n;
    if (n <= FEW) {
        for (size_t i = 0; i < n; i++) {
            const unsigned class = tt_char_combining_class(marks->items[i].code);
            size_t place = i;
            for (; place > 0 && tt_char_combining_class(sorted[place - 1].code) > class; place--) {
                sorted[place] = sorted[place - 1];
            }
            sorted[place] = marks->items[i];
        }
        return;
    }
    for (size_t i = 0; i < n; i++) places[tt_char_combining_class(marks->items[i].code) + 1]++;
    for (int class = 1; class < 257; class ++) places[class] += places[class - 1];
    for (size_t i = 0; i < n; i++) sorted[places[tt_char_combining_class(marks->items[i].code)]++] = marks->items[i];
}

/* Each `at` of the result is a change, as tt_symbols_align reads it: the first code point of a decomposition replaces
 * the one that is decomposed, and the others are added. */
static void decompose(tt_symbols *out, tt_symbols *marks, bool compatible, const tt_mappings *mappings,
                      const tt_symbol *text, size_t n) {
    out->n = marks->n = 0;
    for (size_t i = 0; i < n; i++) {
        uint32_t parts[TT_MAX_PARTS];
        const int count = tt_char_decompose(parts, mappings, compatible, text[i].code);
        for (int part = 0; part < count; part++) {
            if (tt_char_combining_class(parts[part]) > 0) {
                tt_symbols_put(marks, parts[part], part > 0);
            } else {
                put_marks(out, marks);
                tt_symbols_put(out, parts[part], part > 0);
            }
        }
    }
    put_marks(out, marks);
}

/* In place. A code point that joins the starter before it takes its change along. */
static void compose(tt_symbols *text, const tt_mappings *mappings) {
    size_t n = 0, starter = SIZE_MAX;
    int last = -1; /* the class of the mark before; -1: there is none behind the starter */
    for (size_t i = 0; i < text->n; i++) {
        const tt_symbol symbol = text->items[i];
        const int class = (int)tt_char_combining_class(symbol.code);
        if (starter != SIZE_MAX && last < class) {
            const uint32_t code = tt_char_compose(mappings, text->items[starter].code, symbol.code);
            if (code) {
                text->items[starter].code = code;
                text->items[starter].at += symbol.at - 1;
                continue;
            }
        }
        if (class == 0) {
            starter = n;
            last = -1;
        } else if (starter != SIZE_MAX) {
            last = class;
        }
        text->items[n++] = symbol;
    }
    text->n = n;
}

void tt_form_of(tt_symbols *out, tt_symbols *marks, tt_form form, const tt_mappings *mappings, const tt_symbol *text,
                size_t n) {
    decompose(out, marks, form.compatible, mappings, text, n);
    if (form.composed) compose(out, mappings);
    tt_symbols_align(out, text, n);
}
