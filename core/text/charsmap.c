/* SPDX-License-Identifier: Apache-2.0 */
#include "text/charsmap.h"

#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"
#include "text/unicode.h"

enum { SHORT = 6 };

void tt_charsmap_free(tt_charsmap *map) {
    free(map->units);
    free(map->texts);
    memset(map, 0, sizeof *map);
}

static uint32_t little_endian(const char *bytes) {
    const unsigned char *b = (const unsigned char *)bytes;
    return b[0] | (uint32_t)b[1] << 8 | (uint32_t)b[2] << 16 | (uint32_t)b[3] << 24;
}

tt_status tt_charsmap_new(tt_charsmap *out, const char *bytes, size_t n, const char *what, tt_error *err) {
    const uint32_t size = n < 4 ? 0 : little_endian(bytes);
    memset(out, 0, sizeof *out);
    if (size == 0 || size % 4 != 0 || size > n - 4) {
        return tt_fail(err, TT_E_FORMAT, -1, "%s has %zu bytes, of which its array of %u does not fit", what, n,
                       (unsigned)size);
    }
    const size_t text_bytes = n - 4 - size;
    for (size_t i = 4 + size, length; i < n; i += length) {
        length = tt_utf8_length(bytes + i, n - i);
        if (length == 0) return tt_fail(err, TT_E_FORMAT, (int64_t)i, "%s is not UTF-8 at its byte %zu", what, i);
    }
    out->units = malloc(size);
    out->texts = malloc(text_bytes + 1);
    if (!out->units || !out->texts) {
        tt_charsmap_free(out);
        return tt_fail(err, TT_E_MEMORY, -1, "there is not enough memory for %s", what);
    }
    out->unit_count = size / 4;
    out->text_bytes = text_bytes;
    for (uint32_t i = 0; i < out->unit_count; i++) out->units[i] = little_endian(bytes + 4 + 4 * (size_t)i);
    memcpy(out->texts, bytes + 4 + size, text_bytes);
    out->texts[text_bytes] = 0;
    return TT_OK;
}

static uint32_t offset_of(uint32_t unit) { return unit >> 10 << ((unit & 1u << 9) >> 6); }

/* What the shortest beginning of `bytes` [n] maps to, NUL-terminated, or NULL. */
static const char *replacement(const tt_charsmap *map, const char *bytes, size_t n) {
    uint32_t place = offset_of(map->units[0]);
    for (size_t i = 0; i < n && bytes[i]; i++) {
        const unsigned char byte = (unsigned char)bytes[i];
        place ^= byte;
        if (place >= map->unit_count || (map->units[place] & (1u << 31 | 0xff)) != byte) return NULL;
        const uint32_t unit = map->units[place];
        place ^= offset_of(unit);
        if (place >= map->unit_count) return NULL;
        if (unit >> 8 & 1) {
            const uint32_t start = map->units[place] & ~(1u << 31);
            const bool inside = start < map->text_bytes && (map->texts[start] & 0xc0) != 0x80;
            return start == map->text_bytes ? "" : inside ? map->texts + start : NULL;
        }
    }
    return NULL;
}

/* `old` code points become those of `text`: the changes are as tt_symbols_align reads them. */
static void put_replacement(tt_symbols *out, const char *text, size_t old) {
    const size_t start = out->n, n = strlen(text);
    for (size_t i = 0, length; i < n; i += length) {
        length = tt_utf8_length(text + i, n - i);
        tt_symbols_put(out, tt_utf8_code(text + i, length), out->n - start >= old);
    }
    const size_t count = out->n - start;
    if (count < old && out->n > 0) out->items[out->n - 1].at -= (int32_t)(old - count);
}

static bool is_hangul_join(uint32_t before, uint32_t after) {
    const bool syllable = before >= 0xac00 && before <= 0xd7a3, open = syllable && (before - 0xac00) % 28 == 0;
    const bool l = (before >= 0x1100 && before <= 0x115f) || (before >= 0xa960 && before <= 0xa97c);
    const bool v = (before >= 0x1160 && before <= 0x11a7) || (before >= 0xd7b0 && before <= 0xd7c6);
    const bool t = (before >= 0x11a8 && before <= 0x11ff) || (before >= 0xd7cb && before <= 0xd7fb);
    const bool to_l = (after >= 0x1100 && after <= 0x115f) || (after >= 0xa960 && after <= 0xa97c);
    const bool to_v = (after >= 0x1160 && after <= 0x11a7) || (after >= 0xd7b0 && after <= 0xd7c6);
    const bool to_t = (after >= 0x11a8 && after <= 0x11ff) || (after >= 0xd7cb && after <= 0xd7fb);
    const bool to_syllable = after >= 0xac00 && after <= 0xd7a3;
    return (l && (to_l || to_v || to_syllable)) || ((v || open) && (to_v || to_t)) || ((t || syllable) && to_t);
}

/* Whether two code points are of one user-perceived character. The rules for emoji and conjuncts are left out: what
 * they join has six bytes or more. */
static bool joins(uint32_t before, uint32_t after) {
    const unsigned left = tt_char_flags(before), right = tt_char_flags(after);
    if (before == '\r' && after == '\n') return true;
    if ((left | right) & TT_CHAR_ALONE) return false;
    return right & TT_CHAR_EXTENDS || left & TT_CHAR_PREPENDS || is_hangul_join(before, after);
}

/* One user-perceived character. */
static void put_character(tt_symbols *out, const tt_charsmap *map, const tt_symbol *symbols, size_t n) {
    char bytes[4 * SHORT];
    size_t length = 0;
    for (size_t i = 0; i < n && length < SHORT; i++) length += tt_utf8_put(bytes + length, symbols[i].code);
    const char *whole = length < SHORT ? replacement(map, bytes, length) : NULL;
    if (whole) {
        put_replacement(out, whole, n);
        return;
    }
    for (size_t i = 0; i < n; i++) {
        const char *text = replacement(map, bytes, tt_utf8_put(bytes, symbols[i].code));
        if (text) {
            put_replacement(out, text, 1);
        } else {
            tt_symbols_put(out, symbols[i].code, 0);
        }
    }
}

void tt_charsmap_run(tt_changing *text, const tt_charsmap *map) {
    const tt_symbols *now = &text->now;
    tt_symbols_reset(&text->next);
    for (size_t i = 0, end; i < now->n; i = end) {
        for (end = i + 1; end < now->n && joins(now->items[end - 1].code, now->items[end].code);) end++;
        put_character(&text->next, map, now->items + i, end - i);
    }
    tt_symbols_align(&text->next, now->items, now->n);
    tt_changing_turn(text);
}
