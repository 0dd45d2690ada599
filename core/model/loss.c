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
