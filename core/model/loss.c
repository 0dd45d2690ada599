/* SPDX-License-Identifier: Apache-2.0 */
#include "model/loss.h"

double tt_cross_entropy(const tt_kernels *kernels, real *dlogits, real *probabilities, const real *logits,
                        const float *labels, int denominator, int M, int C) {
    double sum = 0;
    for (int i = 0; i < M; i++) {
        const real *z = logits + (size_t)i * (size_t)C;
        real *p = probabilities + (size_t)i * (size_t)C;
        real log_sum = kernels->softmax(p, z, 1, C);
        if (!labels) continue;
        int label = (int)labels[i];
        sum += (double)(log_sum - z[label]);
        if (!dlogits) continue;
        real *d = dlogits + (size_t)i * (size_t)C;
        for (int c = 0; c < C; c++) d[c] = (p[c] - (c == label ? 1 : 0)) / (real)denominator;
    }
    return sum;
}
