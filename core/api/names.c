/* SPDX-License-Identifier: Apache-2.0 */
#include <stdlib.h>

#include "api/handles.h"

/* Tokens of a name that are read. */
enum { LONGEST = 64 };

/* The strings of the array, end to end in `texts`. */
static tt_status read_names(char *texts, uint32_t *ends, const tt_json *json, int32_t array, tt_error *err) {
    size_t n, at = 0;
    int32_t i = 0;
    for (int32_t node = tt_json_first(json, array); node >= 0; node = json->nodes[node].next) {
        if (!tt_json_string(json, node, texts + at, json->nodes[node].end - json->nodes[node].start + 1, &n)) {
            return tt_fail(err, TT_E_CONFIG, i, "name %d of the labels is no text", (int)i);
        }
        at += n;
        ends[i++] = (uint32_t)at;
    }
    return TT_OK;
}

tt_status tt_names_new(tt_rows *out, const tt_model *model, const tt_json *json, int32_t outputs, tt_error *err) {
    const int32_t array = tt_json_get(json, 0, "names"), positions = tt_shape_positions(&model->shape);
    *out = (tt_rows){0};
    if (array < 0) return TT_OK;
    if (json->nodes[array].type != TT_JSON_ARRAY || json->nodes[array].size != outputs) {
        return tt_fail(err, TT_E_CONFIG, -1, "names must be a list with the name of each of the %d outputs",
                       (int)outputs);
    }
    char *texts = malloc(json->nodes[array].end - json->nodes[array].start + 1);
    uint32_t *ends = malloc((size_t)outputs * sizeof *ends);
    tt_status status =
        texts && ends ? read_names(texts, ends, json, array, err) : tt_no_memory(err, "the names of the labels");
    if (status == TT_OK) {
        const tt_rows_source source = {.texts = texts,
                                       .ends = ends,
                                       .rows = outputs,
                                       .parts = 1,
                                       .width = 1,
                                       .max_length = positions < LONGEST ? positions : LONGEST};
        status = tt_rows_new(out, NULL, model->tokenizer, &source, model->shape.vocab_size, positions, err);
        if (status == TT_E_DATA) status = TT_OK; /* a piece has no embedding: the labels do without names */
    }
    free(texts);
    free(ends);
    return status;
}
