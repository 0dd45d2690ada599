/* SPDX-License-Identifier: Apache-2.0
 * Reads tests/golden/encoder: a model, its batches and what PyTorch made of them. */
#ifndef TT_GOLDEN_H
#define TT_GOLDEN_H

#include "check.h"
#include "data/rows.h"
#include "model/checkpoint.h"

typedef struct {
    tt_shape shape;
    tt_params params;
    char *index;     /* goldens.txt */
    double *numbers; /* goldens.f64 */
    char *batches_text;
    tt_json batches;
} golden;

static inline void golden_load(golden *g, const char *folder) {
    size_t n;
    tt_import *import;
    char *config = read_file(folder, "config.json", &n);
    CHECK_OK(tt_shape_parse(&g->shape, config, &err));
    free(config);
    CHECK_OK(tt_params_new(&g->params, &g->shape, &err));
    if (g->shape.outputs) {
        CHECK_OK(tt_params_head(&g->params, &g->shape, g->shape.task, g->shape.outputs, g->shape.pooling, 1, &err));
    }
    CHECK_OK(tt_import_new(&import, &g->params, false, &err));
    char *file = read_file(folder, "model.safetensors", &n);
    CHECK_OK(tt_import_write(import, file, n, &err));
    CHECK_OK(tt_import_end_file(import, &err));
    tt_import_free(import);
    free(file);
    g->index = read_file(folder, "goldens.txt", &n);
    g->numbers = (double *)(void *)read_file(folder, "goldens.f64", &n);
    g->batches_text = read_file(folder, "batches.json", &n);
    CHECK_OK(tt_json_parse(&g->batches, g->batches_text, n, &err));
}

static inline void golden_free(golden *g) {
    tt_params_free(&g->params);
    tt_json_free(&g->batches);
    free(g->index);
    free(g->numbers);
    free(g->batches_text);
}

/* The numbers under `name`; a name that is not there ends the program. */
static inline const double *golden_find(const golden *g, const char *name, size_t *count) {
    size_t n = strlen(name);
    for (const char *line = g->index; *line; line = strchr(line, '\n') + 1) {
        size_t offset;
        if (strncmp(line, name, n) == 0 && line[n] == ' ' && sscanf(line + n, "%zu %zu", &offset, count) == 2) {
            return g->numbers + offset;
        }
    }
    printf("no golden '%s'\n", name);
    exit(2);
}

/* Largest difference, as a share of the largest golden number. */
static inline double golden_error(const golden *g, const char *name, const real *got, size_t n) {
    size_t count;
    const double *want = golden_find(g, name, &count);
    double most = 0, off = 0;
    CHECK(count == n);
    for (size_t i = 0; i < count && i < n; i++) {
        double d = fabs((double)got[i] - want[i]);
        if (fabs(want[i]) > most) most = fabs(want[i]);
        if (!(d <= off)) off = d;
    }
    return off / (most > 0 ? most : 1);
}

/* The bias of keys, whose gradient is truly zero: see tests/golden/README.md. */
static inline bool golden_key_bias(const golden *g, int row) {
    return g->params.items[row].layer >= 0 && (row - TT_LAYERS) % TT_LAYER_ROWS == TT_K_B &&
           row < tt_top_row(&g->params, 0);
}

/* Every two rows become one, a pair of texts that are apart. */
static inline void golden_pair(tt_rows *rows, int32_t *sizes) {
    rows->frame.between = rows->frame.after + rows->frame.before;
    rows->longest = 0;
    rows->rows = rows->sequences = rows->items = rows->read_count = rows->rows / 2;
    for (int32_t row = 0; row < rows->rows; row++) {
        rows->second[row] = (int32_t)(rows->starts[2 * row + 1] - rows->starts[2 * row]) + rows->frame.before;
        rows->starts[row + 1] = rows->starts[2 * row + 2];
        rows->labels[row] = rows->labels[2 * row];
        rows->longest = tt_max(rows->longest, tt_sequence_length(rows, row));
    }
    for (int b = 0; b < 10; b++) sizes[b] /= 2;
}

/* All ten batches as rows, in order: row by row the sequences of batch 0, 1, ... `sizes` [10] are their numbers. */
static inline void golden_rows(const golden *g, tt_rows *rows, int32_t *sizes) {
    const tt_json *json = &g->batches;
    const bool apart = g->shape.pooling == TT_POOL_COMPARED;
    size_t tokens = 0;
    *rows = (tt_rows){.width = 1,
                      .frame = tt_frame_bert,
                      .apart = apart,
                      .one_segment = apart,
                      .vocab = g->shape.vocab_size,
                      .max_length = g->shape.max_position_embeddings};
    rows->starts = calloc(1000, sizeof *rows->starts);
    rows->ids = calloc(100000, sizeof *rows->ids);
    rows->second = calloc(1000, sizeof *rows->second);
    rows->labels = calloc(1000, sizeof *rows->labels);
    rows->row_starts = calloc(1000, sizeof *rows->row_starts);
    rows->item_starts = calloc(1000, sizeof *rows->item_starts);
    rows->read_starts = calloc(1000, sizeof *rows->read_starts);
    rows->reads = calloc(1000, sizeof *rows->reads);
    rows->item_reads = calloc(1000, sizeof *rows->item_reads);
    rows->row_of = calloc((size_t)rows->vocab, sizeof *rows->row_of);
    for (int32_t batch = tt_json_first(json, tt_json_get(json, 0, "batches")), b = 0; batch >= 0;
         batch = json->nodes[batch].next, b++) {
        int32_t id = tt_json_first(json, tt_json_get(json, batch, "ids"));
        int32_t segment = tt_json_first(json, tt_json_get(json, batch, "segments"));
        int32_t label = tt_json_first(json, tt_json_get(json, batch, "labels"));
        sizes[b] = 0;
        for (int32_t length = tt_json_first(json, tt_json_get(json, batch, "lengths")); length >= 0;
             length = json->nodes[length].next) {
            int64_t n = 0, value = 0;
            tt_json_integer(json, length, &n);
            rows->second[rows->rows] = (int32_t)n;
            for (int32_t i = 0; i < n; i++, id = json->nodes[id].next, segment = json->nodes[segment].next) {
                tt_json_integer(json, id, &value);
                rows->ids[tokens++] = (int32_t)value;
                tt_json_integer(json, segment, &value);
                if (value == 1 && rows->second[rows->rows] == n) rows->second[rows->rows] = i;
            }
            if (!apart || rows->rows % 2 == 0) {
                tt_json_integer(json, label, &value);
                rows->labels[rows->rows] = (double)value;
                label = json->nodes[label].next;
            }
            if (n > rows->longest) rows->longest = (int32_t)n;
            rows->reads[rows->rows].item = rows->rows;
            rows->item_reads[rows->rows++] = 1;
            rows->starts[rows->rows] = tokens;
            rows->row_starts[rows->rows] = rows->item_starts[rows->rows] = rows->read_starts[rows->rows] = rows->rows;
            rows->sequences = rows->items = rows->read_count = rows->rows;
            sizes[b]++;
        }
    }
    if (apart) golden_pair(rows, sizes);
    for (int32_t id = 0; id < rows->vocab; id++) rows->row_of[id] = -1;
    for (size_t i = 0; i < tokens; i++) rows->row_of[rows->ids[i]] = 0;
    for (int32_t id = 0; id < rows->vocab; id++) {
        if (rows->row_of[id] == 0) rows->row_of[id] = rows->distinct++;
    }
}

#endif
