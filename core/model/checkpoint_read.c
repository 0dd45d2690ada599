/* SPDX-License-Identifier: Apache-2.0
 * safetensors -> the table, in pieces of any size. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "model/checkpoint.h"
#include "model/safetensors.h"

enum { PREFIX = 8, HEADER_PIECE = 4096 };

struct tt_import {
    tt_params *params;
    uint64_t at;          /* bytes of the file so far */
    uint64_t header_size; /* of the JSON */
    unsigned char prefix[PREFIX];
    char *json; /* grows as its bytes arrive: what the prefix claims is only a claim */
    size_t json_room;
    tt_header header;
    int32_t *rows;   /* [tensors] of the table; -1: skipped */
    int32_t current; /* tensor */
    unsigned char pending[8];
    size_t pending_size;
    bool reading_data, head;
    unsigned touched; /* groups */
    tt_text ignored;  /* elements of a JSON array */
};

tt_status tt_import_new(tt_import **out, tt_params *params, bool head, tt_error *err) {
    *out = calloc(1, sizeof **out);
    if (!*out) return tt_fail(err, TT_E_MEMORY, -1, "not enough memory to read a checkpoint");
    (*out)->params = params;
    (*out)->head = head;
    return TT_OK;
}

void tt_import_free(tt_import *import) {
    if (!import) return;
    tt_header_free(&import->header);
    free(import->json);
    free(import->rows);
    tt_text_free(&import->ignored);
    free(import);
}

static bool belongs_to_encoder(const tt_param *row) {
    return row->rows > 0 && (row->group == TT_EMBEDDINGS || row->group == TT_ENCODER);
}

static bool encoder_complete(const tt_params *params) {
    for (int i = 0; i < params->count; i++) {
        if (belongs_to_encoder(&params->items[i]) && !params->items[i].loaded) return false;
    }
    return true;
}

/* What else people have under the name of a checkpoint. */
static tt_status not_safetensors(const tt_import *import, tt_error *err) {
    static const struct {
        const char *magic, *what;
    } others[] = {
        {"PK\x03\x04", "a zip archive, as PyTorch's .bin files are: save the model with safe_serialization=True"},
        {"\x80\x02", "a Python pickle, as PyTorch's old .bin files are: save the model with safe_serialization=True"},
        {"version ", "a Git LFS pointer: fetch the file itself"},
        {"<", "a web page"},
        {"\x89HDF", "an HDF5 file of Keras"},
        {"GGUF", "a GGUF file of llama.cpp"},
    };
    for (size_t i = 0; i < sizeof others / sizeof others[0]; i++) {
        if (memcmp(import->prefix, others[i].magic, strlen(others[i].magic)) != 0) continue;
        return tt_fail(err, TT_E_FORMAT, 0, "this is no safetensors file but looks like %s", others[i].what);
    }
    return tt_fail(err, TT_E_FORMAT, 0,
                   "this is no safetensors file: it does not begin with the length of a header (its first 8 bytes are "
                   "%llu) and '{'",
                   (unsigned long long)import->header_size);
}

/* Which row a tensor goes to. */
static tt_status place_tensor(int32_t *row, const tt_import *import, const tt_tensor *tensor, tt_error *err) {
    const int64_t at = (int64_t)(PREFIX + import->header_size + tensor->begin);
    *row = tt_params_find(import->params, tensor->name);
    if (*row < 0) return TT_OK;
    const tt_param *param = &import->params->items[*row];
    if (import->head && param->group != TT_HEAD && !(param->group == TT_POOLER && import->params->head_pooler)) {
        return tt_fail(err, TT_E_FORMAT, at, "tensor %s belongs to an encoder: this is no file of a head", param->name);
    }
    const bool vector = param->kind != TT_TABLE && param->kind != TT_MATRIX;
    const int64_t want[2] = {vector ? param->cols : param->rows, param->cols};
    const int dims = vector ? 1 : 2;
    if (tensor->dims != dims || memcmp(tensor->shape, want, (size_t)dims * sizeof want[0]) != 0) {
        char theirs[60], ours[60];
        tt_shape_text(theirs, sizeof theirs, tensor->shape, tensor->dims);
        tt_shape_text(ours, sizeof ours, want, dims);
        if (import->head) {
            return tt_fail(err, TT_E_FORMAT, at, "tensor %s has shape %s in the file, and the head in place has %s",
                           param->name, theirs, ours);
        }
        if (param->group == TT_HEAD) {
            *row = -1;
            return TT_OK;
        }
        return tt_fail(
            err, TT_E_FORMAT, at,
            "tensor %s has shape %s in the file, and config.json gives it %s: the two do not belong together",
            param->name, theirs, ours);
    }
    if (tensor->dtype == TT_OTHER_DTYPE) {
        return tt_fail(err, TT_E_FORMAT, at, "tensor %s has dtype %s; F32, F64, F16 and BF16 can be read", param->name,
                       tensor->dtype_name);
    }
    return TT_OK;
}

