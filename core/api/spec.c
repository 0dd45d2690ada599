/* SPDX-License-Identifier: Apache-2.0 */
#include "api/spec.h"

#include <stdio.h>
#include <string.h>

/* "a", "b", "c" */
static void list(char *out, size_t cap, const char *const *names) {
    *out = 0;
    for (size_t i = 0, n = 0; names[i] && n < cap; i++, n = strlen(out)) {
        snprintf(out + n, cap - n, "%s\"%s\"", i ? ", " : "", names[i]);
    }
}

static tt_status check_keys(const tt_json *json, const char *name, const char *const *keys, tt_error *err) {
    for (int32_t i = tt_json_first(json, 0); i >= 0; i = json->nodes[i].next) {
        int k = 0;
        while (keys[k] && !tt_json_equals(json, i, keys[k])) k++;
        if (keys[k]) continue;
        char excerpt[TT_JSON_EXCERPT], known[100];
        tt_json_excerpt(excerpt, json, i);
        list(known, sizeof known, keys);
        return tt_fail(err, TT_E_CONFIG, json->nodes[i].start, "%s has no key %s; its keys are %s", name, excerpt,
                       known);
    }
    return TT_OK;
}

tt_status tt_spec_parse(tt_json *out, const char *text, const char *name, const char *const *keys, tt_error *err) {
    TT_TRY(tt_json_parse(out, text, strlen(text), err));
    tt_status status = out->nodes[0].type == TT_JSON_OBJECT
                           ? check_keys(out, name, keys, err)
                           : tt_fail(err, TT_E_CONFIG, 0, "%s must be a JSON object", name);
    if (status != TT_OK) tt_json_free(out);
    return status;
}

tt_status tt_spec_integer(int64_t *out, const tt_json *json, const char *key, int64_t least, int64_t most,
                          tt_error *err) {
    const int32_t node = tt_json_get(json, 0, key);
    int64_t number;
    if (node < 0) return TT_OK;
    if (tt_json_integer(json, node, &number) && number >= least && number <= most) {
        *out = number;
        return TT_OK;
    }
    char excerpt[TT_JSON_EXCERPT];
    tt_json_excerpt(excerpt, json, node);
    if (least == INT64_MIN) {
        return tt_fail(err, TT_E_CONFIG, json->nodes[node].start, "%s must be a whole number, not %s", key, excerpt);
    }
    return tt_fail(err, TT_E_CONFIG, json->nodes[node].start, "%s must be a whole number from %lld to %lld, not %s",
                   key, (long long)least, (long long)most, excerpt);
}

tt_status tt_spec_bool(bool *out, const tt_json *json, const char *key, tt_error *err) {
    const int32_t node = tt_json_get(json, 0, key);
    if (node < 0 || tt_json_bool(json, node, out)) return TT_OK;
    return tt_fail(err, TT_E_CONFIG, json->nodes[node].start, "%s must be true or false", key);
}

tt_status tt_spec_choice(int *out, const tt_json *json, const char *key, const char *const *choices, tt_error *err) {
    const int32_t node = tt_json_get(json, 0, key);
    if (node < 0) return TT_OK;
    for (int i = 0; choices[i]; i++) {
        if (!tt_json_equals(json, node, choices[i])) continue;
        *out = i;
        return TT_OK;
    }
    char known[160];
    list(known, sizeof known, choices);
    return tt_fail(err, TT_E_CONFIG, json->nodes[node].start, "%s must be one of %s", key, known);
}
