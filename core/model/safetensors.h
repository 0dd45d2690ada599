/* SPDX-License-Identifier: Apache-2.0
 * The safetensors format: 8 bytes with the header's length, a JSON header, then the tensors' bytes without gaps; and
 * the number types of its tensors. All of it is little-endian, as is every machine that this engine is built for. */
#ifndef TT_SAFETENSORS_H
#define TT_SAFETENSORS_H

#include "base/json.h"

typedef enum { TT_F32, TT_F16, TT_BF16, TT_F64, TT_OTHER_DTYPE } tt_dtype;

enum { TT_TENSOR_DIMS = 8, TT_HEADER_MAX = 100000000 }; /* bytes of JSON; the format's own bound */

typedef struct {
    const char *name;
    tt_dtype dtype;
    char dtype_name[12];
    int32_t dims;
    int64_t shape[TT_TENSOR_DIMS];
    uint64_t begin, end; /* its bytes, counted from the end of the header */
} tt_tensor;

typedef struct {
    tt_tensor *tensors; /* in the order of their bytes */
    int32_t count;
    char *names;
} tt_header;

/* Reads and checks the JSON [n] of a header: known types, sizes = shape x type, no gap and no overlap. TT_E_FORMAT with
 * the byte of the file in `at`, TT_E_MEMORY. Free `out` with tt_header_free. */
tt_status tt_header_parse(tt_header *out, const char *json, size_t n, tt_error *err);
void tt_header_free(tt_header *header);
/* "[30522, 384]" */
void tt_shape_text(char *out, size_t cap, const int64_t *shape, int dims);

/* Bytes of a number. */
static inline size_t tt_dtype_size(tt_dtype dtype) { return dtype == TT_F64 ? 8 : dtype == TT_F32 ? 4 : 2; }
/* File to memory, F64 rounded to nearest; false when a number is not finite. */
bool tt_decode(real *out, const unsigned char *in, size_t count, tt_dtype dtype);
/* Memory to file, F32 or F16, rounded to nearest even. */
void tt_encode(unsigned char *out, const real *in, size_t count, tt_dtype dtype);
/* Magnitudes from this one on round to infinity. */
double tt_dtype_limit(tt_dtype dtype);

#endif
