/* SPDX-License-Identifier: Apache-2.0 */
#include "linear/probe.h"

#include <math.h>
#include <string.h>

#include "linear/strengths.h"

/* Each fold that is tried takes some 400 times the work of all rows' logits, and the fit of all rows some 200 times, so
 * this much in all folds is about a second. */
static const double most_work = 1e8;
static const double passes_of_a_fold = 400, passes_of_all = 200;

/* A fit ends this near to its minimum, as a share of the mean loss of a read; those of the cross-validation are only
 * compared with each other. */
static const double near_enough = 1e-5, near_enough_to_compare = 1e-4;
enum { MOST_ITERATIONS = 200, MOST_ITERATIONS_TO_COMPARE = 50 };

void tt_probe_layout(tt_probe *probe, tt_arena *arena) {
    const tt_rows *rows = probe->rows;
    const int32_t E = probe->E, C = probe->C;
    probe->pull = TT_TAKE(arena, "linear model", double, C, E);
    probe->centre = TT_TAKE(arena, "linear model", double, E, 1);
    probe->folds = TT_TAKE(arena, "linear model", int32_t, rows->rows, 1);
    probe->labels = TT_TAKE(arena, "linear model", double, rows->read_count, rows->width);
    probe->weights = TT_TAKE(arena, "linear model", float, rows->read_count, 1);
    probe->w = TT_TAKE(arena, "linear model", real, C, E);
    probe->b = TT_TAKE(arena, "linear model", real, C, 1);
    probe->dw = TT_TAKE(arena, "linear model", real, C, E);
    probe->db = TT_TAKE(arena, "linear model", real, C, 1);
    probe->logits = TT_TAKE(arena, "linear model", real, TT_PROBE_ROWS, C);
    probe->results = TT_TAKE(arena, "linear model", real, TT_PROBE_ROWS, C);
    probe->dlogits = TT_TAKE(arena, "linear model", real, TT_PROBE_ROWS, C);
    tt_lbfgs_layout(&probe->lbfgs, arena, (uint64_t)C, (uint64_t)E + 1);
}

uint64_t tt_probe_bytes(const tt_rows *rows, int32_t E, int32_t C) {
    const uint64_t layer = (uint64_t)C * ((uint64_t)E + 1), reads = (uint64_t)rows->read_count;
    return layer * (sizeof(double) * (6 + 2 * TT_LBFGS_KEPT) + 2 * sizeof(real)) +
           reads * (sizeof(double) * (uint64_t)rows->width + sizeof(float)) +
           (uint64_t)C * 3 * TT_PROBE_ROWS * sizeof(real);
}

/* Multiply-adds of all rows' logits, an exponential counted as 64. */
static double work_of(const tt_rows *rows, int32_t E, int32_t C) { return (double)rows->read_count * C * (E + 64); }

/* A row held out tells nothing where no other row has its class. */
static int32_t folds_of(const tt_rows *rows, int32_t C) {
    const int32_t folds = rows->rows < TT_PROBE_FOLDS ? rows->rows : TT_PROBE_FOLDS;
    const bool one_each = !rows->words && rows->width == 1 && rows->rows <= C;
    return folds < 2 || one_each ? 0 : folds;
}

/* How many of the folds are held out in turn. */
static int32_t tried_folds_of(const tt_rows *rows, int32_t E, int32_t C) {
    const int32_t folds = folds_of(rows, C);
    const double affordable = most_work / work_of(rows, E, C);
    if (folds == 0) return 0;
    return affordable < 1 ? 1 : affordable < folds ? (int32_t)affordable : folds;
}

double tt_probe_flops(const tt_rows *rows, int32_t E, int32_t C) {
    const double passes = passes_of_all + passes_of_a_fold * tried_folds_of(rows, E, C);
    return 2 * passes * work_of(rows, E, C);
}

