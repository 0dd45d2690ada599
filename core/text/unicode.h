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
    TT_CHAR_ALONE = 2048,    /* is one of its own */
    TT_CHAR_COMBINING = 4096 /* M* */
};

/* All take code points below 0x110000. */
unsigned tt_char_flags(uint32_t code);
unsigned tt_char_combining_class(uint32_t code);
/* The lower case in `out`, its length: 2 for U+0130, else 1. */
int tt_char_lower(uint32_t out[2], uint32_t code);

/* Decompositions, and the canonical compositions that are no Hangul syllables: unpacked from tables, 120 KB. */
typedef struct tt_mappings tt_mappings;

/* NULL where there is no memory; for free(). */
tt_mappings *tt_mappings_new(void);

enum { TT_MAX_PARTS = 18 };
/* The full decomposition in `out`, its length 1 to TT_MAX_PARTS: the canonical one, or the compatible one where there
 * is another. */
int tt_char_decompose(uint32_t out[TT_MAX_PARTS], const tt_mappings *mappings, bool compatible, uint32_t code);
/* What the two compose to, or 0. */
uint32_t tt_char_compose(const tt_mappings *mappings, uint32_t first, uint32_t second);

#endif
