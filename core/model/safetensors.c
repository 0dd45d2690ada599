/* SPDX-License-Identifier: Apache-2.0 */
#include "model/safetensors.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { PREFIX = 8 }; /* bytes before the header */

static const struct {
    const char *name;
    tt_dtype dtype;
    unsigned bytes;
} dtypes[] = {
    {"F32", TT_F32, 4},
    {"F16", TT_F16, 2},
    {"BF16", TT_BF16, 2},
    {"F64", TT_F64, 8},
    {"I64", TT_OTHER_DTYPE, 8},
    {"I32", TT_OTHER_DTYPE, 4},
    {"I16", TT_OTHER_DTYPE, 2},
    {"I8", TT_OTHER_DTYPE, 1},
    {"U64", TT_OTHER_DTYPE, 8},
    {"U32", TT_OTHER_DTYPE, 4},
    {"U16", TT_OTHER_DTYPE, 2},
    {"U8", TT_OTHER_DTYPE, 1},
    {"BOOL", TT_OTHER_DTYPE, 1},
    {"F8_E4M3", TT_OTHER_DTYPE, 1},
    {"F8_E5M2", TT_OTHER_DTYPE, 1},
    {"C64", TT_OTHER_DTYPE, 8},
};

void tt_shape_text(char *out, size_t cap, const int64_t *shape, int dims) {
    size_t n = (size_t)snprintf(out, cap, "[");
    for (int i = 0; i < dims && n < cap; i++) {
        n += (size_t)snprintf(out + n, cap - n, "%s%lld", i ? ", " : "", (long long)shape[i]);
    }
    if (n < cap) snprintf(out + n, cap - n, "]");
}

/* An array of at most `cap` whole numbers >= 0; their count, or -1. */
static int read_integers(int64_t *out, int cap, const tt_json *json, int32_t node) {
    int n = 0;
    if (node < 0 || json->nodes[node].type != TT_JSON_ARRAY || json->nodes[node].size > cap) return -1;
    for (int32_t i = tt_json_first(json, node); i >= 0; i = json->nodes[i].next) {
        if (!tt_json_integer(json, i, &out[n]) || out[n] < 0) return -1;
        n++;
    }
    return n;
}

/* Bytes of a tensor of `item` bytes a number; false when 2^53 does not hold them. */
static bool bytes_of(uint64_t *out, const tt_tensor *tensor, unsigned item) {
    const uint64_t most = UINT64_C(1) << 53;
    uint64_t bytes = item;
    for (int i = 0; i < tensor->dims; i++) {
        uint64_t size = (uint64_t)tensor->shape[i];
        if (size != 0 && bytes > most / size) return false;
        bytes *= size;
    }
    *out = bytes;
    return true;
}

static tt_status read_tensor(tt_tensor *out, const tt_json *json, int32_t node, tt_error *err) {
    const int64_t at = PREFIX + (int64_t)json->nodes[node].start;
    char name[TT_JSON_EXCERPT], shape[96];
    int64_t offsets[2];
    uint64_t bytes;
    unsigned item = 0;
    tt_json_excerpt(name, json, node);
    if (!tt_json_string(json, tt_json_get(json, node + 1, "dtype"), out->dtype_name, sizeof out->dtype_name, NULL)) {
        return tt_fail(err, TT_E_FORMAT, at, "the dtype of tensor %s in the header is missing or too long", name);
    }
    for (size_t i = 0; i < sizeof dtypes / sizeof dtypes[0]; i++) {
        if (strcmp(out->dtype_name, dtypes[i].name) != 0) continue;
        out->dtype = dtypes[i].dtype;
        item = dtypes[i].bytes;
    }
    if (item == 0) {
        return tt_fail(err, TT_E_FORMAT, at, "tensor %s has the unknown dtype %s", name, out->dtype_name);
    }
    out->dims = read_integers(out->shape, TT_TENSOR_DIMS, json, tt_json_get(json, node + 1, "shape"));
    if (out->dims < 0) {
        return tt_fail(err, TT_E_FORMAT, at, "tensor %s has no shape of at most %d whole numbers", name,
                       TT_TENSOR_DIMS);
    }
    if (read_integers(offsets, 2, json, tt_json_get(json, node + 1, "data_offsets")) != 2 || offsets[0] > offsets[1]) {
        return tt_fail(err, TT_E_FORMAT, at, "tensor %s has no data_offsets of two rising whole numbers", name);
    }
    out->begin = (uint64_t)offsets[0];
    out->end = (uint64_t)offsets[1];
    tt_shape_text(shape, sizeof shape, out->shape, out->dims);
    if (!bytes_of(&bytes, out, item) || bytes != out->end - out->begin) {
        return tt_fail(err, TT_E_FORMAT, at,
                       "tensor %s of shape %s and dtype %s cannot have the %llu bytes of its data_offsets", name, shape,
                       out->dtype_name, (unsigned long long)(out->end - out->begin));
    }
    return TT_OK;
}

/* "__metadata__" is an object of strings, by the format's rule. */
static tt_status check_metadata(const tt_json *json, int32_t node, tt_error *err) {
    bool good = json->nodes[node].type == TT_JSON_OBJECT;
    for (int32_t i = tt_json_first(json, node); good && i >= 0; i = json->nodes[i].next) {
        good = json->nodes[i + 1].type == TT_JSON_STRING;
    }
    if (good) return TT_OK;
    return tt_fail(err, TT_E_FORMAT, PREFIX + (int64_t)json->nodes[node].start,
                   "the header's __metadata__ is no object of strings");
}

