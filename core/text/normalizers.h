/* SPDX-License-Identifier: Apache-2.0
 * The "normalizer" of a tokenizer.json: steps that change a text before it is split. */
#ifndef TT_NORMALIZERS_H
#define TT_NORMALIZERS_H

#include "text/charsmap.h"
#include "text/forms.h"
#include "text/normalize.h"

enum { TT_MAX_NORMALIZERS = 16, TT_MAX_PATTERN = 32 };

typedef enum {
    TT_NORMALIZE_BERT,    /* BertNormalizer */
    TT_NORMALIZE_FORM,    /* NFD, NFC, NFKD, NFKC */
    TT_NORMALIZE_ACCENTS, /* StripAccents: takes out all marks */
    TT_NORMALIZE_NMT,     /* Nmt: control characters go, and odd white space becomes spaces */
    TT_NORMALIZE_LOWER,   /* Lowercase */
    TT_NORMALIZE_STRIP,   /* Strip: white space at the ends */
    TT_NORMALIZE_REPLACE, /* Replace: a string, or a run of one character */
    TT_NORMALIZE_PREPEND, /* Prepend: a string in front of a text that is not empty */
    TT_NORMALIZE_CHARSMAP /* Precompiled */
} tt_normalizer_kind;

typedef struct {
    uint32_t codes[TT_MAX_PATTERN];
    uint32_t n;
} tt_pattern;

typedef struct {
    tt_normalizer_kind kind;
    tt_normalization bert;
    tt_form form;
    bool left, right;   /* of Strip */
    bool run;           /* of Replace: the longest run of codes[0], of n at least */
    tt_pattern pattern; /* of Replace */
    tt_pattern content; /* of Replace and Prepend */
} tt_normalizer;

typedef struct {
    tt_normalizer steps[TT_MAX_NORMALIZERS];
    int32_t count;
    tt_mappings *mappings;
    tt_charsmap charsmap; /* where a step is Precompiled; one at most is */
} tt_normalizers;

void tt_normalizers_free(tt_normalizers *normalizers);

/* Changes `text->now` by all steps. */
void tt_normalizers_run(tt_changing *text, const tt_normalizers *normalizers);

#endif
