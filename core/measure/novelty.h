/* SPDX-License-Identifier: Apache-2.0
 * How unlike the training rows a text is, by the features that the output layer reads.
 *
 * Training rows form groups: the rows of a class, of a label (and those without any), or of a fifth of a regression's
 * numbers. Features x become t = L^-1 x, where L L^T is the covariance within the groups, shrunk towards a multiple of
 * the identity as far as Ledoit and Wolf 2004 ("A well-conditioned estimator for large-dimensional covariance
 * matrices") say. The score of x is
 *
 *     1 - the largest cosine between t and the mean of a group, mapped in the same way
 *
 * between 0 and 2: the shared covariance of Lee et al. 2018 (arXiv 1807.03888), with the angle in place of the
 * distance. The score of a row is the mean over its windows.
 *
 * A score means something beside those of rows like the training rows, the reference: the validation rows or, where
 * there are fewer than TT_NOVELTY_VALIDATION, the training rows in five parts, each scored by a fit on the others. It
 * all is a function of features and labels: nothing is drawn, and no number of threads changes it. */
#ifndef TT_NOVELTY_H
#define TT_NOVELTY_H

#include "base/arena.h"
#include "base/json.h"
#include "data/rows.h"
#include "model/task.h"
#include "nn/nn.h"

enum {
    TT_NOVELTY_READS = 256,     /* that go through a matrix product at once */
    TT_NOVELTY_PARTS = 5,       /* of the training rows, where there are too few of validation */
    TT_NOVELTY_VALIDATION = 20, /* rows that make a reference */
    TT_NOVELTY_FIFTHS = 5,      /* groups of a number */
};

/* What scores. */
typedef struct {
    int32_t E, groups;
    real *weight;      /* [E,E] L^-1, lower triangular */
    real *directions;  /* [groups,E] the means of the groups, mapped, of length 1 */
    double *reference; /* [count] scores, rising, rounded to float32 as in a file */
    int32_t count;
    bool validated; /* the reference are validation rows */
} tt_novelty_map;

/* `E`, `groups` and `count` are set. */
void tt_novelty_map_layout(tt_novelty_map *map, tt_arena *arena);

/* Room to score TT_NOVELTY_READS reads. */
typedef struct {
    real *mapped;  /* [TT_NOVELTY_READS,E] */
    real *cosines; /* [TT_NOVELTY_READS,groups] */
    real *zeros;   /* [the larger of E and groups] */
} tt_novelty_room;

void tt_novelty_room_layout(tt_novelty_room *room, tt_arena *arena, int32_t E, int32_t groups);
/* Reals of compute->scratch that scoring and fitting take. */
size_t tt_novelty_scratch(int32_t E, int32_t groups);
void tt_novelty_scores(double *scores /*[M]*/, const tt_novelty_map *map, const tt_compute *compute,
                       const tt_novelty_room *room, const real *features /*[M,E]*/, int32_t M);
/* The share of the reference that is less unlike: 0.97 is stranger than 97 % of its rows. */
double tt_novelty_share(const tt_novelty_map *map, double score);

/* Scores of the rows of a forward pass. */
typedef struct {
    const tt_novelty_map *map;
    const tt_compute *compute; /* with scratch for tt_novelty_scratch */
    tt_novelty_room room;
    double *read_scores; /* [M] of the micro-batch */
    double *scores;      /* [rows] the sum so far; at the end the share of the reference that is less unlike */
} tt_novelty_pass;

/* `map` is set; `reads`: the most of a micro-batch. */
void tt_novelty_pass_layout(tt_novelty_pass *pass, tt_arena *arena, int32_t rows, int32_t reads);
/* The next M reads, whose numbers among those of `rows` are `reads`. */
void tt_novelty_pass_add(tt_novelty_pass *pass, const tt_rows *rows, const int32_t *reads /*[M]*/,
                         const real *features /*[M,E]*/, int32_t M);
/* After the last: scores become shares of the reference. */
void tt_novelty_pass_end(tt_novelty_pass *pass, int32_t rows);

/* A safetensors file: novelty.whitening [E (E + 1) / 2] the lower triangle row by row, novelty.directions, and the
 * reference as novelty.validation or novelty.training. */
void tt_novelty_write(tt_text *out, const tt_novelty_map *map);
/* Takes the map's memory in `arena`, which is empty. `groups`: the most that the head's rows can form. TT_E_FORMAT: it
 * is no such file, or for another E or a head of more outputs. */
tt_status tt_novelty_read_file(tt_novelty_map *map, tt_arena *arena, int32_t E, int32_t groups, const char *bytes,
                               size_t n, tt_error *err);

/* The fit. `compute`, `task`, `train`, `validation` (NULL: none), `outputs` and the features are set by the caller. */
typedef struct {
    const tt_compute *compute;
    const tt_task *task;
    const tt_rows *train, *validation;
    int32_t outputs;
    const real *features, *validation_features; /* [reads,E] */
    tt_novelty_map map;                         /* its memory is the caller's; groups without rows are left out */
    tt_novelty_room room;
    int32_t *parts;     /* [rows] which part a row is in */
    double *cuts;       /* [outputs,TT_NOVELTY_FIFTHS - 1] of a regression */
    double *sorted;     /* [rows] */
    double *centre;     /* [E] */
    double *means;      /* [groups,E] */
    double *weights;    /* [groups] of the rows in each */
    double *square;     /* [E,E] the covariance, then its factor L */
    double *inverse;    /* [E,E] of L, column after column */
    real *sums;         /* [E,E] */
    real *left, *right; /* [TT_NOVELTY_READS,E] residuals, and the same times their weights */
    double *scores;     /* [reads] of the larger set of rows */
    int32_t part;       /* that is left out; TT_NOVELTY_PARTS: none */
    bool done;
} tt_novelty_fit;

/* Groups that the rows of a task with so many outputs can form. */
int32_t tt_novelty_groups(const tt_task *task, int32_t outputs);
/* map.E is set; sets the map's other sizes, for tt_novelty_map_layout. */
void tt_novelty_fit_layout(tt_novelty_fit *fit, tt_arena *arena);
void tt_novelty_fit_begin(tt_novelty_fit *fit);
/* One fit; TT_DONE after the last. TT_E_DATA: there are too few rows to be scored. TT_E_NUMERIC: a number of the map is
 * not finite. */
tt_status tt_novelty_fit_step(tt_novelty_fit *fit, tt_error *err);

#endif
