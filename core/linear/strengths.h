/* SPDX-License-Identifier: Apache-2.0
 * Which L2 strength a probe takes, by the losses held out; see linear/probe.h. */
#ifndef TT_STRENGTHS_H
#define TT_STRENGTHS_H

#include "linear/probe.h"

/* Where nothing can be held out. */
enum { TT_STRENGTH_USUAL = 2 };

/* From strong to weak: 16, 2, 1/4, 1/32, 1/256, 1/2048. A fit begins where the one before it ended. */
double tt_strength(double tried);
/* After the fit of `tried`, whose fold holds out items of this weight: whether none that is weaker is worth a fit. */
bool tt_strength_ends_fold(const tt_probe *probe, double held_out);
/* That with the least loss and prior in the folds so far. */
int32_t tt_strength_best(const tt_probe *probe);
/* Where a parabola through the costs of the best strength and of its neighbours, over the logarithm of the strength,
 * is lowest. */
double tt_strength_chosen(const tt_probe *probe);

#endif
