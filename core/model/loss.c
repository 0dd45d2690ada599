/* SPDX-License-Identifier: Apache-2.0 */
#include "model/loss.h"

static double weight_of(const float *weights, int i) { return weights ? (double)weights[i] : 1; }

double tt_cross_entropy(const tt_loss_rule *rule, real *dlogits, real *outputs, const real *logits, const float *labels,
                        const float *weights, double denominator, int M) {
    const int C = rule->outputs;
    double sum = 0;
    for (int i = 0; i < M; i++) {
        const real *z = logits + (size_t)i * (size_t)C;
        real *p = outputs + (size_t)i * (size_t)C;
        real log_sum = rule->kernels->softmax(p, z, 1, C);
        if (!labels) continue;
        int label = (int)labels[i];
        double weight = weight_of(weights, i);
        sum += weight * (double)(log_sum - z[label]);
        if (!dlogits) continue;
        real *d = dlogits + (size_t)i * (size_t)C;
        for (int c = 0; c < C; c++) d[c] = (p[c] - (c == label ? 1 : 0)) / (real)(denominator / weight);
    }
    return sum;
}

double tt_cross_entropy_share(const tt_loss_rule *rule, const float *labels, const float *weights, int M) {
    double sum = 0;
    (void)rule;
    (void)labels;
    for (int i = 0; i < M; i++) sum += weight_of(weights, i);
    return sum;
}

double tt_binary_cross_entropy(const tt_loss_rule *rule, real *dlogits, real *outputs, const real *logits,
                               const float *labels, const float *weights, double denominator, int M) {
    const int C = rule->outputs;
    double sum = 0;
    for (int i = 0; i < M; i++) {
        const double weight = weight_of(weights, i);
        for (size_t k = (size_t)i * (size_t)C; k < ((size_t)i + 1) * (size_t)C; k++) {
            /* the sigmoid is a softmax over 0 and z, and log(1 + exp(z)) its log-sum */
            const real both[2] = {0, logits[k]};
            real p[2];
            const real log_sum = rule->kernels->softmax(p, both, 1, 2);
            outputs[k] = p[1];
            if (!labels) continue;
            sum += weight * (double)(log_sum - (real)labels[k] * logits[k]);
            if (dlogits) dlogits[k] = (p[1] - (real)labels[k]) / (real)(denominator / weight);
        }
    }
    return sum;
}

double tt_squared_error(const tt_loss_rule *rule, real *dlogits, real *outputs, const real *logits, const float *labels,
                        const float *weights, double denominator, int M) {
    const int C = rule->outputs;
    double sum = 0;
    for (int i = 0; i < M; i++) {
        const double weight = weight_of(weights, i);
        for (size_t k = (size_t)i * (size_t)C; k < ((size_t)i + 1) * (size_t)C; k++) {
            outputs[k] = logits[k];
            if (!labels) continue;
            const real off = logits[k] - (real)labels[k];
            sum += weight * (double)off * (double)off;
            if (dlogits) dlogits[k] = 2 * off / (real)(denominator / weight);
        }
    }
    return sum;
}

double tt_outputs_share(const tt_loss_rule *rule, const float *labels, const float *weights, int M) {
    double sum = 0;
    (void)labels;
    for (int i = 0; i < M; i++) sum += weight_of(weights, i) * rule->outputs;
    return sum;
}
