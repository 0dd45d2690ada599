/* SPDX-License-Identifier: Apache-2.0
 * When the states below the lowest trained layer are kept: up to the last byte of cache_mebibytes, with some layers
 * frozen and not all, and only for a second epoch. */
#include "random_model.h"
#include "train/frozen.h"

enum { HIDDEN = 16, LAYERS = 2, TOKENS = 1048576 / (HIDDEN * (int)sizeof(real)) }; /* of a mebibyte */

static tt_model *model;

static bool fits(tt_options options, size_t train, size_t validation) {
    size_t train_starts[] = {0, train}, validation_starts[] = {0, validation};
    const tt_rows rows = {.sequences = 1, .starts = train_starts},
                  others = {.sequences = 1, .starts = validation_starts};
    return tt_frozen_fits(&model->params, &options, &rows, validation ? &others : NULL);
}

int main(void) {
    const tt_options one = {.method = TT_METHOD_LAYERS, .last_layers = 1, .epochs = 2, .cache_mebibytes = 1};
    tt_options other = one;
    tt_engine *engine;
    CHECK_OK(tt_engine_new(&engine, 1, &err));
    model = random_model(engine, LAYERS, HIDDEN, HIDDEN);
    CHECK_OK(tt_model_head(model, "{\"task\":\"single_label_classification\",\"outputs\":2}", &err));
    CHECK(fits(one, TOKENS, 0) && !fits(one, TOKENS + 1, 0));
    CHECK(fits(one, TOKENS - 5, 5) && !fits(one, TOKENS - 5, 6));
    other.epochs = 1;
    CHECK(!fits(other, 8, 0));
    other.epochs = 2;
    other.last_layers = LAYERS;
    CHECK(!fits(other, 8, 0));
    other.method = TT_METHOD_HEAD;
    CHECK(!fits(other, 8, 0));
    other.method = TT_METHOD_FULL;
    CHECK(!fits(other, 8, 0));
    tt_model_free(model);
    tt_engine_free(engine);
    return check_end("check_frozen");
}
