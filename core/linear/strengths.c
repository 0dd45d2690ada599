/* SPDX-License-Identifier: Apache-2.0 */
#include "linear/strengths.h"

#include <math.h>

double tt_strength(double tried) { return 16 * pow(0.125, tried); }

/* So many items held out tell strengths apart; of fewer every fold tries all of them. */
static const double enough_held_out = 100;

/* The loss of a large fold has risen twice in a row: weaker penalties will not do better there. */
static bool risen_twice(const tt_probe *probe, double held_out) {
    const double *loss = probe->fold_losses + probe->tried;
    return held_out >= enough_held_out && probe->tried >= 2 && loss[0] > loss[-1] && loss[-1] > loss[-2];
}

/* Whether the folds so far tell that neither this penalty nor a weaker one will be chosen: one of them ended before it,
 * or it is weaker than the best and over so many items held out its loss is so much more. */
static bool is_too_weak(const tt_probe *probe, int32_t strength) {
    static const double far_more = 1.25;
    if (probe->fold == 0) return false;
    return probe->seen[strength] < probe->fold || (strength > probe->best && probe->held_out >= enough_held_out &&
                                                   probe->losses[strength] > far_more * probe->least);
}

/* Held-out losses of a few rows are mostly chance's and often find nothing to be learned, or all: a normal prior over
 * the logarithm of the strength, which counts as much as the loss of some items, keeps the choice near what is usual.
 */
static double cost(const tt_probe *probe, int32_t strength) {
    static const double usual = 2.5, weight = 0.5;
    return probe->losses[strength] + weight * (strength - usual) * (strength - usual);
}

int32_t tt_strength_best(const tt_probe *probe) {
    int32_t best = 0;
    for (int32_t i = 1; i < TT_PROBE_STRENGTHS; i++) {
        if (probe->seen[i] == probe->fold && cost(probe, i) < cost(probe, best)) best = i;
    }
    return best;
}

double tt_strength_chosen(const tt_probe *probe) {
    const int32_t best = probe->best;
    const bool inner = best > 0 && best + 1 < TT_PROBE_STRENGTHS && probe->seen[best + 1] == probe->fold;
    if (!inner) return tt_strength(best);
    const double stronger = cost(probe, best - 1), weaker = cost(probe, best + 1);
    const double bend = stronger - 2 * cost(probe, best) + weaker;
    return tt_strength(best + (bend > 0 ? (stronger - weaker) / (2 * bend) : 0));
}

bool tt_strength_ends_fold(const tt_probe *probe, double held_out) {
    return risen_twice(probe, held_out) || probe->tried + 1 == TT_PROBE_STRENGTHS ||
           is_too_weak(probe, probe->tried + 1);
}
