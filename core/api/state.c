/* SPDX-License-Identifier: Apache-2.0
 * The order of calls: what is open in a model, what has to end first, and whether a step may be made. */
#include "api/handles.h"

tt_status tt_may_read(const tt_model *model, const char *what, tt_error *err) {
    if (!model->writer) return TT_OK;
    if (model->writer->kind == TT_IMPORT) {
        return tt_fail(err, TT_E_STATE, -1,
                       "%s is not possible while a file is read into the model; end that import first", what);
    }
    return tt_fail(err, TT_E_STATE, -1, "%s is not possible while a saved run is restored; end that restore first",
                   what);
}

void tt_show_weights(tt_model *model) {
    if (model->run) tt_run_state_show(&model->run->state);
}

tt_status tt_may_change(const tt_model *model, const char *what, tt_error *err) {
    TT_TRY(tt_may_read(model, what, err));
    if (model->readers > 0) {
        return tt_fail(err, TT_E_STATE, -1,
                       "%s is not possible while the model is exported or its run saved; end that stream first", what);
    }
    if (!model->run) return TT_OK;
    return tt_fail(err, TT_E_STATE, -1, "%s is not possible while a run trains the model; free that run first", what);
}

tt_status tt_needs_encoder(const tt_model *model, const char *what, tt_error *err) {
    TT_TRY(tt_may_read(model, what, err));
    if (model->complete) return TT_OK;
    return tt_fail(err, TT_E_STATE, -1,
                   "%s is not possible: the encoder is not loaded completely; load its files first", what);
}

tt_status tt_needs_head(const tt_model *model, const char *what, tt_error *err) {
    TT_TRY(tt_needs_encoder(model, what, err));
    if (model->head_ready) return TT_OK;
    return tt_fail(err, TT_E_STATE, -1,
                   "%s is not possible: the encoder has no head yet; give it one for your labels first", what);
}

tt_status tt_needs_classifier(const tt_model *model, const char *what, tt_error *err) {
    TT_TRY(tt_needs_head(model, what, err));
    if (!model->params.task->mlm) return TT_OK;
    return tt_fail(
        err, TT_E_STATE, -1,
        "%s is not possible: the masked-language-modelling head gives no labels; give the encoder a head for "
        "your labels first",
        what);
}

tt_status tt_keep_failure(tt_error *failure, tt_status status, const tt_error *now, tt_error *err) {
    *failure = *now;
    failure->code = status;
    if (err) *err = *failure;
    return status;
}

tt_status tt_failed_before(const tt_error *failure, tt_error *err) {
    if (failure->code != TT_OK && err) *err = *failure;
    return failure->code;
}

void tt_forward_begin(tt_forward *forward, tt_model *model) {
    *forward = (tt_forward){.model = model, .generation = model->generation, .compute = tt_compute_of(model->engine)};
    model->references++;
    forward->encoder = (tt_encoder){.shape = &model->shape, .params = &model->params, .compute = &forward->compute};
    forward->head = (tt_head){.shape = &model->shape, .params = &model->params, .compute = &forward->compute};
    forward->head.outputs = tt_outputs(model);
}

tt_status tt_forward_same(const tt_forward *forward, const char *what, tt_error *err) {
    if (forward->generation == forward->model->generation) return TT_OK;
    return tt_fail(err, TT_E_STATE, -1,
                   "%s is not possible: the model has had another head or another file since; make a new one", what);
}

tt_status tt_forward_ready(tt_forward *forward, const char *what, tt_error *err) {
    TT_TRY(tt_failed_before(&forward->failure, err));
    TT_TRY(tt_needs_classifier(forward->model, what, err));
    TT_TRY(tt_forward_same(forward, what, err));
    tt_show_weights(forward->model);
    return TT_OK;
}
