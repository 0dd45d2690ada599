/* SPDX-License-Identifier: Apache-2.0 */
#include "model/family.h"

#include <stdio.h>
#include <string.h>

static const tt_family *const table[] = {&tt_bert, &tt_distilbert, &tt_electra};

enum { FAMILIES = sizeof table / sizeof table[0] };

const tt_family *tt_family_at(int i) { return i < FAMILIES ? table[i] : NULL; }

const tt_family *tt_family_find(const tt_json *json, int32_t node) {
    for (int i = 0; i < FAMILIES; i++) {
        if (tt_json_equals(json, node, table[i]->model_type)) return table[i];
    }
    return NULL;
}

void tt_family_list(char *out, size_t cap) {
    size_t n = 0;
    for (int i = 0; i < FAMILIES && n < cap; i++) {
        const char *between = i == 0 ? "" : i == FAMILIES - 1 ? " and " : ", ";
        n += (size_t)snprintf(out + n, cap - n, "%s%s", between, table[i]->model_type);
    }
}
