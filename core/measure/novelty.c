/* SPDX-License-Identifier: Apache-2.0 */
#include "measure/novelty.h"

#include <math.h>

void tt_novelty_map_layout(tt_novelty_map *map, tt_arena *arena) {
    map->weight = TT_TAKE(arena, "novelty", real, map->E, map->E);
    map->directions = TT_TAKE(arena, "novelty", real, map->groups, map->E);
    map->reference = TT_TAKE(arena, "novelty", double, map->count, 1);
}

void tt_novelty_pass_layout(tt_novelty_pass *pass, tt_arena *arena, int32_t rows, int32_t reads) {
    tt_novelty_room_layout(&pass->room, arena, pass->map->E, pass->map->groups);
    pass->read_scores = TT_TAKE(arena, "novelty", double, reads, 1);
    pass->scores = TT_TAKE(arena, "novelty", double, rows, 1);
}

void tt_novelty_room_layout(tt_novelty_room *room, tt_arena *arena, int32_t E, int32_t groups) {
    room->mapped = TT_TAKE(arena, "novelty", real, TT_NOVELTY_READS, E);
    room->cosines = TT_TAKE(arena, "novelty", real, TT_NOVELTY_READS, groups);
    room->zeros = TT_TAKE(arena, "novelty", real, E > groups ? E : groups, 1);
}

size_t tt_novelty_scratch(int32_t E, int32_t groups) {
    return tt_max_size(tt_linear_scratch(TT_NOVELTY_READS, E, E), tt_linear_scratch(TT_NOVELTY_READS, E, groups));
}

/* 1 - the largest cosine of a read whose mapped features are t; where they are zero it is like no group. */
static double score_of(const real *t, const real *products, int32_t E, int32_t groups) {
    double squares = 0, largest = (double)products[0];
    for (int32_t e = 0; e < E; e++) squares += (double)t[e] * (double)t[e];
    for (int32_t k = 1; k < groups; k++) largest = fmax(largest, (double)products[k]);
    return squares > 0 ? 1 - largest / sqrt(squares) : 1;
}

static void score_some(double *scores, const tt_novelty_map *map, const tt_compute *compute,
                       const tt_novelty_room *room, const real *features, int32_t M) {
    const size_t E = (size_t)map->E, groups = (size_t)map->groups;
    tt_linear_forward(compute, room->mapped, features, map->weight, room->zeros, M, map->E, map->E);
    tt_linear_forward(compute, room->cosines, room->mapped, map->directions, room->zeros, M, map->E, map->groups);
    for (size_t i = 0; i < (size_t)M; i++) {
        scores[i] = score_of(room->mapped + i * E, room->cosines + i * groups, map->E, map->groups);
    }
}

void tt_novelty_scores(double *scores, const tt_novelty_map *map, const tt_compute *compute,
                       const tt_novelty_room *room, const real *features, int32_t M) {
    for (int32_t first = 0; first < M; first += TT_NOVELTY_READS) {
        const int32_t some = M - first < TT_NOVELTY_READS ? M - first : TT_NOVELTY_READS;
        score_some(scores + first, map, compute, room, features + (size_t)first * (size_t)map->E, some);
    }
}

void tt_novelty_pass_add(tt_novelty_pass *pass, const tt_rows *rows, const int32_t *reads, const real *features,
                         int32_t M) {
    tt_novelty_scores(pass->read_scores, pass->map, pass->compute, &pass->room, features, M);
    for (int32_t i = 0; i < M; i++) {
        const int32_t row = rows->reads[reads[i]].item;
        pass->scores[row] += pass->read_scores[i] / rows->item_reads[row];
    }
}

double tt_novelty_share(const tt_novelty_map *map, double score) {
    int32_t below = 0, end = map->count;
    while (below < end) {
        const int32_t middle = below + (end - below) / 2;
        if (map->reference[middle] < (double)(float)score) {
            below = middle + 1;
        } else {
            end = middle;
        }
    }
    return (double)below / map->count;
}

void tt_novelty_pass_end(tt_novelty_pass *pass, int32_t rows) {
    for (int32_t row = 0; row < rows; row++) pass->scores[row] = tt_novelty_share(pass->map, pass->scores[row]);
}