static tt_status read_tensors(tt_header *out, const tt_json *json, tt_error *err) {
    char *name = out->names;
    for (int32_t i = tt_json_first(json, 0); i >= 0; i = json->nodes[i].next) {
        if (tt_json_equals(json, i, "__metadata__")) {
            TT_TRY(check_metadata(json, i + 1, err));
            continue;
        }
        tt_tensor *tensor = &out->tensors[out->count++];
        size_t cap = json->nodes[i].end - json->nodes[i].start + 1, length = 0;
        TT_TRY(read_tensor(tensor, json, i, err));
        tensor->name = name;
        tt_json_string(json, i, name, cap, &length); /* decoding never makes a string longer */
        name += length + 1;
    }
    return TT_OK;
}

static int by_begin(const void *a, const void *b) {
    const tt_tensor *x = a, *y = b;
    if (x->begin != y->begin) return x->begin < y->begin ? -1 : 1;
    return x->end < y->end ? -1 : x->end > y->end;
}

static tt_status check_offsets(const tt_header *header, size_t data, tt_error *err) {
    for (int32_t i = 0; i < header->count; i++) {
        const tt_tensor *tensor = &header->tensors[i];
        const uint64_t end = i ? tensor[-1].end : 0;
        if (tensor->begin == end) continue;
        return tt_fail(err, TT_E_FORMAT, (int64_t)(data + tensor->begin),
                       "the offsets in the header are wrong: tensor %.60s begins at %llu, but %s %llu", tensor->name,
                       (unsigned long long)tensor->begin, i ? "the one before it ends at" : "the first must begin at",
                       (unsigned long long)end);
    }
    return TT_OK;
}

tt_status tt_header_parse(tt_header *out, const char *json_text, size_t n, tt_error *err) {
    tt_json json;
    tt_error broken;
    tt_header header = {0};
    *out = header;
    tt_status status = tt_json_parse(&json, json_text, n, &broken);
    if (status != TT_OK) {
        return tt_fail(err, status, PREFIX + broken.at, "the header of the safetensors file cannot be read: %s",
                       broken.text);
    }
    if (json.nodes[0].type != TT_JSON_OBJECT || json.nodes[0].size == 0) {
        tt_json_free(&json);
        return tt_fail(err, TT_E_FORMAT, PREFIX, "the header of the safetensors file names no tensor");
    }
    header.tensors = calloc((size_t)json.nodes[0].size, sizeof *header.tensors);
    header.names = malloc(n);
    if (header.tensors && header.names) {
        status = read_tensors(&header, &json, err);
    } else {
        status = tt_fail(err, TT_E_MEMORY, PREFIX, "not enough memory for the header of the safetensors file");
    }
    tt_json_free(&json);
    if (status == TT_OK) {
        qsort(header.tensors, (size_t)header.count, sizeof *header.tensors, by_begin);
        status = check_offsets(&header, PREFIX + n, err);
    }
    if (status == TT_OK) {
        *out = header;
    } else {
        tt_header_free(&header);
    }
    return status;
}

void tt_header_free(tt_header *header) {
    free(header->tensors);
    free(header->names);
    *header = (tt_header){0};
}

static float float_of(uint32_t bits) {
    float value;
    memcpy(&value, &bits, sizeof value);
    return value;
}

static uint32_t bits_of(float value) {
    uint32_t bits;
    memcpy(&bits, &value, sizeof bits);
    return bits;
}

/* IEEE 754 binary16: 1 + 5 + 10 bits, bias 15. */
static float half_to_float(uint16_t half) {
    const uint32_t sign = (uint32_t)(half & 0x8000) << 16, exponent = half >> 10 & 31, fraction = half & 1023;
    if (exponent == 31) return float_of(sign | 0x7f800000 | fraction << 13);
    if (exponent != 0) return float_of(sign | (exponent + 112) << 23 | fraction << 13);
    const float small = (float)fraction * 0x1p-24f;
    return sign ? -small : small;
}

static uint16_t float_to_half(float value) {
    const uint32_t bits = bits_of(value), magnitude = bits & 0x7fffffff;
    const uint16_t sign = (uint16_t)(bits >> 16 & 0x8000);
    if (magnitude < 0x38800000) { /* below 2^-14, a multiple of 2^-24: adding 0.5 leaves it in the last bits */
        return (uint16_t)(sign | (bits_of(float_of(magnitude) + 0.5f) - bits_of(0.5f)));
    }
    return (uint16_t)(sign | (magnitude + 0xfff + (magnitude >> 13 & 1) - (112u << 23)) >> 13);
}

double tt_dtype_limit(tt_dtype dtype) { return dtype == TT_F16 ? 65520.0 : 0x1.ffffffp127; }

bool tt_decode(real *out, const unsigned char *in, size_t count, tt_dtype dtype) {
    bool finite = true;
    for (size_t i = 0; i < count; i++) {
        float value;
        double wide;
        uint16_t half;
        if (dtype == TT_F32) {
            memcpy(&value, in + 4 * i, 4);
        } else if (dtype == TT_F64) {
            memcpy(&wide, in + 8 * i, 8);
            value = (float)wide;
        } else {
            memcpy(&half, in + 2 * i, 2);
            value = dtype == TT_F16 ? half_to_float(half) : float_of((uint32_t)half << 16);
        }
        finite = finite && (bits_of(value) & 0x7f800000) != 0x7f800000;
        out[i] = (real)value;
    }
    return finite;
}

void tt_encode(unsigned char *out, const real *in, size_t count, tt_dtype dtype) {
    for (size_t i = 0; i < count; i++) {
        const float value = (float)in[i];
        const uint16_t half = float_to_half(value);
        if (dtype == TT_F32) {
            memcpy(out + 4 * i, &value, 4);
        } else {
            memcpy(out + 2 * i, &half, 2);
        }
    }
}
