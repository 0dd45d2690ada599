/* SPDX-License-Identifier: Apache-2.0 */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "measure/novelty.h"

int32_t tt_novelty_groups(const tt_task *task, int32_t outputs) {
    if (task->classes) return outputs;
    return task->binary ? outputs + 1 : outputs * TT_NOVELTY_FIFTHS;
}

static int32_t most_reads(const tt_novelty_fit *fit) {
    const int32_t n = fit->train->read_count, m = fit->validation ? fit->validation->read_count : 0;
    return n > m ? n : m;
}

static bool validates(const tt_novelty_fit *fit) {
    return fit->validation && fit->validation->rows >= TT_NOVELTY_VALIDATION;
}

void tt_novelty_fit_layout(tt_novelty_fit *fit, tt_arena *arena) {
    const int32_t E = fit->map.E, groups = tt_novelty_groups(fit->task, fit->outputs);
    fit->map.groups = groups;
    fit->map.validated = validates(fit);
    fit->map.count = fit->map.validated ? fit->validation->rows : fit->train->rows;
    tt_novelty_room_layout(&fit->room, arena, E, groups);
    fit->parts = TT_TAKE(arena, "novelty", int32_t, fit->train->rows, 1);
    fit->cuts = TT_TAKE(arena, "novelty", double, fit->outputs, TT_NOVELTY_FIFTHS - 1);
    fit->sorted = TT_TAKE(arena, "novelty", double, fit->train->rows, 1);
    fit->centre = TT_TAKE(arena, "novelty", double, E, 1);
    fit->means = TT_TAKE(arena, "novelty", double, groups, E);
    fit->weights = TT_TAKE(arena, "novelty", double, groups, 1);
    fit->square = TT_TAKE(arena, "novelty", double, E, E);
    fit->inverse = TT_TAKE(arena, "novelty", double, E, E);
    fit->sums = TT_TAKE(arena, "novelty", real, E, E);
    fit->left = TT_TAKE(arena, "novelty", real, TT_NOVELTY_READS, E);
    fit->right = TT_TAKE(arena, "novelty", real, TT_NOVELTY_READS, E);
    fit->scores = TT_TAKE(arena, "novelty", double, most_reads(fit), 1);
}

