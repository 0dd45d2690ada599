/* SPDX-License-Identifier: Apache-2.0
 * Four lanes. GNU vector extensions give SSE, NEON and wasm SIMD from one source; only what they cannot express is
 * chosen here by platform. */
#ifndef TT_SIMD_H
#define TT_SIMD_H

#include <math.h>
#include <stdint.h>
#include <string.h>

#ifdef __wasm_simd128__
#include <wasm_simd128.h>
#endif

typedef float f4 __attribute__((vector_size(16)));
typedef int32_t i4 __attribute__((vector_size(16)));
typedef uint32_t u4 __attribute__((vector_size(16)));

static inline f4 f4_load(const float *p) {
    f4 v;
    memcpy(&v, p, sizeof v);
    return v;
}

static inline void f4_store(float *p, f4 v) { memcpy(p, &v, sizeof v); }

/* The first two lanes. */
static inline f4 f4_load2(const float *p) {
    f4 v = {0};
    memcpy(&v, p, 2 * sizeof *p);
    return v;
}

static inline void f4_store2(float *p, f4 v) { memcpy(p, &v, 2 * sizeof *p); }

static inline f4 f4_all(float x) { return (f4){x, x, x, x}; }

/* Sums in the order that kernels.h defines. */
static inline float f4_sum(f4 v) { return (v[0] + v[1]) + (v[2] + v[3]); }

/* a * b + c: rounded twice in the strict build; in the relaxed build the processor decides. */
static inline f4 f4_madd(f4 a, f4 b, f4 c) {
#ifdef TT_RELAXED
    return (f4)wasm_f32x4_relaxed_madd((v128_t)a, (v128_t)b, (v128_t)c);
#else
    return a * b + c;
#endif
}

static inline f4 f4_splat(const float *p) {
#ifdef __wasm_simd128__
    return (f4)wasm_v128_load32_splat(p);
#else
    return f4_all(*p);
#endif
}

static inline f4 f4_sqrt(f4 v) {
#ifdef __wasm_simd128__
    return (f4)wasm_f32x4_sqrt((v128_t)v);
#else
    return (f4){sqrtf(v[0]), sqrtf(v[1]), sqrtf(v[2]), sqrtf(v[3])};
#endif
}

#endif
