/* SPDX-License-Identifier: Apache-2.0 */
#include "base/base.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"

tt_status tt_fail(tt_error *err, tt_status code, int64_t at, const char *format, ...) {
    if (err) {
        va_list list;
        err->code = code;
        err->at = at;
        va_start(list, format);
        int wanted = vsnprintf(err->text, sizeof err->text, format, list);
        va_end(list);
        if (wanted >= (int)sizeof err->text) { /* cut between two characters, not inside one */
            size_t n = 0;
            for (size_t step; (step = tt_utf8_length(err->text + n, strlen(err->text + n))) > 0; n += step) continue;
            err->text[n] = '\0';
        }
    }
    return code;
}

void *tt_grow(void *items, uint64_t count, size_t size) {
    uint64_t bytes;
    if (__builtin_mul_overflow(count, size, &bytes) || bytes > SIZE_MAX / 2) return NULL;
    return realloc(items, bytes ? (size_t)bytes : 1);
}
