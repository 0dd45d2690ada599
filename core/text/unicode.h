/* SPDX-License-Identifier: Apache-2.0
 * Properties of code points, as in the Rust crates of Hugging Face's tokenizers, which have older versions of Unicode.
 * scripts/gen_unicode lists the versions and generates the tables. */
#ifndef TT_UNICODE_H
#define TT_UNICODE_H

#include "base/base.h"

enum {
    TT_CHAR_REMOVED = 1,     /* Cc without tab and line ends, Cf, Co, U+FFFD; not Cn */
    TT_CHAR_SPACE = 2,       /* White_Space */
    TT_CHAR_PUNCTUATION = 4, /* P*, and the ASCII symbols */
    TT_CHAR_MARK = 8,        /* Mn */
    TT_CHAR_DECOMPOSES = 16, /* has a canonical decomposition */
    TT_CHAR_UPPER = 32,      /* has another lower case */
    TT_CHAR_IDEOGRAPH = 64,  /* gets spaces around it */
    TT_CHAR_LETTER = 128,    /* L*, in patterns */
    TT_CHAR_NUMBER = 256,    /* N*, in patterns */
    TT_CHAR_EXTENDS = 512,   /* belongs to the user-perceived character before it (UAX 29) */
    TT_CHAR_PREPENDS = 1024, /* to the one after it */
    TT_CHAR_ALONE = 2048     /* is one of its own */
};

/* All take code points below 0x110000. */
unsigned tt_char_flags(uint32_t code);
unsigned tt_char_combining_class(uint32_t code);
/* The full canonical decomposition in `out`, its length 1 to 4. */
int tt_char_decompose(uint32_t out[4], uint32_t code);
/* The lower case in `out`, its length: 2 for U+0130, else 1. */
int tt_char_lower(uint32_t out[2], uint32_t code);

/* The canonical compositions that are no Hangul syllables: a hash table of pairs, made once from the decompositions. */
enum { TT_COMPOSITIONS = 4096 };
typedef struct {
    uint32_t first, second, whole; /* whole 0: free */
} tt_composition;
typedef struct {
    tt_composition *slots; /* [TT_COMPOSITIONS], at most a quarter full */
} tt_compositions;

/* False where there is no memory. */
bool tt_compositions_new(tt_compositions *out);
void tt_compositions_free(tt_compositions *compositions);
/* What the two compose to, or 0. */
uint32_t tt_char_compose(const tt_compositions *compositions, uint32_t first, uint32_t second);

#endif