/* A file of a head has all of it. */
static tt_status needs_head(const bool *seen, const tt_params *params, tt_error *err) {
    const bool pooler = params->head_pooler && tt_params_pools(params);
    for (int i = pooler ? TT_POOLER_W : TT_CLASSIFIER_W; i < TT_TOP_ROWS; i++) {
        const int row = tt_top_row(params, i);
        if (seen[row] || params->items[row].rows == 0) continue;
        return tt_fail(err, TT_E_FORMAT, PREFIX, "the file has no tensor %s, which the head in place needs",
                       params->items[row].name);
    }
    return TT_OK;
}

static tt_status place_tensors(tt_import *import, tt_error *err) {
    tt_params *params = import->params;
    const tt_header *header = &import->header;
    import->rows = malloc((size_t)header->count * sizeof *import->rows + 1);
    bool *seen = calloc((size_t)params->count, sizeof *seen);
    tt_status status = TT_OK;
    if (!import->rows || !seen) {
        status = tt_fail(err, TT_E_MEMORY, PREFIX, "not enough memory to read a checkpoint");
    }
    for (int32_t i = 0; status == TT_OK && i < header->count; i++) {
        status = place_tensor(&import->rows[i], import, &header->tensors[i], err);
        const int32_t row = import->rows[i];
        if (status != TT_OK || row < 0) continue;
        if (seen[row]) {
            status = tt_fail(err, TT_E_FORMAT, PREFIX, "tensor %s is in the file twice", params->items[row].name);
        }
        seen[row] = true;
    }
    if (status == TT_OK && import->head) status = needs_head(seen, params, err);
    free(seen);
    return status;
}

static tt_status note_ignored(tt_import *import, tt_error *err) {
    for (int32_t i = 0; i < import->header.count; i++) {
        const char *name = import->header.tensors[i].name;
        if (import->rows[i] >= 0) continue;
        if (import->ignored.n > 0) tt_text_put(&import->ignored, ",");
        tt_text_string(&import->ignored, name, strlen(name));
    }
    if (!import->ignored.failed) return TT_OK;
    return tt_fail(err, TT_E_MEMORY, PREFIX, "not enough memory for the header of the safetensors file");
}

/* The header is complete: check it whole, and only then touch the table. */
static tt_status begin_data(tt_import *import, tt_error *err) {
    tt_params *params = import->params;
    TT_TRY(tt_header_parse(&import->header, import->json, (size_t)import->header_size, err));
    free(import->json);
    import->json = NULL;
    TT_TRY(place_tensors(import, err));
    TT_TRY(note_ignored(import, err));
    for (int32_t i = 0; i < import->header.count; i++) {
        if (import->rows[i] < 0) continue;
        tt_param *row = &params->items[import->rows[i]];
        import->touched |= 1u << (import->head ? TT_HEAD : row->group);
        row->loaded = false;
    }
    import->reading_data = true;
    return TT_OK;
}

/* Takes what belongs to the length and the header, and returns the number of bytes. */
static tt_status write_header(size_t *taken, tt_import *import, const unsigned char *piece, size_t n, tt_error *err) {
    *taken = 0;
    while (*taken < n && import->at < PREFIX) {
        import->prefix[import->at++] = piece[(*taken)++];
        if (import->at < PREFIX) continue;
        memcpy(&import->header_size, import->prefix, PREFIX);
        if (import->header_size < 2 || import->header_size > TT_HEADER_MAX) {
            return not_safetensors(import, err);
        }
    }
    if (*taken == n) return TT_OK;
    if (import->at == PREFIX && piece[*taken] != '{') return not_safetensors(import, err);
    const size_t have = (size_t)(import->at - PREFIX), wanted = (size_t)import->header_size - have;
    const size_t count = n - *taken < wanted ? n - *taken : wanted;
    if (have + count > import->json_room) {
        size_t room = have + count > 2 * have ? have + count + HEADER_PIECE : 2 * have;
        char *json = realloc(import->json, room);
        if (!json) return tt_fail(err, TT_E_MEMORY, PREFIX, "not enough memory for the header of the safetensors file");
        import->json = json;
        import->json_room = room;
    }
    memcpy(import->json + have, piece + *taken, count);
    import->at += count;
    *taken += count;
    return count == wanted ? begin_data(import, err) : TT_OK;
}

