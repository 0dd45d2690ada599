/* SPDX-License-Identifier: Apache-2.0
 * Reads the small JSON objects that describe a head, rows, a file or an adjustment. */
#ifndef TT_SPEC_H
#define TT_SPEC_H

#include "base/json.h"

/* Parses `text`: one object, whose keys are all among `keys` (ending in NULL). `name` names the object in errors
 * (TT_E_CONFIG). On failure there is nothing to free; else tt_json_free. */
tt_status tt_spec_parse(tt_json *out, const char *text, const char *name, const char *const *keys, tt_error *err);
/* The member `key`, a whole number in `least` .. `most` (INT64_MIN, INT64_MAX: no bounds); `out` is untouched where it
 * is missing. */
tt_status tt_spec_integer(int64_t *out, const tt_json *json, const char *key, int64_t least, int64_t most,
                          tt_error *err);
tt_status tt_spec_bool(bool *out, const tt_json *json, const char *key, tt_error *err);
/* Which of `choices` (ending in NULL) the member is; `out` is untouched where it is missing. */
tt_status tt_spec_choice(int *out, const tt_json *json, const char *key, const char *const *choices, tt_error *err);

#endif
