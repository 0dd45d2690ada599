/* SPDX-License-Identifier: Apache-2.0 */
#include "api/tuning.h"

#include <math.h>

/* Rounds of all tiles: at least (twice as many for another tile than the usual), of them the last in which no best
 * changed, and at most; then calls on all threads. */
enum { LEAST = 8, SETTLED = 6, MOST = 48, TOGETHER = 3 };

/* The usual tile is left for one that is clearly faster. */
static const double CLEARLY = 1.03;
/* No two compiled tiles differ so much: the slower one is not compiled yet. */
static const double UNCOMPILED = 2.5;

tt_tuning tt_tuning_new(void) { return (tt_tuning){.tile = 0}; }

static int fastest(const tt_tuning *t) {
    int tile = TT_TILE_USUAL;
    for (int i = 0; i < TT_TILES; i++) {
        double usual = t->best[TT_TILE_USUAL] / t->best[i], gain = t->best[tile] / t->best[i];
        if (usual > CLEARLY && usual < UNCOMPILED && gain > 1) tile = i;
    }
    return tile;
}

static bool told_apart(const tt_tuning *t) {
    int rounds = t->calls / TT_TILES, quiet = (t->calls - t->changed) / TT_TILES;
    if (t->calls % TT_TILES != 0 || rounds < LEAST) return false;
    if (rounds == MOST) return true;
    for (int i = 0; i < TT_TILES; i++) {
        if (t->best[i] * UNCOMPILED < t->best[TT_TILE_USUAL]) return false;
    }
    return quiet >= SETTLED && (fastest(t) == TT_TILE_USUAL || rounds >= 2 * LEAST);
}

bool tt_tuning_note(tt_tuning *t, double seconds) {
    seconds = fmax(seconds, 1e-6); /* a coarse clock may give 0 */
    if (t->together > 0) {
        t->all = t->together == 1 ? seconds : fmin(t->all, seconds);
        return t->together++ == TOGETHER;
    }
    t->calls++;
    double *best = &t->best[t->tile];
    if (*best == 0 || seconds < 0.99 * *best) t->changed = t->calls;
    if (*best == 0 || seconds < *best) *best = seconds;
    t->together = told_apart(t);
    t->tile = t->together ? fastest(t) : t->calls % TT_TILES;
    return false;
}
