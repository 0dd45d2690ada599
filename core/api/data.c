/* SPDX-License-Identifier: Apache-2.0 */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "api/handles.h"
#include "api/spec.h"
#include "data/mlm_masking.h"

/* How texts are cut and labelled. */
static tt_status read_spec(tt_rows_source *source, bool *mlm, const tt_json *json, const tt_model *model,
                           tt_error *err) {
    static const char *const cuts[] = {"head", "tail", "head_tail", NULL};
    int64_t max_length = 128, parts = 1, width = 1, stride = 0;
    int truncation = 0;
    TT_TRY(tt_spec_integer(&max_length, json, "max_length", INT64_MIN, INT64_MAX, err));
    TT_TRY(tt_spec_integer(&parts, json, "parts", 1, 2, err));
    TT_TRY(tt_spec_integer(&width, json, "width", 1, TT_MAX_OUTPUTS, err));
    TT_TRY(tt_spec_integer(&stride, json, "stride", INT64_MIN, INT64_MAX, err));
    TT_TRY(tt_spec_choice(&truncation, json, "truncation", cuts, err));
    TT_TRY(tt_spec_bool(mlm, json, "mlm", err));
    TT_TRY(tt_spec_bool(&source->offsets, json, "offsets", err));
    TT_TRY(tt_check_length(model, max_length, (int)parts, err));
    source->truncation = (tt_truncation)truncation;
    /* of a pair's room the text with the windows has half at least */
    const int64_t most = (max_length - tt_frame_size(tt_tokenizer_frame(model->tokenizer), (int)parts) - 1) / parts;
    if (stride < 0 || (stride > 0 && stride > most)) {
        return tt_fail(err, TT_E_CONFIG, -1,
                       "stride is %lld; windows of %lld tokens can share from 1 to %lld, and 0 means no windows",
                       (long long)stride, (long long)max_length, (long long)most);
    }
    if (stride > 0 && source->truncation != TT_CUT_HEAD) {
        return tt_fail(err, TT_E_CONFIG, -1, "with a stride a text is read whole: leave truncation out");
    }
    source->parts = (int32_t)parts;
    source->width = (int32_t)width;
    source->stride = (int32_t)stride;
    source->max_length = (int32_t)max_length;
    return TT_OK;
}

static tt_status check_source(const tt_rows_source *source, bool mlm, const tt_model *model, tt_error *err) {
    if (source->rows < 1) return tt_fail(err, TT_E_DATA, -1, "there are no rows");
    if (source->parts == 2 && model->shape.type_vocab_size == 1 && !model->shape.family->one_segment) {
        return tt_fail(err, TT_E_CONFIG, -1,
                       "this model has one segment only (type_vocab_size 1) and cannot read pairs");
    }
    if (mlm && (source->spans || source->labels || source->parts != 1)) {
        return tt_fail(err, TT_E_CONFIG, -1,
                       "rows for masked-language modelling are single texts without labels and words");
    }
    if (mlm && tt_mask_of(model) < 0) {
        return tt_fail(err, TT_E_CONFIG, -1,
                       "the vocabulary has no [MASK] with an embedding, which masked-language modelling needs");
    }
    if (source->spans && (source->parts != 1 || source->width != 1)) {
        return tt_fail(err, TT_E_CONFIG, -1, "rows of words have one text each, and words one label");
    }
    return TT_OK;
}

static tt_status make_rows(tt_data *data, tt_rows_source *source, const char *spec_json, tt_error *err) {
    static const char *const keys[] = {"max_length", "parts", "width", "truncation", "stride", "mlm", "offsets", NULL};
    const tt_model *model = data->model;
    tt_json json;
    bool mlm = false;
    TT_TRY(tt_spec_parse(&json, spec_json, "the description of rows", keys, err));
    tt_status status = read_spec(source, &mlm, &json, model, err);
    tt_json_free(&json);
    TT_TRY(status);
    TT_TRY(check_source(source, mlm, model, err));
    const int32_t vocab = model->shape.vocab_size, positions = tt_shape_positions(&model->shape);
    tt_rows *apart = source->parts == 2 ? &data->apart : NULL;
    TT_TRY(tt_rows_new(&data->rows, apart, model->tokenizer, source, vocab, positions, err));
    if (source->labels) TT_TRY(tt_rows_keep(&data->rows, model->shape.hidden_size, err));
    return mlm ? tt_mlm_prepare(&data->rows, err) : TT_OK;
}