/* Takes bytes of the current tensor: whole numbers at once, one that is cut by way of `pending`. */
static tt_status write_tensor(size_t *taken, tt_import *import, const unsigned char *piece, size_t n, tt_error *err) {
    const tt_tensor *tensor = &import->header.tensors[import->current];
    const uint64_t data = PREFIX + import->header_size;
    const uint64_t done = import->at - data - tensor->begin, left = tensor->end - tensor->begin - done;
    const int32_t index = import->rows[import->current];
    if (n > left) n = (size_t)left;
    *taken = n;
    if (index >= 0) {
        tt_param *row = &import->params->items[index];
        const size_t size = tt_dtype_size(tensor->dtype);
        real *out = row->data + done / size;
        bool finite = true;
        while (n > 0) {
            if (import->pending_size == 0 && n >= size) {
                const size_t count = n / size;
                finite = tt_decode(out, piece, count, tensor->dtype) && finite;
                out += count;
                piece += count * size;
                n -= count * size;
                continue;
            }
            import->pending[import->pending_size++] = *piece++;
            n--;
            if (import->pending_size < size) continue;
            finite = tt_decode(out++, import->pending, 1, tensor->dtype) && finite;
            import->pending_size = 0;
        }
        if (!finite) {
            size_t k = (size_t)(done / size);
            while (isfinite(row->data[k])) k++;
            const uint64_t at = data + tensor->begin + k * size;
            return tt_fail(
                err, TT_E_FORMAT, (int64_t)at,
                "tensor %s holds a number that is not finite at byte %llu of the file, which must be damaged",
                row->name, (unsigned long long)at);
        }
        if (*taken == left) row->loaded = row->renewed = true;
    }
    import->at += *taken;
    if (*taken == left) import->current++;
    return TT_OK;
}

tt_status tt_import_write(tt_import *import, const void *piece, size_t n, tt_error *err) {
    const unsigned char *bytes = piece;
    while (n > 0) {
        size_t taken = 0;
        if (!import->reading_data) {
            TT_TRY(write_header(&taken, import, bytes, n, err));
        } else if (import->current < import->header.count) {
            TT_TRY(write_tensor(&taken, import, bytes, n, err));
        } else {
            return tt_fail(
                err, TT_E_FORMAT, (int64_t)import->at,
                "the file goes on after its last tensor, which ends at byte %llu: its header gives a wrong size",
                (unsigned long long)import->at);
        }
        bytes += taken;
        n -= taken;
    }
    return TT_OK;
}

tt_status tt_import_end_file(tt_import *import, tt_error *err) {
    tt_params *params = import->params;
    const tt_header *header = &import->header;
    const unsigned long long at = import->at;
    if (import->at == 0) return tt_fail(err, TT_E_FORMAT, 0, "the safetensors file is empty");
    if (!import->reading_data) {
        return tt_fail(err, TT_E_FORMAT, (int64_t)import->at,
                       "the safetensors file ends at byte %llu, within its header: it was cut short, fetch it again",
                       at);
    }
    const uint64_t data = header->count ? header->tensors[header->count - 1].end : 0;
    const uint64_t size = PREFIX + import->header_size + data;
    if (import->at < size) {
        return tt_fail(
            err, TT_E_FORMAT, (int64_t)import->at,
            "the safetensors file ends at byte %llu of %llu, within tensor %.80s: it was cut short, fetch it again", at,
            (unsigned long long)size, header->tensors[import->current].name);
    }
    /* Trailing empty tensors belong to no parameter: nothing is left to mark as loaded. */
    const tt_param *pooler = &params->items[tt_top_row(params, TT_POOLER_W)];
    bool whole = true;
    for (int i = TT_POOLER_W; i < TT_CLASSIFIER_W; i++, pooler++)
        whole = whole && (pooler->loaded || pooler->rows == 0);
    if (params->family->pooler_pretrained && import->touched >> TT_POOLER & 1 && whole) params->head_pooler = false;
    return encoder_complete(params) ? TT_DONE : TT_OK;
}

unsigned tt_import_touched(const tt_import *import) { return import->touched; }

void tt_import_ignored(tt_text *text, const tt_import *import) {
    if (text->n > 0 && import->ignored.n > 0) tt_text_put(text, ",");
    tt_text_bytes(text, import->ignored.bytes, import->ignored.n);
    text->failed = text->failed || import->ignored.failed;
}

void tt_params_missing(tt_text *text, const tt_params *params) {
    const char *comma = "";
    tt_text_put(text, "[");
    for (int i = 0; i < params->count; i++) {
        const tt_param *row = &params->items[i];
        if (row->loaded || !belongs_to_encoder(row)) continue;
        tt_text_put(text, "%s\"%s\"", comma, row->name);
        comma = ",";
    }
    tt_text_put(text, "]");
}
