/* SPDX-License-Identifier: Apache-2.0
 * The handles of tabtune.h from inside. Arguments and the order of calls are checked in core/api and nowhere else. */
#ifndef TT_HANDLES_H
#define TT_HANDLES_H

#include "model/checkpoint.h"
#include "train/baseline.h"
#include "train/drift.h"
#include "train/resume.h"

struct tt_engine {
    tt_threads *threads;
    int tile; /* of the matrix product: tt_engine_tile */
};

struct tt_model {
    tt_engine *engine;
    tt_tokenizer *tokenizer;
    tt_shape shape;
    tt_params params;
    tt_import *import;
    bool file_open;  /* bytes of the current file have come */
    bool complete;   /* embeddings and encoder are loaded */
    bool head_ready; /* a head is in place: loaded or new */
    char fingerprint[17];
    tt_export *export;
    tt_text text, ignored;
    tt_encoding encoding;
};

struct tt_data {
    tt_model *model;
    tt_rows rows;
    tt_text text;
};

struct tt_run {
    tt_model *model;
    tt_trainer trainer;
    tt_resume saving, restoring; /* trainer NULL: none going on */
    tt_text text;
};

struct tt_eval {
    tt_model *model;
    const tt_rows *rows;
    tt_arena arena;
    tt_compute compute;
    tt_encoder encoder;
    tt_head head;
    tt_pass pass;
    tt_bootstrap bootstrap;
    int32_t *order; /* [items,C] scratch for thresholds */
    bool done;
    tt_text text;
};

struct tt_baseline {
    tt_baseline_run run;
    tt_text text;
};

/* What was fitted on validation rows and changes how outputs are read. */
typedef struct {
    float *thresholds; /* [C], the caller's to free; NULL: 0.5 each */
    double temperature;
} tt_adjustment;

/* {"thresholds": [C numbers], "temperature": t}; both may be missing, and spec_json may be NULL. */
tt_status tt_read_adjustment(tt_adjustment *out, const char *spec_json, int outputs, tt_error *err);

struct tt_meter {
    tt_arena arena;
    tt_compute compute;
    tt_drift drift;
    tt_text text;
};

static inline tt_status tt_no_memory(tt_error *err, const char *what) {
    return tt_fail(err, TT_E_MEMORY, -1, "there is not enough memory for %s", what);
}

tt_compute tt_compute_of(tt_engine *engine);
tt_status tt_needs_encoder(const tt_model *model, tt_error *err);
tt_status tt_needs_head(const tt_model *model, tt_error *err);
/* max_length against the model's positions and the special tokens of a row of `parts` texts. */
tt_status tt_check_length(const tt_model *model, int64_t max_length, int parts, tt_error *err);
/* Rows of this model, with words where the head reads words; `what` names them in the sentence. */
tt_status tt_check_rows(const tt_model *model, const tt_data *data, const char *what, tt_error *err);
/* Labels are there and are what the head can learn. */
tt_status tt_check_labels(const tt_model *model, const tt_data *data, const char *what, tt_error *err);

static inline const tt_param *tt_classifier(const tt_model *model) {
    return &model->params.items[tt_top_row(&model->params, TT_CLASSIFIER_W)];
}
static inline bool tt_head_loaded(const tt_model *model) {
    return model->params.task->masked || tt_classifier(model)->loaded;
}
static inline int32_t tt_outputs(const tt_model *model) { return tt_params_outputs(&model->params); }

#endif
