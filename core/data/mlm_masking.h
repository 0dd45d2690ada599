/* SPDX-License-Identifier: Apache-2.0
 * Rows for masked-language modelling (Devlin et al. 2019): 15 % of a sequence's tokens, at least one, are gaps, which
 * the model has to fill. In its input 80 % of the gaps are [MASK], 10 % a random token and 10 % unchanged. Gaps are the
 * items of the rows. */
#ifndef TT_MLM_MASKING_H
#define TT_MLM_MASKING_H

#include "data/rows.h"

/* Makes gaps the reads and items of rows without labels. Sequences without a token of text have none. TT_E_DATA (there
 * is no such token) and TT_E_MEMORY leave rows that only tt_rows_free accepts. */
tt_status tt_mlm_prepare(tt_rows *rows, tt_error *err);
/* Draws the positions of the gaps, the tokens that the model sees there (`mlm_inputs`) and the original tokens
 * (`labels`), anew for each epoch. */
void tt_mlm_draw(tt_rows *rows, int32_t mask_id, uint64_t seed, uint64_t epoch);

#endif
