/* SPDX-License-Identifier: Apache-2.0 */
#include "train/frozen.h"

#include <string.h>

bool tt_frozen_fits(const tt_params *params, const tt_options *options, const tt_rows *train,
                    const tt_rows *validation) {
    const int32_t lowest = tt_lowest_layer(params, options);
    const size_t tokens =
        train->starts[train->sequences] + (validation ? validation->starts[validation->sequences] : 0);
    const size_t token = (size_t)params->items[tt_layer_row(0, TT_Q_W)].cols * sizeof(real);
    return lowest > 0 && lowest < params->layers && options->epochs > 1 &&
           tokens <= (size_t)options->cache_mebibytes * 1048576 / token;
}

void tt_frozen_layout(tt_frozen *frozen, tt_arena *arena, const tt_rows *rows, int hidden_size) {
    frozen->states = TT_TAKE(arena, "frozen layers", real, rows->starts[rows->sequences], hidden_size);
    frozen->known = false;
}

const real *tt_frozen_forward(tt_frozen *frozen, tt_encoder *encoder, const tt_batches *batches,
                              const tt_dropout_key *dropout_key) {
    const tt_tokens *tokens = &batches->tokens;
    if (!frozen->states) return tt_encoder_forward(encoder, tokens, dropout_key);
    if (!frozen->known) tt_encoder_forward_below(encoder, tokens, dropout_key);
    real *batch = encoder->hidden[encoder->lowest];
    const size_t E = (size_t)encoder->shape->hidden_size;
    const int parts = batches->rows->apart ? 2 : 1;
    const int32_t count = tokens->sequences / parts, *sequences = batches->logical + batches->taken - count;
    for (int32_t s = 0; s < count; s++) {
        const int32_t from = tokens->starts[s * parts], end = tokens->starts[(s + 1) * parts];
        real *here = batch + (size_t)from * E;
        real *kept = frozen->states + batches->rows->starts[sequences[s]] * E;
        const size_t bytes = (size_t)(end - from) * E * sizeof(real);
        memcpy(frozen->known ? here : kept, frozen->known ? kept : here, bytes);
    }
    return tt_encoder_forward_above(encoder, tokens, dropout_key);
}
