/* SPDX-License-Identifier: Apache-2.0
 * Calibration: whether a classifier's confidence equals its accuracy; and temperature scaling (Guo, Pleiss, Sun &
 * Weinberger 2017, "On calibration of modern neural networks"). */
#ifndef TT_CALIBRATION_H
#define TT_CALIBRATION_H

#include "base/json.h"

enum { TT_BINS = 15 };

typedef struct {
    int32_t rows;
    double confidence, accuracy; /* means over the rows of the bin; 0 without rows */
} tt_bin;

typedef struct {
    tt_bin bins[TT_BINS]; /* of equal width; bin b holds confidences in (b / 15, (b + 1) / 15] */
    double error; /* the expected calibration error: mean of |accuracy - confidence|, bins weighing by their rows */
    double loss;  /* negative log-likelihood, mean over the rows */
} tt_calibration;

/* With every probability p replaced by p^(1 / temperature), normalised anew: logits divided by the temperature.
 * The confidence is the largest one. Labels are class numbers. */
void tt_calibrate(tt_calibration *out, const double *labels /*[rows]*/, const double *probabilities /*[rows,C]*/,
                  int32_t rows, int32_t C, double temperature);
/* The temperature with the least cross-entropy, between 1/20 and 20. Of n rows a label is taken as right with
 * (n + 1) / (n + 2), as in Platt 1999 ("Probabilistic outputs for support vector machines"), and the rest lies on the
 * other labels as p has them: of a few rows that are all right the likelihood alone would make every answer certain.
 * Newton's method on 1 / T, in which the loss is convex, kept inside a bracket; to about 1e-10. */
double tt_fit_temperature(const double *labels /*[rows]*/, const double *probabilities /*[rows,C]*/, int32_t rows,
                          int32_t C);
/* {"loss", "expected_calibration_error", "bins": [{"rows", "confidence", "accuracy"}]} */
void tt_calibration_write(tt_text *text, const tt_calibration *calibration);

#endif