/* Features of length 1, and their mean length before. */
static void take_directions(tt_probe *probe) {
    const size_t n = (size_t)probe->rows->read_count, E = (size_t)probe->E;
    double lengths = 0;
    for (size_t i = 0; i < n; i++) {
        real *x = probe->features + i * E;
        double squares = 0;
        for (size_t e = 0; e < E; e++) squares += (double)x[e] * (double)x[e];
        const double length = sqrt(squares);
        for (size_t e = 0; e < E && length > 0; e++) x[e] = (real)((double)x[e] / length);
        lengths += length / (double)n;
    }
    probe->length = lengths > 0 ? lengths : 1;
}

/* Features less their mean, in units in which their mean square is 1. */
static void standardize(tt_probe *probe) {
    const size_t n = (size_t)probe->rows->read_count, E = (size_t)probe->E;
    double squares = 0;
    memset(probe->centre, 0, E * sizeof *probe->centre);
    for (size_t i = 0; i < n * E; i++) probe->centre[i % E] += (double)probe->features[i] / (double)n;
    for (size_t i = 0; i < n * E; i++) {
        const double x = (double)probe->features[i] - probe->centre[i % E];
        squares += x * x / (double)n;
    }
    probe->unit = squares > 0 ? sqrt(squares) : 1;
    for (size_t i = 0; i < n * E; i++) {
        probe->features[i] = (real)(((double)probe->features[i] - probe->centre[i % E]) / probe->unit);
    }
}

/* Directions of the names; all 0 where there are none, or where they differ by rounding alone. */
static void take_names(tt_probe *probe) {
    const size_t C = (size_t)probe->C, E = (size_t)probe->E, n = C * E;
    double *pull = probe->pull, whole = 0, squares = 0;
    memset(pull, 0, n * sizeof *pull);
    if (!probe->names) return;
    for (size_t c = 0; c < C; c++) {
        const real *name = probe->names + c * E;
        double length = 0;
        for (size_t e = 0; e < E; e++) length += (double)name[e] * (double)name[e];
        length = probe->directions && length > 0 ? sqrt(length) : 1;
        for (size_t e = 0; e < E; e++) pull[c * E + e] = (double)name[e] / length;
    }
    for (size_t e = 0; e < E; e++) {
        double mean = 0;
        for (size_t c = 0; c < C; c++) mean += pull[c * E + e] / (double)C;
        for (size_t c = 0; c < C; c++) {
            double *x = &pull[c * E + e];
            whole += *x * *x;
            *x -= mean;
            squares += *x * *x;
        }
    }
    const bool differ = squares > 1e-10 * whole;
    for (size_t i = 0; i < n; i++) pull[i] = differ ? pull[i] / sqrt(squares / (double)C) : 0;
}

/* A row's fold: rows in the order of their classes are dealt out one by one. */
static void deal_folds(tt_probe *probe) {
    const tt_rows *rows = probe->rows;
    const bool by_class = probe->task->classes && !rows->words;
    int32_t dealt = 0;
    probe->fold_count = folds_of(rows, probe->C);
    probe->tried_folds = tried_folds_of(rows, probe->E, probe->C);
    for (int32_t c = 0; c < (by_class ? probe->C : 1); c++) {
        for (int32_t row = 0; row < rows->rows && probe->fold_count > 0; row++) {
            if (!by_class || rows->labels[row] == c) probe->folds[row] = dealt++ % probe->fold_count;
        }
    }
}

static void copy_labels(tt_probe *probe) {
    const tt_rows *rows = probe->rows;
    const tt_target_scaling *scaling = &probe->rule.target_scaling;
    const size_t width = (size_t)rows->width;
    for (size_t i = 0; i < (size_t)rows->read_count; i++) {
        for (size_t k = 0; k < width; k++) {
            const double label = rows->labels[(size_t)rows->reads[i].item * width + k];
            probe->labels[i * width + k] = scaling->mean ? (label - scaling->mean[k]) / scaling->deviation[k] : label;
        }
    }
    probe->rule.target_scaling = (tt_target_scaling){0};
}

