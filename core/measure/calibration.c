/* SPDX-License-Identifier: Apache-2.0 */
#include "measure/calibration.h"

#include <math.h>

static const double LEAST = 1.17549435e-38; /* of a float */

/* log p is the logits but for a constant of the row, which a softmax takes out again. */
static double logit(double p) { return log(fmax(p, LEAST)); }

/* Of softmax(beta * log p): the largest probability, the log of the label's, and the mean and the variance of
 * log p under it. */
typedef struct {
    double confidence, label, mean, variance;
    int32_t predicted;
} scaled;

static scaled scale(const double *p, int32_t C, int32_t label, double beta) {
    scaled s = {0};
    double sum = 0, first = 0, second = 0;
    for (int32_t k = 1; k < C; k++) {
        if (p[k] > p[s.predicted]) s.predicted = k;
    }
    const double most = logit(p[s.predicted]);
    for (int32_t k = 0; k < C; k++) {
        const double z = logit(p[k]) - most, e = exp(beta * z);
        sum += e;
        first += e * z;
        second += e * z * z;
    }
    s.confidence = 1 / sum;
    s.label = beta * (logit(p[label]) - most) - log(sum);
    s.mean = first / sum + most;
    s.variance = second / sum - (first / sum) * (first / sum);
    return s;
}

void tt_calibrate(tt_calibration *out, const double *labels, const double *probabilities, int32_t rows, int32_t C,
                  double temperature) {
    *out = (tt_calibration){0};
    for (int32_t row = 0; row < rows; row++) {
        const int32_t label = (int32_t)labels[row];
        const scaled s = scale(probabilities + (size_t)row * (size_t)C, C, label, 1 / temperature);
        const double confidence = s.confidence;
        const int bin = (int)ceil(confidence * (double)TT_BINS) - 1;
        tt_bin *b = &out->bins[bin < 0 ? 0 : bin >= TT_BINS ? TT_BINS - 1 : bin];
        b->rows++;
        b->confidence += confidence;
        b->accuracy += s.predicted == label;
        out->loss -= s.label / rows;
    }
    for (int i = 0; i < TT_BINS; i++) {
        tt_bin *b = &out->bins[i];
        if (b->rows == 0) continue;
        out->error += fabs(b->accuracy - b->confidence) / rows;
        b->confidence /= b->rows;
        b->accuracy /= b->rows;
    }
}

/* Of softmax(log p) without the label: the mean of log p, which is what stands there where a row's label is wrong. */
static double mean_of_others(const double *p, int32_t C, int32_t label) {
    double sum = 0, weighed = 0;
    for (int32_t k = 0; k < C; k++) {
        if (k == label) continue;
        const double share = fmax(p[k], LEAST);
        sum += share;
        weighed += share * logit(p[k]);
    }
    return sum > 0 ? weighed / sum : logit(p[label]);
}

double tt_fit_temperature(const double *labels, const double *probabilities, int32_t rows, int32_t C) {
    const double wrong = 1.0 / (rows + 2.0);
    double low = 1.0 / 20, high = 20, beta = 1, wanted = 0;
    for (int32_t row = 0; row < rows; row++) {
        const double *p = probabilities + (size_t)row * (size_t)C;
        const int32_t label = (int32_t)labels[row];
        wanted += (1 - wrong) * logit(p[label]) + wrong * mean_of_others(p, C, label);
    }
    for (int i = 0; i < 100 && high - low > 1e-12 * high; i++) {
        double slope = -wanted, curve = 0;
        for (int32_t row = 0; row < rows; row++) {
            const scaled s = scale(probabilities + (size_t)row * (size_t)C, C, (int32_t)labels[row], beta);
            slope += s.mean;
            curve += s.variance;
        }
        if (slope > 0) {
            high = beta;
        } else {
            low = beta;
        }
        const double next = beta - slope / curve, before = beta;
        beta = next > low && next < high ? next : sqrt(low * high);
        if (fabs(beta - before) <= 1e-12 * beta) break;
    }
    return 1 / beta;
}

void tt_calibration_write(tt_text *text, const tt_calibration *c) {
    tt_text_put(text, "{\"loss\":");
    tt_text_number(text, c->loss);
    tt_text_put(text, ",\"expected_calibration_error\":");
    tt_text_number(text, c->error);
    for (int i = 0; i < TT_BINS; i++) {
        tt_text_put(text, "%s{\"rows\":%d,\"confidence\":", i ? "," : ",\"bins\":[", (int)c->bins[i].rows);
        tt_text_number(text, c->bins[i].confidence);
        tt_text_put(text, ",\"accuracy\":");
        tt_text_number(text, c->bins[i].accuracy);
        tt_text_put(text, "}");
    }
    tt_text_put(text, "]}");
}
