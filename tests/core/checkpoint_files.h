/* SPDX-License-Identifier: Apache-2.0
 * Checkpoints in memory: a tiny encoder, files of it as other programs write them, and imports in pieces. */
#ifndef TT_CHECKPOINT_FILES_H
#define TT_CHECKPOINT_FILES_H

#include "check.h"
#include "model/checkpoint.h"
#include "model/safetensors.h"
#include "streams.h"

static const tt_shape shape = {.family = &tt_bert,
                               .embedding_size = 4,
                               .hidden_size = 4,
                               .num_hidden_layers = 2,
                               .num_attention_heads = 1,
                               .intermediate_size = 6,
                               .max_position_embeddings = 5,
                               .vocab_size = 9,
                               .type_vocab_size = 2,
                               .initializer_range = 0.02};
static const size_t pieces[] = {1, 7, 64, 1 << 20};
enum { PIECES = 4, FILE_MAX = 32768 };

typedef struct {
    unsigned char bytes[FILE_MAX];
    size_t n;
} file;

static inline tt_params new_params(int outputs) {
    tt_params params;
    CHECK_OK(tt_params_new(&params, &shape, &err));
    if (outputs) CHECK_OK(tt_params_head(&params, &shape, tt_task_at(0), outputs, TT_POOL_CLS, 3, &err));
    return params;
}

/* Distinct numbers that even BF16 keeps exactly. */
static inline void fill(tt_params *params) {
    int k = 0;
    for (int i = 0; i < params->count; i++) {
        for (size_t j = 0; j < tt_param_size(&params->items[i]); j++, k++) {
            params->items[i].data[j] = (real)ldexp((k % 2 ? 1 : -1) * (1 + k % 128 / 128.0), k / 128 % 8 - 4);
        }
    }
}

static inline bool same(const tt_params *a, const tt_params *b, int count) {
    for (int i = 0; i < count; i++) {
        const size_t size = tt_param_size(&a->items[i]);
        if (size > 0 && memcmp(a->items[i].data, b->items[i].data, size * sizeof(real)) != 0) return false;
    }
    return true;
}

static inline void export_all(file *out, const tt_params *params, unsigned groups, const char *dtype, size_t piece) {
    tt_export *export;
    tt_status status = TT_OK;
    size_t total, n;
    out->n = 0;
    CHECK_OK(tt_export_new(&export, &total, params, groups, dtype, NULL, -1, &err));
    while (status == TT_OK) {
        size_t cap = piece < FILE_MAX - out->n ? piece : FILE_MAX - out->n;
        status = tt_export_next(&n, export, out->bytes + out->n, cap, NULL);
        out->n += n;
    }
    CHECK(status == TT_DONE && out->n == total);
    tt_export_free(export);
}

/* Writes `n` bytes and ends the file. */
static inline tt_status feed(tt_import *import, const unsigned char *bytes, size_t n, size_t piece, tt_error *err) {
    for (size_t at = 0; at < n; at += piece) {
        TT_TRY(tt_import_write(import, bytes + at, piece < n - at ? piece : n - at, err));
    }
    return tt_import_end_file(import, err);
}

static inline tt_status import_all(tt_params *params, bool head, const file *in, size_t piece, tt_error *err) {
    tt_import *import;
    TT_TRY(tt_import_new(&import, params, head, err));
    tt_status status = feed(import, in->bytes, in->n, piece, err);
    tt_import_free(import);
    return status;
}

static inline void put_file(file *out, const char *header, const void *data, size_t n) {
    const size_t size = strlen(header);
    const uint64_t size_field = size;
    memcpy(out->bytes, &size_field, 8);
    memcpy(out->bytes + 8, header, size);
    if (n) memcpy(out->bytes + 8 + size, data, n);
    out->n = 8 + size + n;
}

/* The table's rows from `first` on as a file of another writer: any dtype, names without prefix or with
 * those of wrappers, gamma and beta, backwards, with a tensor among them that is none of ours. */
static inline void put_foreign(file *out, const tt_params *params, int first, int end, tt_dtype dtype) {
    static char header[FILE_MAX];
    static unsigned char data[FILE_MAX];
    static const char *const wrappers[] = {"", "module.", "_orig_mod.", "model.", "module._orig_mod.bert."};
    size_t at = 16;
    int n = snprintf(header, sizeof header,
                     "{\"embeddings.position_ids\":{\"dtype\":\"I64\",\"shape\":[1,2],"
                     "\"data_offsets\":[0,16]},\"cls.empty\":{\"dtype\":\"F32\",\"shape\":[0],"
                     "\"data_offsets\":[16,16]}");
    for (int i = end - 1; i >= first; i--) {
        const tt_param *row = &params->items[i];
        char name[80], dims[32];
        if (row->rows == 0) continue;
        snprintf(name, sizeof name, "%s%s", wrappers[i % 5], row->name + (strncmp(row->name, "bert.", 5) == 0 ? 5 : 0));
        char *norm = strstr(name, "LayerNorm.");
        if (norm) strcpy(norm + 10, row->kind == TT_NORM_WEIGHT ? "gamma" : "beta");
        const bool matrix = row->kind == TT_TABLE || row->kind == TT_MATRIX;
        snprintf(dims, sizeof dims, matrix ? "%d,%d" : "%.0d%d", matrix ? row->rows : 0, row->cols);
        const size_t bytes = tt_param_size(row) * tt_dtype_size(dtype);
        n += snprintf(header + n, sizeof header - (size_t)n,
                      ", \"%s\" : {\"shape\":[%s],\"data_offsets\":[%zu,%zu],\"dtype\":\"%s\"}", name, dims, at,
                      at + bytes,
                      dtype == TT_F32   ? "F32"
                      : dtype == TT_F16 ? "F16"
                      : dtype == TT_F64 ? "F64"
                                        : "BF16");
        if (dtype == TT_BF16) {
            for (size_t k = 0; k < tt_param_size(row); k++) {
                const float value = (float)row->data[k];
                memcpy(data + at + 2 * k, (const unsigned char *)&value + 2, 2);
            }
        } else if (dtype == TT_F64) {
            for (size_t k = 0; k < tt_param_size(row); k++) {
                const double value = (double)row->data[k];
                memcpy(data + at + 8 * k, &value, 8);
            }
        } else {
            tt_encode(data + at, row->data, tt_param_size(row), dtype);
        }
        at += bytes;
    }
    snprintf(header + n, sizeof header - (size_t)n, "}   ");
    put_file(out, header, data, at);
}

#endif
