/* SPDX-License-Identifier: Apache-2.0
 * Tags in IOB2: "O", "B-X", "I-X", "B-Y", "I-Y" ... Tag 0 is outside, 2 t + 1 begins an entity of type t, 2 t + 2
 * continues it. A sequence is in order where each I-X follows B-X or I-X. */
#ifndef TT_IOB2_H
#define TT_IOB2_H

#include "base/base.h"

enum { TT_OUTSIDE = 0, TT_NO_TYPE = -1 };

static inline int32_t tt_iob2_type(int32_t tag) { return tag == TT_OUTSIDE ? TT_NO_TYPE : (tag - 1) / 2; }
static inline bool tt_iob2_begins(int32_t tag) { return tag % 2 == 1; }

/* The sequence in order with the largest sum of scores [words,C] (Viterbi 1967): of logits the most probable one. Of
 * equal sums the lower tag wins at the last word where they differ. A word with reads[word] = 0 has no scores and is
 * outside; reads NULL: every word has some. `before` [words,C] and `sums` [C] are scratch. */
void tt_iob2_decode(int32_t *tags /*[words]*/, const double *scores, const int32_t *reads, int32_t *before,
                    double *sums, int32_t words, int32_t C);

#endif