tt_status tt_data_new(tt_data **out, tt_model *model, const char *spec_json, const char *texts, const uint32_t *ends,
                      const uint32_t *word_ends, const uint32_t *spans, const double *labels, int rows, tt_error *err) {
    tt_rows_source source = {
        .texts = texts, .ends = ends, .labels = labels, .rows = rows, .word_ends = word_ends, .spans = spans};
    *out = NULL;
    if (!word_ends != !spans) {
        return tt_fail(err, TT_E_DATA, -1, "rows of words need both word_ends and spans, and other rows neither");
    }
    tt_data *data = calloc(1, sizeof *data);
    if (!data) return tt_no_memory(err, "the data");
    data->references = 1;
    data->model = model;
    model->references++;
    tt_status status = make_rows(data, &source, spec_json, err);
    if (status != TT_OK) {
        tt_data_free(data);
        return status;
    }
    *out = data;
    return TT_OK;
}

void tt_data_free(tt_data *data) {
    if (!data || --data->references > 0) return;
    tt_rows_free(&data->rows);
    tt_rows_free(&data->apart);
    tt_text_free(&data->text);
    tt_model_free(data->model);
    free(data);
}

tt_status tt_data_info(const char **json, tt_data *data, tt_error *err) {
    const tt_rows *rows = &data->rows;
    tt_text *out = &data->text;
    size_t tokens = rows->starts[rows->sequences];
    tt_text_reset(out);
    tt_text_put(out, "{\"rows\":%d,\"items\":%d,\"reads\":%d,\"sequences\":%d,\"tokens\":%zu", (int)rows->rows,
                (int)rows->items, (int)rows->read_count, (int)rows->sequences, tokens);
    tt_text_put(out, ",\"cut\":%d,\"unknown_share\":", (int)rows->cut);
    tt_text_number(out, (double)rows->unknown / (double)tokens);
    tt_text_put(out, ",\"length_counts\":[");
    for (int32_t n = 0; n < rows->positions + 2; n++) {
        tt_text_put(out, "%s%d", n ? "," : "", (int)rows->length_counts[n]);
    }
    tt_text_put(out, "]}");
    return tt_text_end(json, out, err);
}

/* Where item `i` is, for a sentence. */
static void put_place(char out[64], const tt_rows *rows, int32_t item, int32_t *row) {
    *row = 0;
    while (rows->item_starts[*row + 1] <= item) (*row)++;
    if (rows->words) {
        snprintf(out, 64, "row %d, word %d", (int)*row, (int)(item - rows->item_starts[*row]));
    } else {
        snprintf(out, 64, "row %d", (int)*row);
    }
}

/* The largest number that a head learns: weights in its units are finite as floats. */
#define LARGEST 1e30

static bool good_label(const tt_task *task, double label, int outputs) {
    if (task->classes) return label >= 0 && label < outputs && label == (int)label;
    return task->binary ? label == 0 || label == 1 : fabs(label) <= LARGEST;
}

static tt_status refuse_label(const tt_model *model, const tt_rows *rows, size_t i, const char *what, tt_error *err) {
    const tt_task *task = model->params.task;
    const size_t width = (size_t)rows->width;
    char place[64], rule[64];
    int32_t row;
    snprintf(rule, sizeof rule, "is no number between %g and %g", -LARGEST, LARGEST);
    put_place(place, rows, (int32_t)(i / width), &row);
    if (task->classes) {
        snprintf(rule, sizeof rule, "is none of the head's classes 0 to %d", tt_outputs(model) - 1);
    } else if (task->binary) {
        snprintf(rule, sizeof rule, "of output %zu is neither 0 nor 1", i % width);
    }
    return tt_fail(err, TT_E_DATA, row, "%s %s: the label %.15g %s", what, place, rows->labels[i], rule);
}

