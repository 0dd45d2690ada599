/* SPDX-License-Identifier: Apache-2.0 */
#include <string.h>

#include "measure/novelty.h"
#include "model/safetensors.h"

enum { PREFIX = 8 };

static size_t triangle(size_t E) { return E * (E + 1) / 2; }

static void write_numbers(tt_text *out, const real *numbers, size_t n) {
    for (size_t i = 0; i < n; i++) {
        unsigned char bytes[4];
        tt_encode(bytes, numbers + i, 1, TT_F32);
        tt_text_bytes(out, (const char *)bytes, sizeof bytes);
    }
}

/* Appends a tensor to the header; `end` is where the one before it ended. */
static void name_tensor(tt_text *out, size_t *end, const char *name, size_t rows, size_t cols) {
    const size_t begin = *end;
    *end += 4 * cols * (rows ? rows : 1);
    tt_text_put(out, ",\"novelty.%s\":{\"dtype\":\"F32\",\"shape\":[", name);
    if (rows) tt_text_put(out, "%zu,", rows);
    tt_text_put(out, "%zu],\"data_offsets\":[%zu,%zu]}", cols, begin, *end);
}

void tt_novelty_write(tt_text *out, const tt_novelty_map *map) {
    const size_t E = (size_t)map->E, groups = (size_t)map->groups, count = (size_t)map->count;
    size_t end = 0;
    tt_text_reset(out);
    tt_text_bytes(out, "\0\0\0\0\0\0\0", PREFIX);
    tt_text_put(out, "{\"__metadata__\":{\"format\":\"pt\",\"tabtune\":\"novelty\"}");
    name_tensor(out, &end, "whitening", 0, triangle(E));
    name_tensor(out, &end, "directions", groups, E);
    name_tensor(out, &end, map->validated ? "validation" : "training", 0, count);
    tt_text_put(out, "}");
    while (out->n % 8 != 0 && !out->failed) tt_text_put(out, " ");
    if (out->failed) return;
    const uint64_t header = out->n - PREFIX;
    memcpy(out->bytes, &header, PREFIX);
    for (size_t i = 0; i < E; i++) write_numbers(out, map->weight + i * E, i + 1);
    write_numbers(out, map->directions, groups * E);
    for (size_t i = 0; i < count; i++) write_numbers(out, &(real){(real)map->reference[i]}, 1);
}

/* A file as it is read. */
typedef struct {
    tt_header header;
    const unsigned char *data;
} file;

static tt_status open_file(file *out, const char *bytes, size_t n, tt_error *err) {
    uint64_t size = 0;
    if (n >= PREFIX) memcpy(&size, bytes, PREFIX);
    if (size < 2 || size > n - PREFIX) {
        return tt_fail(err, TT_E_FORMAT, 0, "this is no file of novelty scores: its header is longer than the file");
    }
    TT_TRY(tt_header_parse(&out->header, bytes + PREFIX, (size_t)size, err));
    const uint64_t end = out->header.count ? out->header.tensors[out->header.count - 1].end : 0;
    if (end == n - PREFIX - size) {
        out->data = (const unsigned char *)bytes + PREFIX + size;
        return TT_OK;
    }
    tt_header_free(&out->header);
    return tt_fail(err, TT_E_FORMAT, (int64_t)n, "the file of novelty scores has %zu bytes, and its header wants %llu",
                   n, (unsigned long long)(PREFIX + size + end));
}

static const tt_tensor *find(const file *from, const char *name) {
    for (int32_t i = 0; i < from->header.count; i++) {
        if (strcmp(from->header.tensors[i].name, name) == 0) return &from->header.tensors[i];
    }
    return NULL;
}