/* Weights of the reads: those that `fold` holds out or, for `held_out`, those that it does not, have 0. */
static double set_weights(tt_probe *probe, bool held_out) {
    const tt_rows *rows = probe->rows;
    double sum = 0;
    int32_t row = 0;
    for (int32_t s = 0; s < rows->sequences; s++) {
        while (rows->row_starts[row + 1] <= s) row++;
        const bool out = probe->fold < probe->tried_folds && probe->folds[row] == probe->fold;
        for (int32_t r = rows->read_starts[s]; r < rows->read_starts[s + 1]; r++) {
            const double weight = 1.0 / rows->item_reads[rows->reads[r].item];
            probe->weights[r] = out == held_out ? (float)weight : 0;
            sum += (double)probe->weights[r];
        }
    }
    return sum;
}

/* Adds to `right` the weight of the reads whose class has the largest of their results. */
static void add_right(tt_probe *probe, int32_t first, int32_t M) {
    const size_t C = (size_t)probe->C;
    for (size_t i = 0; i < (size_t)M; i++) {
        const real *result = probe->results + i * C;
        size_t most = 0;
        for (size_t c = 1; c < C; c++) most = result[c] > result[most] ? c : most;
        const size_t read = (size_t)first + i;
        if ((double)most == probe->labels[read]) probe->fold_right += (double)probe->weights[read];
    }
}

/* With so few outputs most of a matrix product's time is for lining up its operands. */
enum { FEW_OUTPUTS = 3 };

/* sum x[i] y[i], in so many parts that no addition waits for the one before. */
static TT_NOINLINE real dot(const real *x, const real *y, size_t n) {
    enum { PARTS = 16 };
    real parts[PARTS] = {0};
    size_t i = 0;
    for (; i + PARTS <= n; i += PARTS) {
        for (size_t j = 0; j < PARTS; j++) parts[j] += x[i + j] * y[i + j];
    }
    for (; i < n; i++) parts[0] += x[i] * y[i];
    for (size_t half = PARTS / 2; half > 0; half /= 2) {
        for (size_t j = 0; j < half; j++) parts[j] += parts[j + half];
    }
    return parts[0];
}

static void forward(tt_probe *probe, const real *x, int32_t M) {
    const size_t E = (size_t)probe->E, C = (size_t)probe->C;
    if (C > FEW_OUTPUTS) {
        tt_linear_forward(probe->compute, probe->logits, x, probe->w, probe->b, M, probe->E, probe->C);
        return;
    }
    for (size_t i = 0; i < (size_t)M; i++) {
        for (size_t c = 0; c < C; c++) {
            probe->logits[i * C + c] = probe->b[c] + dot(x + i * E, probe->w + c * E, E);
        }
    }
}

/* y += scale x */
static TT_NOINLINE void add_scaled(real *restrict y, real scale, const real *restrict x, size_t n) {
    for (size_t i = 0; i < n; i++) y[i] += scale * x[i];
}

/* Adds to dw and db. */
static void backward(tt_probe *probe, const real *x, int32_t M) {
    const size_t E = (size_t)probe->E, C = (size_t)probe->C;
    if (C > FEW_OUTPUTS) {
        tt_linear_backward_weights(probe->compute, probe->dw, probe->db, true, probe->dlogits, x, M, probe->E,
                                   probe->C);
        return;
    }
    for (size_t i = 0; i < (size_t)M; i++) {
        for (size_t c = 0; c < C; c++) {
            const real d = probe->dlogits[i * C + c];
            probe->db[c] += d;
            if (d != 0) add_scaled(probe->dw + c * E, d, x + i * E, E); /* 0: the row is held out */
        }
    }
}

/* The weighted sum of losses of the layer w, b and, unless `value_only`, its gradient in dw, db. A weight of 0 makes a
 * gradient of 0: the loss divides by denominator / weight, which is infinite. */
