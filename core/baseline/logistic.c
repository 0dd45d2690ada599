/* SPDX-License-Identifier: Apache-2.0 */
#include "baseline/logistic.h"

#include <math.h>
#include <string.h>

void tt_logistic_layout(tt_logistic *logistic, tt_arena *arena) {
    const size_t C = (size_t)logistic->C;
    logistic->means = TT_TAKE(arena, "baseline", double, C, 1);
    logistic->logits = TT_TAKE(arena, "baseline", double, C, 1);
    tt_lbfgs_layout(&logistic->lbfgs, arena, (uint64_t)logistic->bag->features, C);
}

/* y += a x, over the outputs. */
static TT_NOINLINE void add(double *y, double a, const double *x, size_t C) {
    for (size_t k = 0; k < C; k++) y[k] += a * x[k];
}

static void set_logits(tt_logistic *logistic, const double *weights, const tt_bag *bag, int32_t row) {
    const size_t C = (size_t)logistic->C;
    memset(logistic->logits, 0, C * sizeof *logistic->logits);
    for (size_t i = bag->starts[row]; i < bag->starts[row + 1]; i++) {
        add(logistic->logits, bag->values[i], weights + (size_t)bag->indices[i] * C, C);
    }
}

/* z [C] becomes softmax(z); returns log(sum(exp(z))). */
static double softmax(double *z, size_t C) {
    double most = z[0], sum = 0;
    for (size_t k = 1; k < C; k++) most = fmax(most, z[k]);
    for (size_t k = 0; k < C; k++) sum += z[k] = exp(z[k] - most);
    for (size_t k = 0; k < C; k++) z[k] /= sum;
    return most + log(sum);
}

/* Turns the logits of a row into their gradient: output less label, for all three losses. */
static double loss_and_gradient(tt_logistic *logistic, int32_t row) {
    double *z = logistic->logits, loss = 0;
    const size_t C = (size_t)logistic->C;
    if (logistic->kind == TT_CLASSES) {
        const size_t label = (size_t)logistic->labels[row];
        const double at_label = z[label];
        loss = softmax(z, C) - at_label;
        z[label] -= 1;
        return loss;
    }
    const double *labels = logistic->labels + (size_t)row * C;
    for (size_t k = 0; k < C; k++) {
        const double y = labels[k];
        if (logistic->kind == TT_LABELS) {
            loss += fmax(z[k], 0) - z[k] * y + log1p(exp(-fabs(z[k])));
            z[k] = 1 / (1 + exp(-z[k])) - y;
        } else {
            z[k] -= y - logistic->means[k];
            loss += z[k] * z[k] / 2;
        }
    }
    return loss;
}

static double objective(double *gradient, const double *weights, void *context) {
    tt_logistic *logistic = context;
    const tt_bag *bag = logistic->bag;
    const size_t C = (size_t)logistic->C;
    double loss = 0, squares = 0;
    for (size_t i = 0; i < logistic->lbfgs.n; i++) {
        gradient[i] = weights[i];
        squares += weights[i] * weights[i];
    }
    for (int32_t row = 0; row < bag->rows; row++) {
        set_logits(logistic, weights, bag, row);
        loss += loss_and_gradient(logistic, row);
        for (size_t i = bag->starts[row]; i < bag->starts[row + 1]; i++) {
            add(gradient + (size_t)bag->indices[i] * C, bag->values[i], logistic->logits, C);
        }
    }
    return loss + squares / 2;
}

void tt_logistic_begin(tt_logistic *logistic) {
    const int32_t rows = logistic->bag->rows;
    const size_t C = (size_t)logistic->C;
    memset(logistic->means, 0, C * sizeof *logistic->means);
    for (size_t i = 0; logistic->kind == TT_NUMBERS && i < (size_t)rows * C; i++) {
        logistic->means[i % C] += logistic->labels[i] / rows;
    }
    memset(logistic->lbfgs.x, 0, logistic->lbfgs.n * sizeof *logistic->lbfgs.x);
    tt_lbfgs_begin(&logistic->lbfgs, objective, logistic);
}

bool tt_logistic_step(tt_logistic *logistic) {
    const double norm = logistic->lbfgs.norm;
    return norm * norm / 2 <= 1e-9 * logistic->bag->rows || !tt_lbfgs_step(&logistic->lbfgs);
}

void tt_logistic_predict(double *outputs, tt_logistic *logistic, const tt_bag *bag) {
    const size_t C = (size_t)logistic->C;
    double *z = logistic->logits;
    for (int32_t row = 0; row < bag->rows; row++) {
        set_logits(logistic, logistic->lbfgs.x, bag, row);
        if (logistic->kind == TT_CLASSES) softmax(z, C);
        for (size_t k = 0; k < C; k++) {
            if (logistic->kind == TT_LABELS) z[k] = 1 / (1 + exp(-z[k]));
            if (logistic->kind == TT_NUMBERS) z[k] += logistic->means[k];
            outputs[(size_t)row * C + k] = tt_output(logistic->kind, z[k]);
        }
    }
}
