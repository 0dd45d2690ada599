/* SPDX-License-Identifier: Apache-2.0 */
#include <stdlib.h>
#include <string.h>

#include "api/handles.h"

tt_status tt_data_new(tt_data **out, tt_model *model, const char *spec_json, const char *texts, const uint32_t *ends,
                      const float *labels, int rows, tt_error *err) {
    tt_json json;
    int64_t max_length = 128, parts = 1;
    *out = NULL;
    TT_TRY(tt_json_parse(&json, spec_json, strlen(spec_json), err));
    tt_json_integer(&json, tt_json_get(&json, 0, "max_length"), &max_length);
    tt_json_integer(&json, tt_json_get(&json, 0, "parts"), &parts);
    tt_json_free(&json);
    if (rows < 1) return tt_fail(err, TT_E_DATA, -1, "there are no rows");
    if (parts != 1 && parts != 2) {
        return tt_fail(err, TT_E_CONFIG, -1, "a row has 1 text or 2, not %lld", (long long)parts);
    }
    TT_TRY(tt_check_length(model, max_length, (int)parts, err));
    if (parts == 2 && model->shape.type_vocab_size < 2) {
        return tt_fail(err, TT_E_CONFIG, -1,
                       "this model knows one segment only (type_vocab_size 1) and cannot read pairs");
    }
    tt_data *data = calloc(1, sizeof *data);
    if (!data) return tt_no_memory(err, "the data");
    data->model = model;
    const tt_rows_source source = {.texts = texts,
                                   .ends = ends,
                                   .labels = labels,
                                   .rows = rows,
                                   .parts = (int32_t)parts,
                                   .width = 1,
                                   .max_length = (int32_t)max_length};
    tt_status status = tt_rows_new(&data->rows, model->tokenizer, &source, model->shape.vocab_size, err);
    if (status != TT_OK) {
        tt_data_free(data);
        return status;
    }
    *out = data;
    return TT_OK;
}

void tt_data_free(tt_data *data) {
    if (!data) return;
    tt_rows_free(&data->rows);
    tt_text_free(&data->text);
    free(data);
}

tt_status tt_data_info(const char **json, tt_data *data, tt_error *err) {
    const tt_rows *rows = &data->rows;
    tt_text *out = &data->text;
    size_t tokens = rows->starts[rows->sequences];
    tt_text_reset(out);
    tt_text_put(out, "{\"rows\":%d,\"tokens\":%zu,\"cut\":%d,\"unknown_share\":", (int)rows->rows, tokens,
                (int)rows->cut);
    tt_text_number(out, (double)rows->unknown / (double)tokens);
    tt_text_put(out, ",\"length_counts\":[");
    for (int32_t n = 0; n < rows->max_length + 2; n++) {
        tt_text_put(out, "%s%d", n ? "," : "", (int)rows->length_counts[n]);
    }
    tt_text_put(out, "]}");
    return tt_text_end(json, out, err);
}

tt_status tt_check_labels(const tt_model *model, const tt_data *data, const char *what, tt_error *err) {
    int outputs = tt_outputs(model);
    if (!data->rows.labels) return tt_fail(err, TT_E_DATA, -1, "the %s rows have no labels", what);
    for (int32_t row = 0; row < data->rows.rows; row++) {
        float label = data->rows.labels[row];
        if (!(label >= 0 && label < (float)outputs) || label != (float)(int)label) {
            return tt_fail(err, TT_E_DATA, row, "%s row %d: the label %g is none of the head's classes 0 to %d", what,
                           (int)row, (double)label, outputs - 1);
        }
    }
    return TT_OK;
}
