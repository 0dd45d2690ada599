/* SPDX-License-Identifier: Apache-2.0 */
#include "model/loss.h"

static double weight_of(const float *weights, int i) { return weights ? (double)weights[i] : 1; }

static double class_weight(const tt_loss_rule *rule, int c) {
    return rule->class_weights ? (double)rule->class_weights[c] : 1;
}

/* w[label] times the sum over classes of t[c] (log_sum - z[c]) with the target t[c] = (1 - s) 1[c = label] + s / C for
 * smoothing s (Szegedy et al. 2016), and its gradient w[label] (p[c] - t[c]): the weight w is the read's, so it leaves
 * the target as it is. */
double tt_cross_entropy(const tt_loss_rule *rule, real *dlogits, real *outputs, const real *logits,
                        const double *labels, const float *weights, double denominator, int M) {
    const int C = rule->outputs;
    const double spread = rule->label_smoothing / C, certain = 1 - rule->label_smoothing;
    double sum = 0;
    for (int i = 0; i < M; i++) {
        const real *z = logits + (size_t)i * (size_t)C;
        real *p = outputs + (size_t)i * (size_t)C, loss = 0;
        const real log_sum = rule->kernels->softmax(p, z, 1, C);
        if (!labels) continue;
        const int label = (int)labels[i];
        const double weight = weight_of(weights, i) * class_weight(rule, label);
        const real scale = (real)(denominator / weight);
        for (int c = 0; c < C; c++) {
            const real target = (real)((c == label ? certain : 0) + spread);
            loss += target * (log_sum - z[c]);
            if (dlogits) dlogits[(size_t)i * (size_t)C + (size_t)c] = (p[c] - target) / scale;
        }
        sum += weight * (double)loss;
    }
    return sum;
}

double tt_cross_entropy_share(const tt_loss_rule *rule, const double *labels, const float *weights, int M) {
    double sum = 0;
    for (int i = 0; i < M; i++) sum += weight_of(weights, i) * class_weight(rule, (int)labels[i]);
    return sum;
}

double tt_binary_cross_entropy(const tt_loss_rule *rule, real *dlogits, real *outputs, const real *logits,
                               const double *labels, const float *weights, double denominator, int M) {
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
            const real positive = (real)class_weight(rule, (int)(k - (size_t)i * (size_t)C));
            const bool present = labels[k] > 0;
            sum += weight * (double)(present ? positive * (log_sum - logits[k]) : log_sum);
            if (dlogits) dlogits[k] = (present ? positive * (p[1] - 1) : p[1]) / (real)(denominator / weight);
        }
    }
    return sum;
}

double tt_squared_error(const tt_loss_rule *rule, real *dlogits, real *outputs, const real *logits,
                        const double *labels, const float *weights, double denominator, int M) {
    const tt_target_scaling *scaling = &rule->target_scaling;
    const int C = rule->outputs;
    double sum = 0;
    for (int i = 0; i < M; i++) {
        const double weight = weight_of(weights, i);
        for (size_t k = (size_t)i * (size_t)C; k < ((size_t)i + 1) * (size_t)C; k++) {
            const size_t c = k - (size_t)i * (size_t)C;
            const double mean = scaling->mean ? scaling->mean[c] : 0;
            const double deviation = scaling->deviation ? scaling->deviation[c] : 1;
            outputs[k] = (real)tt_unscaled(scaling, c, (double)logits[k]);
            if (!labels) continue;
            const double off = (double)logits[k] - (labels[k] - mean) / deviation;
            sum += weight * deviation * off * deviation * off;
            if (dlogits) dlogits[k] = (real)(2 * off / (denominator / weight));
        }
    }
    return sum;
}

double tt_outputs_share(const tt_loss_rule *rule, const double *labels, const float *weights, int M) {
    double sum = 0;
    (void)labels;
    for (int i = 0; i < M; i++) sum += weight_of(weights, i) * rule->outputs;
    return sum;
}