/* A tensor of `cols` columns, and of rows where `rows` is not NULL, which says how many. */
static tt_status find_shaped(const tt_tensor **out, const file *from, const char *name, int64_t *rows, int64_t cols,
                             tt_error *err) {
    const tt_tensor *tensor = *out = find(from, name);
    if (!tensor) return tt_fail(err, TT_E_FORMAT, PREFIX, "the file of novelty scores has no tensor %s", name);
    const int dims = rows ? 2 : 1;
    if (tensor->dtype == TT_F32 && tensor->dims == dims && tensor->shape[dims - 1] == cols) {
        if (rows) *rows = tensor->shape[0];
        return TT_OK;
    }
    char shape[60];
    tt_shape_text(shape, sizeof shape, tensor->shape, tensor->dims);
    return tt_fail(err, TT_E_FORMAT, PREFIX,
                   "tensor %s has dtype %s and shape %s, and the encoder in place needs F32 and %lld columns", name,
                   tensor->dtype_name, shape, (long long)cols);
}

typedef struct {
    const tt_tensor *whitening, *directions, *reference;
} parts;

static tt_status find_parts(parts *out, tt_novelty_map *map, int32_t most, const file *from, tt_error *err) {
    const int64_t E = map->E;
    int64_t groups = 0;
    TT_TRY(find_shaped(&out->whitening, from, "novelty.whitening", NULL, (int64_t)triangle((size_t)E), err));
    TT_TRY(find_shaped(&out->directions, from, "novelty.directions", &groups, E, err));
    map->validated = find(from, "novelty.validation") != NULL;
    const char *name = map->validated ? "novelty.validation" : "novelty.training";
    const tt_tensor *reference = find(from, name);
    const int64_t count = reference && reference->dims == 1 ? reference->shape[0] : 1;
    TT_TRY(find_shaped(&out->reference, from, name, NULL, count, err));
    if (groups < 1 || count < 1 || groups > INT32_MAX || count > INT32_MAX) {
        return tt_fail(err, TT_E_FORMAT, PREFIX, "the file of novelty scores has an empty tensor");
    }
    if (groups > most) {
        return tt_fail(
            err, TT_E_FORMAT, PREFIX,
            "the file of novelty scores is of another model: it has %lld groups of rows, and the rows of the "
            "head in place form %d at most",
            (long long)groups, (int)most);
    }
    map->groups = (int32_t)groups;
    map->count = (int32_t)count;
    return TT_OK;
}

/* The numbers of all tensors; false where one is not finite, or the reference does not rise. */
static bool take_numbers(tt_novelty_map *map, const file *from, const parts *in) {
    const size_t E = (size_t)map->E;
    const unsigned char *rows = from->data + in->whitening->begin;
    bool good = true;
    for (size_t i = 0; i < E; i++) {
        good = tt_decode(map->weight + i * E, rows + 4 * triangle(i), i + 1, TT_F32) && good;
        for (size_t k = i + 1; k < E; k++) map->weight[i * E + k] = 0;
    }
    good = tt_decode(map->directions, from->data + in->directions->begin, (size_t)map->groups * E, TT_F32) && good;
    for (int32_t i = 0; i < map->count; i++) {
        real number;
        good = tt_decode(&number, from->data + in->reference->begin + 4 * (size_t)i, 1, TT_F32) && good;
        map->reference[i] = (double)number;
        good = good && (i == 0 || map->reference[i] >= map->reference[i - 1]);
    }
    return good;
}

tt_status tt_novelty_read_file(tt_novelty_map *map, tt_arena *arena, int32_t E, int32_t groups, const char *bytes,
                               size_t n, tt_error *err) {
    file from;
    parts in;
    *map = (tt_novelty_map){.E = E};
    TT_TRY(open_file(&from, bytes, n, err));
    tt_status status = find_parts(&in, map, groups, &from, err);
    if (status == TT_OK) {
        tt_novelty_map_layout(map, arena);
        status = tt_arena_back(arena, err);
    }
    if (status == TT_OK) {
        tt_novelty_map_layout(map, arena);
        if (!take_numbers(map, &from, &in)) {
            status = tt_fail(err, TT_E_FORMAT, PREFIX,
                             "the file of novelty scores is damaged: a number is not finite, or out of order");
        }
    }
    tt_header_free(&from.header);
    return status;
}
