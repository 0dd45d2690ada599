/* SPDX-License-Identifier: Apache-2.0
 * Unicode's normalization forms (UAX 15) of texts whose code points keep their positions. */
#ifndef TT_FORMS_H
#define TT_FORMS_H

#include "text/symbols.h"
#include "text/unicode.h"

typedef struct {
    bool compatible, composed;
} tt_form;

/* Replaces `out` by the form of `text` [n], its positions as in Hugging Face's tokenizers; `marks` is scratch.
 * Linear in n. */
void tt_form_of(tt_symbols *out, tt_symbols *marks, tt_form form, const tt_mappings *mappings, const tt_symbol *text,
                size_t n);

#endif
