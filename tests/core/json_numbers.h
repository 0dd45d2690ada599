/* SPDX-License-Identifier: Apache-2.0
 * Numbers of the cases in tests/golden. */
#ifndef TT_JSON_NUMBERS_H
#define TT_JSON_NUMBERS_H

#include "base/json.h"
#include "check.h"

/* NAN where there is none. */
static inline double number_of(const tt_json *json, int32_t at, const char *key) {
    double number = NAN;
    tt_json_number(json, tt_json_get(json, at, key), &number);
    return number;
}

/* How many: at most `cap`. */
static inline int32_t numbers_in(double *out, int32_t cap, const tt_json *json, int32_t list) {
    int32_t n = 0;
    for (int32_t i = tt_json_first(json, list); i >= 0; i = json->nodes[i].next) {
        double number = NAN;
        CHECK(tt_json_number(json, i, &number) && n < cap);
        if (n < cap) out[n++] = number;
    }
    return n;
}

static inline int32_t numbers_of(double *out, int32_t cap, const tt_json *json, int32_t at, const char *key) {
    return numbers_in(out, cap, json, tt_json_get(json, at, key));
}

#endif