static double sum_of_losses(tt_probe *probe, bool value_only) {
    const int32_t n = probe->rows->read_count, E = probe->E, C = probe->C;
    const size_t width = (size_t)probe->rows->width;
    double loss = 0;
    probe->fold_right = 0;
    memset(probe->dw, 0, (size_t)C * (size_t)E * sizeof *probe->dw);
    memset(probe->db, 0, (size_t)C * sizeof *probe->db);
    for (int32_t first = 0; first < n; first += TT_PROBE_ROWS) {
        const int32_t M = n - first < TT_PROBE_ROWS ? n - first : TT_PROBE_ROWS;
        const real *x = probe->features + (size_t)first * (size_t)E;
        forward(probe, x, M);
        loss += probe->task->loss(&probe->rule, value_only ? NULL : probe->dlogits, probe->results, probe->logits,
                                  probe->labels + (size_t)first * width, probe->weights + first, 1, M);
        if (value_only && probe->task->classes) add_right(probe, first, M);
        if (value_only) continue;
        backward(probe, x, M);
    }
    return loss;
}

static void set_layer(tt_probe *probe, const double *x) {
    const size_t n = (size_t)probe->C * (size_t)probe->E, C = (size_t)probe->C;
    for (size_t i = 0; i < n; i++) probe->w[i] = (real)x[i];
    for (size_t i = 0; i < C; i++) probe->b[i] = (real)x[n + i];
}

/* Biases are penalised too little to matter, but enough to keep that of a class without rows finite. */
static const double of_bias = 1e-3;

static double objective(double *gradient, const double *x, void *context) {
    tt_probe *probe = context;
    const size_t n = (size_t)probe->C * (size_t)probe->E, all = probe->lbfgs.n;
    const double strength = probe->strength;
    double squares = 0;
    set_layer(probe, x);
    const double loss = sum_of_losses(probe, false);
    for (size_t i = 0; i < all; i++) {
        const double penalty = i < n ? strength : strength * of_bias, moved = i < n ? x[i] - probe->pull[i] : x[i];
        gradient[i] = (double)(i < n ? probe->dw[i] : probe->db[i - n]) + penalty * moved;
        squares += penalty * moved * moved;
    }
    return loss + squares / 2;
}

/* The same of b and s, where W is s N. */
static double objective_of_names(double *gradient, const double *x, void *context) {
    static const double deviation = 8;
    tt_probe *probe = context;
    const size_t C = (size_t)probe->C, n = C * (size_t)probe->E;
    const double s = x[C];
    for (size_t i = 0; i < n; i++) probe->w[i] = (real)(s * probe->pull[i]);
    for (size_t c = 0; c < C; c++) probe->b[c] = (real)x[c];
    double squares = s * s / (deviation * deviation);
    const double loss = sum_of_losses(probe, false);
    gradient[C] = s / (deviation * deviation);
    for (size_t i = 0; i < n; i++) gradient[C] += (double)probe->dw[i] * probe->pull[i];
    for (size_t c = 0; c < C; c++) {
        gradient[c] = (double)probe->db[c] + of_bias * x[c];
        squares += of_bias * x[c] * x[c];
    }
    return loss + squares / 2;
}

static void begin_fit(tt_probe *probe, double strength, bool anew) {
    const size_t n = (size_t)probe->C * (size_t)probe->E;
    probe->strength = strength;
    if (anew) {
        memcpy(probe->lbfgs.x, probe->pull, n * sizeof *probe->pull);
        memset(probe->lbfgs.x + n, 0, (size_t)probe->C * sizeof *probe->lbfgs.x);
    }
    set_weights(probe, false);
    tt_lbfgs_begin(&probe->lbfgs, objective, probe);
}

static void begin_folds(tt_probe *probe) {
    probe->fold = 0;
    begin_fit(probe, tt_strength(probe->tried), true);
}

static void begin_naming(tt_probe *probe) {
    probe->naming = true;
    probe->fold = probe->tried_folds;
    probe->strength = of_bias;
    probe->lbfgs.n = (size_t)probe->C + 1;
    memset(probe->lbfgs.x, 0, probe->lbfgs.n * sizeof *probe->lbfgs.x);
    set_weights(probe, false);
    tt_lbfgs_begin(&probe->lbfgs, objective_of_names, probe);
}

static void end_naming(tt_probe *probe) {
    const size_t C = (size_t)probe->C, n = C * (size_t)probe->E;
    probe->pulled = fmax(0, probe->lbfgs.x[C]) / 3;
    for (size_t i = 0; i < n; i++) probe->pull[i] *= probe->pulled;
    probe->naming = false;
    probe->lbfgs.n = n + C;
    begin_folds(probe);
}

