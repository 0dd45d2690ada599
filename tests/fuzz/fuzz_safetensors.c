/* SPDX-License-Identifier: Apache-2.0
 * Any bytes as a checkpoint, cut into pieces by its first byte: no trap, and the result does not depend on the cut. */
#include <stdlib.h>
#include <string.h>

#include "model/checkpoint.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const tt_shape shape = {.family = &tt_bert,
                               .embedding_size = 2,
                               .hidden_size = 2,
                               .num_hidden_layers = 1,
                               .num_attention_heads = 1,
                               .intermediate_size = 2,
                               .max_position_embeddings = 3,
                               .vocab_size = 3,
                               .type_vocab_size = 1,
                               .initializer_range = 0.02};

static tt_status import_all(tt_params *params, const uint8_t *data, size_t size, size_t piece, tt_error *err) {
    tt_import *import;
    tt_text text = {0};
    if (tt_params_new(params, &shape, NULL) != TT_OK ||
        tt_params_head(params, &shape, tt_task_at(0), 2, TT_POOL_CLS, 1, NULL) != TT_OK ||
        tt_import_new(&import, params, false, NULL) != TT_OK) {
        abort();
    }
    tt_status status = TT_OK;
    for (size_t at = 0; status == TT_OK && at < size; at += piece) {
        status = tt_import_write(import, data + at, piece < size - at ? piece : size - at, err);
    }
    if (status == TT_OK) status = tt_import_end_file(import, err);
    tt_import_ignored(&text, import);
    tt_text_free(&text);
    tt_import_free(import);
    return status;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    tt_params whole, pieces;
    tt_error err = {0}, err_pieces = {0};
    if (size == 0) return 0;
    const size_t piece = data[0] ? data[0] : 1;
    data++;
    size--;
    tt_status status = import_all(&whole, data, size, size ? size : 1, &err);
    if (status != import_all(&pieces, data, size, piece, &err_pieces)) abort();
    if (status != TT_OK && status != TT_DONE && (strcmp(err.text, err_pieces.text) != 0 || !err.text[0])) abort();
    for (int i = 0; i < whole.count; i++) {
        const tt_param *a = &whole.items[i], *b = &pieces.items[i];
        if (a->loaded != b->loaded) abort();
        if (a->loaded && memcmp(a->data, b->data, tt_param_size(a) * sizeof(real)) != 0) abort();
    }
    tt_params_free(&whole);
    tt_params_free(&pieces);
    return 0;
}
