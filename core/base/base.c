/* SPDX-License-Identifier: Apache-2.0 */
#include "base/base.h"

#include <stdarg.h>
#include <stdio.h>

tt_status tt_fail(tt_error *err, tt_status code, int64_t at, const char *format, ...) {
    if (err) {
        va_list list;
        err->code = code;
        err->at = at;
        va_start(list, format);
        vsnprintf(err->text, sizeof err->text, format, list);
        va_end(list);
    }
    return code;
}