void tt_probe_begin(tt_probe *probe) {
    probe->length = 1;
    if (probe->directions) take_directions(probe);
    standardize(probe);
    take_names(probe);
    deal_folds(probe);
    copy_labels(probe);
    memset(probe->losses, 0, sizeof probe->losses);
    memset(probe->right, 0, sizeof probe->right);
    memset(probe->seen, 0, sizeof probe->seen);
    probe->iterations = 0;
    probe->held_out = probe->pulled = 0;
    probe->tried = probe->tried_folds > 0 ? 0 : TT_STRENGTH_USUAL;
    probe->done = false;
    if (probe->names)
        begin_naming(probe);
    else
        begin_folds(probe);
}

/* Whether L-BFGS is near enough to the minimum of a function with this modulus of convexity, or gets no nearer. */
static bool fitted(tt_probe *probe, double share, int32_t most) {
    tt_lbfgs *lbfgs = &probe->lbfgs;
    const double gap = lbfgs->norm * lbfgs->norm / (2 * probe->strength);
    if (gap <= share * fabs(lbfgs->value) || lbfgs->iterations >= most || !tt_lbfgs_step(lbfgs)) return true;
    probe->iterations++;
    return false;
}

/* The next strength, the next fold, or the fit of all rows. */
static void next_fit(tt_probe *probe) {
    const double weight = set_weights(probe, true);
    set_layer(probe, probe->lbfgs.x);
    probe->fold_losses[probe->tried] = sum_of_losses(probe, true);
    probe->losses[probe->tried] += probe->fold_losses[probe->tried];
    probe->right[probe->tried] += probe->fold_right;
    probe->seen[probe->tried]++;
    const bool next_fold = tt_strength_ends_fold(probe, weight);
    probe->tried = next_fold ? 0 : probe->tried + 1;
    if (next_fold) {
        probe->held_out += weight;
        probe->fold++;
        probe->best = tt_strength_best(probe);
        probe->least = probe->losses[probe->best];
    }
    const bool last = probe->fold == probe->tried_folds;
    if (last) probe->tried = probe->best;
    begin_fit(probe, last ? tt_strength_chosen(probe) : tt_strength(probe->tried), next_fold);
}

bool tt_probe_step(tt_probe *probe) {
    if (probe->done) return true;
    if (probe->naming) {
        if (fitted(probe, near_enough, MOST_ITERATIONS)) end_naming(probe);
        return false;
    }
    const bool last = probe->fold == probe->tried_folds;
    if (!fitted(probe, last ? near_enough : near_enough_to_compare,
                last ? MOST_ITERATIONS : MOST_ITERATIONS_TO_COMPARE)) {
        return false;
    }
    probe->done = last;
    if (!last) next_fit(probe);
    return last;
}

void tt_probe_layer(real *w, real *b, const tt_probe *probe) {
    const size_t E = (size_t)probe->E, C = (size_t)probe->C;
    const double *x = probe->lbfgs.x;
    for (size_t c = 0; c < C; c++) {
        double shift = 0;
        for (size_t e = 0; e < E; e++) {
            const double weight = x[c * E + e] / probe->unit;
            w[c * E + e] = (real)(weight / probe->length);
            shift += weight * probe->centre[e];
        }
        b[c] = (real)(x[C * E + c] - shift);
    }
}

double tt_probe_strength(const tt_probe *probe) { return probe->strength; }

double tt_probe_pull(const tt_probe *probe) { return probe->pulled; }

double tt_probe_held_out(const tt_probe *probe) {
    const double outputs = probe->task->classes ? 1 : probe->C;
    return probe->held_out > 0 ? probe->losses[probe->tried] / (probe->held_out * outputs) : NAN;
}

double tt_probe_held_out_accuracy(const tt_probe *probe) {
    const bool known = probe->held_out > 0 && probe->task->classes;
    return known ? probe->right[probe->tried] / probe->held_out : NAN;
}