tt_status tt_data_lend(tt_data *data, tt_data *of, const int32_t *places, tt_error *err) {
    const tt_model *model = data->model;
    if (of->model != model) return tt_fail(err, TT_E_STATE, -1, "these rows were tokenized for different models");
    for (int32_t row = 0; row < of->rows.rows; row++) {
        if (places[row] >= 0 && places[row] < data->rows.rows) continue;
        return tt_fail(err, TT_E_DATA, row, "row %d: there is no row %d", (int)row, (int)places[row]);
    }
    if (!data->rows.kept || !of->rows.kept || data->rows.words || of->rows.words) return TT_OK;
    tt_kept_for(&data->rows, model->params.version);
    tt_kept_for(&of->rows, model->params.version);
    tt_rows_lend(&data->rows, &of->rows, places, model->shape.hidden_size);
    return TT_OK;
}

tt_rows *tt_rows_of(const tt_model *model, tt_data *data) {
    const bool compares = !model->params.task->mlm && model->params.pooling == TT_POOL_COMPARED;
    return compares ? &data->apart : &data->rows;
}

size_t tt_data_bytes(const tt_data *data) {
    return tt_rows_bytes(&data->rows) + (data->apart.rows > 0 ? tt_rows_bytes(&data->apart) : 0);
}

tt_status tt_check_rows(const tt_model *model, const tt_data *data, const char *what, tt_error *err) {
    const tt_rows *rows = &data->rows;
    const tt_task *task = model->params.task;
    if (data->model != model) {
        return tt_fail(err, TT_E_STATE, -1, "the %s rows were tokenized for another model", what);
    }
    if ((rows->mlm_inputs != NULL) != task->mlm) {
        return tt_fail(err, TT_E_DATA, -1, "the %s rows %s, but the task is %s", what,
                       rows->mlm_inputs ? "have gaps" : "have no gaps", task->name);
    }
    if (rows->words != task->words) {
        return tt_fail(err, TT_E_DATA, -1, "the %s rows are %s, but the task is %s", what,
                       rows->words ? "rows of words" : "texts without words", task->name);
    }
    if (task->mlm || model->params.pooling != TT_POOL_COMPARED || data->apart.rows > 0) return TT_OK;
    return tt_fail(err, TT_E_DATA, -1, "the head compares two texts, but the %s rows are single texts", what);
}

tt_status tt_check_outputs(const double *outputs, const tt_rows *rows, int width, tt_error *err) {
    for (size_t i = 0; i < (size_t)rows->items * (size_t)width; i++) {
        if (isfinite(outputs[i])) continue;
        char place[64];
        int32_t row;
        put_place(place, rows, (int32_t)(i / (size_t)width), &row);
        return tt_fail(err, TT_E_DATA, row, "%s: output %zu is no finite number", place, i % (size_t)width);
    }
    return TT_OK;
}

tt_status tt_check_labels(const tt_model *model, const tt_data *data, const char *what, tt_error *err) {
    const tt_rows *rows = &data->rows;
    const int outputs = tt_outputs(model), width = tt_task_width(model->params.task, outputs);
    if (!rows->labels) return tt_fail(err, TT_E_DATA, -1, "the %s rows have no labels", what);
    if (rows->width != width) {
        return tt_fail(err, TT_E_DATA, -1, "the %s rows have %d labels each; the head of %d outputs needs %d", what,
                       (int)rows->width, outputs, width);
    }
    if ((int64_t)rows->items * outputs > INT32_MAX) {
        return tt_fail(err, TT_E_DATA, -1,
                       "%d labels of the %s rows with %d outputs each are more than %d numbers; take fewer rows",
                       (int)rows->items, what, outputs, INT32_MAX);
    }
    for (size_t i = 0; i < (size_t)rows->items * (size_t)width; i++) {
        if (!good_label(model->params.task, rows->labels[i], outputs)) return refuse_label(model, rows, i, what, err);
    }
    return TT_OK;
}
