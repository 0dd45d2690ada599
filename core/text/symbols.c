/* SPDX-License-Identifier: Apache-2.0 */
#include "text/symbols.h"

#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"

bool tt_symbols_reserve(tt_symbols *symbols, size_t cap) {
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
    if (symbols->n == symbols->cap && !tt_symbols_reserve(symbols, symbols->n + 64)) return;
    symbols->items[symbols->n++] = (tt_symbol){code, at};
}

void tt_symbols_copy(tt_symbols *out, const tt_symbol *text, size_t n) {
    out->n = 0;
    if (n == 0 || !tt_symbols_reserve(out, n)) return;
    memcpy(out->items, text, n * sizeof *text);
    out->n = n;
}

void tt_symbols_free(tt_symbols *symbols) {
    free(symbols->items);
    memset(symbols, 0, sizeof *symbols);
}

tt_status tt_symbols_decode(tt_symbols *out, const char *text, size_t n, tt_error *err) {
    int32_t at = 0;
    out->n = 0;
    for (size_t i = 0, length; i < n; i += length) {
        length = tt_utf8_length(text + i, n - i);
        if (length == 0) return tt_fail(err, TT_E_DATA, (int64_t)i, "the text is not UTF-8 at byte %zu", i);
        tt_symbols_put(out, tt_utf8_code(text + i, length), at++);
    }
    return TT_OK;
}

void tt_symbols_align(tt_symbols *changed, const tt_symbol *old, size_t n) {
    size_t next = 0;
    for (size_t i = 0; i < changed->n; i++) {
        const int32_t change = changed->items[i].at;
        const size_t place = change > 0 ? next - (next > 0) : next;
        changed->items[i].at = n == 0 ? 0 : old[tt_min_size(place, n - 1)].at;
        if (change <= 0) next += 1 + (size_t)-change;
    }
}
