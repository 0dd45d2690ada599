/* SPDX-License-Identifier: Apache-2.0
 * The table -> safetensors, in pieces of any size. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "model/checkpoint.h"
#include "model/effective.h"
#include "model/safetensors.h"

enum { PREFIX = 8, BLOCK = 1024 };

struct tt_export {
    const tt_params *params;
    const char *prefix; /* of every tensor's name */
    int32_t *rows;      /* [count] of the table */
    int32_t count;
    tt_dtype dtype;
    tt_text front;   /* length and header */
    size_t front_at; /* bytes of it given */
    int32_t current; /* row */
    size_t number;   /* of the current row */
    unsigned char pending[4];
    size_t pending_at, pending_size; /* bytes of a number that the last piece had no room for */
};

static void add_rows(tt_export *export, unsigned groups) {
    const tt_params *params = export->params;
    if (!(groups & 1u << TT_ENCODER) && params->head_pooler) groups |= 1u << TT_POOLER;
    const bool with_head = groups >> TT_HEAD & 1 && params->task && !params->task->mlm;
    if (with_head && !tt_params_pools(params)) groups &= ~(1u << TT_POOLER);
    for (int i = 0; i < params->count; i++) {
        const tt_param *row = &params->items[i];
        if ((groups >> row->group & 1) && tt_param_size(row) > 0) export->rows[export->count++] = i;
    }
}

static tt_status check_numbers(const tt_export *export, tt_error *err) {
    const real limit = (real)tt_dtype_limit(export->dtype);
    for (int32_t i = 0; i < export->count; i++) {
        const tt_param *row = &export->params->items[export->rows[i]];
        real numbers[BLOCK];
        for (size_t k = 0; k < tt_param_size(row); k++) {
            if (k % BLOCK == 0) {
                tt_effective_read(numbers, export->params, export->rows[i], k,
                                  tt_min_size(BLOCK, tt_param_size(row) - k));
            }
            const real number = numbers[k % BLOCK];
            if (number < limit && number > -limit) continue;
            return tt_fail(err, TT_E_NUMERIC, (int64_t)k, "number %zu of %s is %g, which %s cannot hold%s", k,
                           row->name, (double)number, export->dtype == TT_F16 ? "F16" : "F32",
                           isfinite(number) ? ": save as F32" : "");
        }
    }
    return TT_OK;
}

/* The members of the caller's object, as they stand in its text. */
static tt_status write_metadata(tt_text *text, const tt_json *json, int32_t metadata, tt_error *err) {
    if (json && metadata >= 0 && json->nodes[metadata].type != TT_JSON_OBJECT) {
        return tt_fail(err, TT_E_CONFIG, -1, "metadata must be an object of strings");
    }
    tt_text_put(text, "{\"__metadata__\":{\"format\":\"pt\"");
    for (int32_t i = json ? tt_json_first(json, metadata) : -1; i >= 0; i = json->nodes[i].next) {
        const tt_json_node *key = &json->nodes[i], *value = key + 1;
        if (value->type != TT_JSON_STRING) {
            char name[TT_JSON_EXCERPT];
            tt_json_excerpt(name, json, i);
            return tt_fail(err, TT_E_CONFIG, -1,
                           "metadata %s is no string; the metadata of a safetensors file must be strings", name);
        }
        if (tt_json_equals(json, i, "format")) continue;
        tt_text_put(text, ",\"");
        tt_text_bytes(text, json->text + key->start, key->end - key->start);
        tt_text_put(text, "\":\"");
        tt_text_bytes(text, json->text + value->start, value->end - value->start);
        tt_text_put(text, "\"");
    }
    tt_text_put(text, "}");
    return TT_OK;
}

/* Returns the bytes of all tensors. */
static unsigned long long write_tensors(tt_text *text, const tt_export *export) {
    unsigned long long begin = 0;
    for (int32_t i = 0; i < export->count; i++) {
        const tt_param *row = &export->params->items[export->rows[i]];
        const unsigned long long end = begin + tt_param_size(row) * tt_dtype_size(export->dtype);
        tt_text_put(text, ",\"%s%s\":{\"dtype\":\"%s\",\"shape\":[", export->prefix, row->name,
                    export->dtype == TT_F16 ? "F16" : "F32");
        if (row->kind == TT_TABLE || row->kind == TT_MATRIX) tt_text_put(text, "%d,", row->rows);
        tt_text_put(text, "%d],\"data_offsets\":[%llu,%llu]}", row->cols, begin, end);
        begin = end;
    }
    tt_text_put(text, "}");
    return begin;
}