static int by_size(const void *a, const void *b) {
    const double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

/* The bounds between the fifths of each number. */
static void cut_numbers(tt_novelty_fit *fit) {
    const int32_t n = fit->train->rows, C = fit->outputs;
    for (int32_t c = 0; c < C; c++) {
        for (int32_t row = 0; row < n; row++)
            fit->sorted[row] = fit->train->labels[(size_t)row * (size_t)C + (size_t)c];
        qsort(fit->sorted, (size_t)n, sizeof *fit->sorted, by_size);
        for (int32_t k = 1; k < TT_NOVELTY_FIFTHS; k++) {
            fit->cuts[c * (TT_NOVELTY_FIFTHS - 1) + k - 1] = fit->sorted[(int64_t)n * k / TT_NOVELTY_FIFTHS];
        }
    }
}

/* Whether a training row belongs to a group. */
static bool belongs(const tt_novelty_fit *fit, int32_t row, int32_t group) {
    const int32_t C = fit->outputs;
    const double *labels = fit->train->labels + (size_t)row * (size_t)fit->train->width;
    if (fit->task->classes) return labels[0] == group;
    if (fit->task->binary) {
        if (group < C) return labels[group] > 0;
        for (int32_t c = 0; c < C; c++) {
            if (labels[c] > 0) return false;
        }
        return true;
    }
    const int32_t c = group / TT_NOVELTY_FIFTHS, fifth = group % TT_NOVELTY_FIFTHS;
    const double *cuts = fit->cuts + c * (TT_NOVELTY_FIFTHS - 1);
    int32_t in = 0;
    while (in < TT_NOVELTY_FIFTHS - 1 && labels[c] >= cuts[in]) in++;
    return in == fifth;
}

/* A row's part: rows in the order of their classes are dealt out one by one. */
static void deal_parts(tt_novelty_fit *fit) {
    const bool by_class = fit->task->classes;
    int32_t dealt = 0;
    for (int32_t c = 0; c < (by_class ? fit->outputs : 1); c++) {
        for (int32_t row = 0; row < fit->train->rows; row++) {
            if (!by_class || fit->train->labels[row] == c) fit->parts[row] = dealt++ % TT_NOVELTY_PARTS;
        }
    }
}

void tt_novelty_fit_begin(tt_novelty_fit *fit) {
    fit->part = fit->map.validated ? TT_NOVELTY_PARTS : 0;
    fit->map.groups = tt_novelty_groups(fit->task, fit->outputs);
    fit->map.count = 0;
    fit->done = false;
    deal_parts(fit);
    if (tt_task_numbers(fit->task)) cut_numbers(fit);
}

/* A row counts once, however many windows it has. */
static double weight_of(const tt_novelty_fit *fit, int32_t read) {
    const int32_t row = fit->train->reads[read].item;
    return fit->parts[row] == fit->part ? 0 : 1.0 / fit->train->item_reads[row];
}

/* Means of all rows and of the groups. False: there are no rows. */
static bool set_means(tt_novelty_fit *fit) {
    const size_t E = (size_t)fit->map.E;
    const int32_t groups = fit->map.groups;
    double all = 0;
    memset(fit->centre, 0, E * sizeof *fit->centre);
    memset(fit->means, 0, (size_t)groups * E * sizeof *fit->means);
    memset(fit->weights, 0, (size_t)groups * sizeof *fit->weights);
    for (int32_t r = 0; r < fit->train->read_count; r++) {
        const real *x = fit->features + (size_t)r * E;
        const double weight = weight_of(fit, r);
        if (weight == 0) continue;
        all += weight;
        for (size_t e = 0; e < E; e++) fit->centre[e] += weight * (double)x[e];
        for (int32_t k = 0; k < groups; k++) {
            if (!belongs(fit, fit->train->reads[r].item, k)) continue;
            fit->weights[k] += weight;
            for (size_t e = 0; e < E; e++) fit->means[(size_t)k * E + e] += weight * (double)x[e];
        }
    }
    for (size_t e = 0; e < E; e++) fit->centre[e] /= all > 0 ? all : 1;
    for (int32_t k = 0; k < groups; k++) {
        for (size_t e = 0; e < E && fit->weights[k] > 0; e++) fit->means[(size_t)k * E + e] /= fit->weights[k];
    }
    return all > 0;
}

/* Adds the residuals that are waiting to the sums of their products. */
static void add_residuals(tt_novelty_fit *fit, int32_t M, bool *add) {
    tt_linear_backward_weights(fit->compute, fit->sums, NULL, *add, fit->right, fit->left, M, fit->map.E, fit->map.E);
    *add = true;
}

typedef struct {
    double weight, fourth; /* of all residuals, and the weighted sum of |r|^4 */
} residuals;

/* The weighted sums of products of what features differ from the means of their groups (`within`) or of all rows. */
static residuals sum_products(tt_novelty_fit *fit, bool within) {
    const size_t E = (size_t)fit->map.E;
    residuals sum = {0};
    int32_t M = 0;
    bool add = false;
    for (int32_t r = 0; r < fit->train->read_count; r++) {
        const double weight = weight_of(fit, r);
        for (int32_t k = 0; weight > 0 && k < (within ? fit->map.groups : 1); k++) {
            if (within && !belongs(fit, fit->train->reads[r].item, k)) continue;
            const double *mean = within ? fit->means + (size_t)k * E : fit->centre;
            double square = 0;
            for (size_t e = 0; e < E; e++) {
                const double d = (double)fit->features[(size_t)r * E + e] - mean[e];
                fit->left[(size_t)M * E + e] = (real)d;
                fit->right[(size_t)M * E + e] = (real)(weight * d);
                square += d * d;
            }
            sum.weight += weight;
            sum.fourth += weight * square * square;
            if (++M < TT_NOVELTY_READS) continue;
            add_residuals(fit, M, &add);
            M = 0;
        }
    }
    add_residuals(fit, M, &add);
    return sum;
}

/* The covariance, shrunk: (1 - s) S + s mu I. False: it is zero, and I stands for it. */
static bool set_covariance(tt_novelty_fit *fit, bool within) {
    const size_t E = (size_t)fit->map.E;
    const residuals sum = sum_products(fit, within);
    double trace = 0, squares = 0;
    for (size_t i = 0; i < E * E; i++) {
        fit->square[i] = (double)fit->sums[i] / sum.weight;
        squares += fit->square[i] * fit->square[i];
    }
    for (size_t e = 0; e < E; e++) trace += fit->square[e * E + e];
    const double mean = trace / (double)E;
    const double spread = squares - mean * trace; /* |S - mu I|^2 */
    const double noise = (sum.fourth / sum.weight - squares) / sum.weight;
    const double s = spread <= noise || spread <= 0 ? 1 : fmax(noise, 0) / spread;
    const double ridge = trace > 0 ? s * mean : 1;
    for (size_t i = 0; i < E * E; i++) fit->square[i] = (1 - s) * fit->square[i] + (i % (E + 1) ? 0 : ridge);
    return trace > 0;
}

/* The lower triangle of `square` becomes its Cholesky factor L; a pivot that rounding has left without a value is kept
 * above zero. */
static void factorize(double *square, size_t E) {
    for (size_t i = 0; i < E; i++) {
        double *row = square + i * E;
        const double least = row[i] * 1e-10;
        for (size_t j = 0; j <= i; j++) {
            const double *other = square + j * E;
            double sum = row[j];
            for (size_t k = 0; k < j; k++) sum -= row[k] * other[k];
            row[j] = j < i ? sum / other[j] : sqrt(fmax(sum, least));
        }
    }
}

/* One column of L^-1 by forward substitution. */
typedef struct {
    real *weight;
    const double *factor;
    double *columns; /* [E,E] column after column */
    size_t E;
} inversion;

static void invert_column(void *context, int column, int thread) {
    const inversion *job = context;
    const size_t E = job->E, c = (size_t)column;
    double *out = job->columns + c * E;
    (void)thread;
    for (size_t i = 0; i < E; i++) {
        const double *row = job->factor + i * E;
        double sum = i == c;
        for (size_t k = c; k < i; k++) sum -= row[k] * out[k];
        out[i] = i < c ? 0 : sum / row[i];
        job->weight[i * E + c] = (real)out[i];
    }
}

/* Directions of the groups that have rows, one after the other: how many. A mean of zero has none. */
static int32_t set_directions(tt_novelty_fit *fit) {
    tt_novelty_map *map = &fit->map;
    const size_t E = (size_t)map->E;
    const int32_t groups = tt_novelty_groups(fit->task, fit->outputs);
    int32_t found = 0;
    for (int32_t k = 0; k < groups; k++) {
        real *direction = map->directions + (size_t)found * E;
        double squares = 0;
        if (fit->weights[k] == 0) continue;
        for (size_t i = 0; i < E; i++) {
            double sum = 0;
            for (size_t e = 0; e <= i; e++) sum += (double)map->weight[i * E + e] * fit->means[(size_t)k * E + e];
            squares += sum * sum;
            direction[i] = (real)sum;
        }
        if (squares <= 0) continue;
        for (size_t i = 0; i < E; i++) direction[i] = (real)((double)direction[i] / sqrt(squares));
        found++;
    }
    return found;
}

/* The map of the training rows but for the part that is left out. False: there are none. */
static bool fit_map(tt_novelty_fit *fit) {
    tt_novelty_map *map = &fit->map;
    const size_t E = (size_t)map->E;
    map->groups = tt_novelty_groups(fit->task, fit->outputs);
    if (!set_means(fit)) return false;
    if (!set_covariance(fit, true)) set_covariance(fit, false);
    factorize(fit->square, E);
    inversion job = {map->weight, fit->square, fit->inverse, E};
    tt_parallel(fit->compute->threads, map->E, invert_column, &job);
    map->groups = set_directions(fit);
    return map->groups > 0;
}

/* Scores of the rows of `part` (-1: of all rows), each the mean over its reads, join the reference. */
static void add_reference(tt_novelty_fit *fit, const tt_rows *rows, const real *features, int32_t part) {
    double *scores = fit->scores;
    int32_t read = 0;
    tt_novelty_scores(scores, &fit->map, fit->compute, &fit->room, features, rows->read_count);
    for (int32_t row = 0; row < rows->rows; row++) {
        const int32_t reads = rows->item_reads[row];
        double sum = 0;
        for (int32_t i = 0; i < reads; i++) sum += scores[read++];
        if (part < 0 || fit->parts[row] == part) fit->map.reference[fit->map.count++] = (float)(sum / reads);
    }
}

static bool all_finite(const real *numbers, size_t n) {
    for (size_t i = 0; i < n; i++) {
        if (!isfinite(numbers[i])) return false;
    }
    return true;
}

/* Whether the map and its reference are numbers, which features of any size need not give. */
static bool finite_map(const tt_novelty_map *map) {
    const size_t E = (size_t)map->E;
    for (int32_t i = 0; i < map->count; i++) {
        if (!isfinite(map->reference[i])) return false;
    }
    return all_finite(map->weight, E * E) && all_finite(map->directions, (size_t)map->groups * E);
}

tt_status tt_novelty_fit_step(tt_novelty_fit *fit, tt_error *err) {
    if (fit->done) return TT_DONE;
    const bool fitted = fit_map(fit);
    if (fit->part < TT_NOVELTY_PARTS) {
        if (fitted) add_reference(fit, fit->train, fit->features, fit->part);
        fit->part++;
        return TT_OK;
    }
    if (fitted && fit->map.validated) add_reference(fit, fit->validation, fit->validation_features, -1);
    if (fit->map.count < 1) {
        return tt_fail(err, TT_E_DATA, -1, "%d training rows are too few to say which texts are unlike them; give more",
                       (int)fit->train->rows);
    }
    if (!finite_map(&fit->map)) {
        return tt_fail(err, TT_E_NUMERIC, -1,
                       "the features of the training rows are too large, or too much alike, to measure which texts are "
                       "unlike them; a lower learning rate usually helps");
    }
    qsort(fit->map.reference, (size_t)fit->map.count, sizeof *fit->map.reference, by_size);
    fit->done = true;
    return TT_DONE;
}
