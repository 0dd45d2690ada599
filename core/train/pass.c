/* SPDX-License-Identifier: Apache-2.0 */
#include "train/pass.h"

#include <math.h>
#include <string.h>

#include "model/loss.h"

void tt_pass_layout(tt_pass *pass, tt_arena *arena, const tt_rows *rows, const tt_budget *budget, bool features,
                    bool probabilities) {
    size_t n = (size_t)rows->rows, C = (size_t)pass->head->outputs;
    pass->rows = rows;
    tt_batches_layout(&pass->batches, arena, rows, budget);
    pass->features = features ? TT_TAKE(arena, "features", real, n * (size_t)pass->head->shape->hidden_size) : NULL;
    pass->probabilities = probabilities ? TT_TAKE(arena, "results", float, n *C) : NULL;
    if (!probabilities || !rows->labels) return;
    pass->metrics.outputs = pass->head->outputs;
    pass->metrics.confusion = TT_TAKE(arena, "results", int32_t, C * C);
    pass->metrics.per_class = TT_TAKE(arena, "results", tt_class_metrics, C);
}

void tt_pass_begin(tt_pass *pass) {
    tt_batches_in_order(&pass->batches);
    tt_batches_draw(&pass->batches, pass->rows->rows);
    pass->done = 0;
}

static const tt_chance sure = {0};

/* What the encoder says of the micro-batch's rows, from the cache or computed now. */
static const real *pooled(tt_pass *pass) {
    size_t E = (size_t)pass->head->shape->hidden_size;
    const tt_batches *batches = &pass->batches;
    int32_t S = batches->tokens.sequences;
    if (pass->cached) {
        for (int32_t s = 0; s < S; s++) {
            memcpy(pass->head->pooled + (size_t)s * E, pass->features + (size_t)batches->picks[s] * E,
                   E * sizeof(real));
        }
        return pass->head->pooled;
    }
    const real *hidden = tt_encoder_forward(pass->encoder, &batches->tokens, &sure);
    const real *out = tt_head_pool(pass->head, hidden, &batches->tokens);
    pass->tokens += batches->tokens.count;
    for (int32_t s = 0; pass->features && s < S; s++) {
        memcpy(pass->features + (size_t)batches->picks[s] * E, out + (size_t)s * E, E * sizeof(real));
    }
    return out;
}

tt_status tt_pass_step(tt_pass *pass, tt_error *err) {
    tt_head *head = pass->head;
    const tt_batches *batches = &pass->batches;
    if (!tt_batches_next(&pass->batches)) {
        if (pass->metrics.confusion) {
            tt_metrics_compute(&pass->metrics, pass->rows->labels, pass->probabilities, pass->rows->rows);
        }
        return TT_DONE;
    }
    int32_t S = batches->tokens.sequences;
    size_t C = (size_t)head->outputs;
    const real *rows = pooled(pass);
    if (pass->probabilities) {
        const real *logits = tt_head_logits(head, rows, (uint32_t)batches->first_row, S, &sure);
        tt_cross_entropy(head->compute->kernels, NULL, head->probabilities, logits, NULL, 1, S, (int)C);
        for (int32_t s = 0; s < S; s++) {
            const real *p = head->probabilities + (size_t)s * C;
            if (!isfinite(p[0])) {
                return tt_fail(err, TT_E_NUMERIC, batches->picks[s],
                               "row %d: the model's output is not a number; its weights are damaged",
                               (int)batches->picks[s]);
            }
            for (size_t c = 0; c < C; c++) pass->probabilities[(size_t)batches->picks[s] * C + c] = (float)p[c];
        }
    }
    pass->done += S;
    return TT_OK;
}