static tt_status write_front(size_t *total, tt_export *export, const tt_json *json, int32_t metadata, tt_error *err) {
    tt_text *text = &export->front;
    const char *ignore;
    tt_text_bytes(text, "\0\0\0\0\0\0\0", PREFIX);
    TT_TRY(write_metadata(text, json, metadata, err));
    const unsigned long long data = write_tensors(text, export);
    while (text->n % 8 != 0 && !text->failed) tt_text_put(text, " "); /* tensors begin at a multiple of 8 */
    TT_TRY(tt_text_end(&ignore, text, err));
    const uint64_t header_size = text->n - PREFIX;
    if (header_size > TT_HEADER_MAX || data > SIZE_MAX - text->n) {
        return tt_fail(err, TT_E_CONFIG, -1, "metadata or weights are too large for one safetensors file");
    }
    memcpy(text->bytes, &header_size, PREFIX);
    *total = text->n + (size_t)data;
    return TT_OK;
}

static tt_status begin(size_t *total, tt_export *export, unsigned groups, const char *dtype, const tt_json *json,
                       int32_t metadata, tt_error *err) {
    if (strcmp(dtype, "F32") != 0 && strcmp(dtype, "F16") != 0) {
        return tt_fail(err, TT_E_CONFIG, -1, "dtype \"%.20s\" cannot be written; \"F32\" and \"F16\" can", dtype);
    }
    if (groups == 1u << TT_HEAD && !tt_params_has_head(export->params)) {
        return tt_fail(err, TT_E_STATE, -1, "the model has no head to save: give it one and train it first");
    }
    export->prefix = groups & 1u << TT_ADAPTERS ? "base_model.model." : "";
    export->dtype = dtype[1] == '3' ? TT_F32 : TT_F16;
    export->rows = malloc((size_t) export->params->count * sizeof *export->rows);
    if (!export->rows) return tt_fail(err, TT_E_MEMORY, -1, "not enough memory to write a checkpoint");
    add_rows(export, groups);
    TT_TRY(check_numbers(export, err));
    return write_front(total, export, json, metadata, err);
}

tt_status tt_export_new(tt_export **out, size_t *total, const tt_params *params, unsigned groups, const char *dtype,
                        const tt_json *json, int32_t metadata, tt_error *err) {
    tt_export *export = calloc(1, sizeof *export);
    *out = NULL;
    if (!export) return tt_fail(err, TT_E_MEMORY, -1, "not enough memory to write a checkpoint");
    export->params = params;
    tt_status status = begin(total, export, groups, dtype, json, metadata, err);
    if (status != TT_OK) {
        tt_export_free(export);
        return status;
    }
    *out = export;
    return TT_OK;
}

void tt_export_free(tt_export *export) {
    if (!export) return;
    free(export->rows);
    tt_text_free(&export->front);
    free(export);
}

/* Fills `out` with as many whole numbers of the current row as fit; the next one goes to `pending`. */
static size_t read_numbers(tt_export *export, unsigned char *out, size_t cap) {
    const tt_param *row = &export->params->items[export->rows[export->current]];
    const size_t size = tt_dtype_size(export->dtype), left = tt_param_size(row) - export->number;
    const size_t count = tt_min_size(tt_min_size(cap / size, left), BLOCK);
    real numbers[BLOCK];
    tt_effective_read(numbers, export->params, export->rows[export->current], export->number, count ? count : 1);
    export->number += count ? count : 1;
    if (count > 0) {
        tt_encode(out, numbers, count, export->dtype);
    } else {
        tt_encode(export->pending, numbers, 1, export->dtype);
        export->pending_at = 0;
        export->pending_size = size;
    }
    if (export->number == tt_param_size(row)) {
        export->number = 0;
        export->current++;
    }
    return count * size;
}

tt_status tt_export_next(size_t *n, tt_export *export, void *piece, size_t cap, tt_error *err) {
    unsigned char *out = piece;
    size_t used = tt_min_size(export->front.n - export->front_at, cap);
    (void)err;
    memcpy(out, export->front.bytes + export->front_at, used);
    export->front_at += used;
    while (used < cap) {
        if (export->pending_at < export->pending_size) {
            out[used++] = export->pending[export->pending_at++];
        } else if (export->current < export->count) {
            used += read_numbers(export, out + used, cap - used);
        } else {
            break;
        }
    }
    *n = used;
    const bool more = export->front_at < export->front.n || export->pending_at < export->pending_size ||
                      export->current < export->count;
    return more ? TT_OK : TT_DONE;
}
