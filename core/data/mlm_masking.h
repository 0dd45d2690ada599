/* SPDX-License-Identifier: Apache-2.0
 * Masked-language modelling's rows (Devlin et al. 2019): 15 % of a sequence's tokens, one at least, are gaps to be
 * filled; of these 80 % are seen as [MASK], 10 % as a random token and 10 % as they are. Gaps are the items of the
 * rows. */
#ifndef TT_MLM_MASKING_H
#define TT_MLM_MASKING_H

#include "data/rows.h"

/* Puts gaps in place of what the head would read of rows without labels. Sequences without a token of text have none.
 */
tt_status tt_mlm_prepare(tt_rows *rows, tt_error *err);
/* Draws where the gaps are, what is seen there (`mlm_inputs`) and what stood there (`labels`), anew for each epoch. */
void tt_mlm_draw(tt_rows *rows, int32_t mask_id, uint64_t seed, uint64_t epoch);

#endif
