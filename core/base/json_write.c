/* SPDX-License-Identifier: Apache-2.0
 * JSON out: a growing string. */
#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/json.h"
#include "base/utf8.h"

void tt_text_reset(tt_text *text) {
    text->n = 0;
    text->failed = false;
}

void tt_text_free(tt_text *text) {
    free(text->bytes);
    *text = (tt_text){0};
}

/* Room for `n` more bytes and the NUL; false when that failed, now or before. */
static bool reserve(tt_text *text, size_t n) {
    if (text->failed) return false;
    if (n < text->cap - text->n) return true;
    size_t cap = text->cap < 128 ? 256 : text->cap * 2;
    if (n >= SIZE_MAX / 4 || text->n >= SIZE_MAX / 4) {
        text->failed = true;
        return false;
    }
    if (cap - text->n <= n) cap = text->n + n + 1;
    char *bytes = realloc(text->bytes, cap);
    if (!bytes) {
        text->failed = true;
        return false;
    }
    text->bytes = bytes;
    text->cap = cap;
    return true;
}

void tt_text_bytes(tt_text *text, const char *bytes, size_t n) {
    if (n == 0 || !reserve(text, n)) return;
    memcpy(text->bytes + text->n, bytes, n);
    text->n += n;
}

void tt_text_put(tt_text *text, const char *format, ...) {
    va_list list;
    va_start(list, format);
    int n = vsnprintf(NULL, 0, format, list);
    va_end(list);
    if (n < 0) text->failed = true;
    if (n <= 0 || !reserve(text, (size_t)n)) return;
    va_start(list, format);
    vsnprintf(text->bytes + text->n, (size_t)n + 1, format, list);
    va_end(list);
    text->n += (size_t)n;
}

void tt_text_string(tt_text *text, const char *bytes, size_t n) {
    tt_text_bytes(text, "\"", 1);
    for (size_t i = 0; i < n;) {
        size_t length = tt_utf8_length(bytes + i, n - i);
        if (length == 0) {
            tt_text_bytes(text, "\xef\xbf\xbd", 3); /* U+FFFD for a byte that is no character */
            length = 1;
        } else if (bytes[i] == '"' || bytes[i] == '\\') {
            tt_text_put(text, "\\%c", bytes[i]);
        } else if ((unsigned char)bytes[i] < 0x20) {
            tt_text_put(text, "\\u%04x", (unsigned)(unsigned char)bytes[i]);
        } else {
            tt_text_bytes(text, bytes + i, length);
        }
        i += length;
    }
    tt_text_bytes(text, "\"", 1);
}

void tt_text_number(tt_text *text, double value) {
    char digits[40];
    if (!isfinite(value)) {
        tt_text_bytes(text, "null", 4);
        return;
    }
    /* 15 digits always survive the way there, 17 the way back. */
    for (int precision = 15; precision <= 17; precision++) {
        snprintf(digits, sizeof digits, "%.*g", precision, value);
        if (strtod(digits, NULL) == value) break;
    }
    tt_text_bytes(text, digits, strlen(digits));
}

tt_status tt_text_end(const char **out, tt_text *text, tt_error *err) {
    *out = NULL;
    if (!reserve(text, 0)) return tt_fail(err, TT_E_MEMORY, -1, "not enough memory for a result's text");
    text->bytes[text->n] = '\0';
    *out = text->bytes;
    return TT_OK;
}
