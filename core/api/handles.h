/* SPDX-License-Identifier: Apache-2.0
 * The handles of tabtune.h from inside. Arguments and the order of calls are checked in core/api and nowhere else.
 *
 * Lifetime: `references` counts the caller and every handle that was made from this one. A _free gives one up, and the
 * last one frees the memory, so a handle's neighbours outlive it whatever the order of the calls. */
#ifndef TT_HANDLES_H
#define TT_HANDLES_H

#include "api/tuning.h"
#include "baseline/baseline.h"
#include "measure/meter.h"
#include "model/checkpoint.h"
#include "train/resume.h"

/* Between two calls of tt_engine_tune. */
typedef struct {
    tt_arena arena;
    real *a, *b, *c, *scratch;
    tt_tuning tuning;
} tt_trial;

struct tt_engine {
    int references;
    tt_threads *threads;
    int tile; /* of the matrix product */
    tt_trial trial;
};

struct tt_model {
    int references;
    tt_engine *engine;
    tt_tokenizer *tokenizer;
    tt_shape shape;
    tt_params params;
    tt_run *run;             /* trains the weights, or NULL; no reference */
    const tt_stream *writer; /* the import or restore that is open, or NULL; no reference */
    int readers;             /* exports and saves that are open */
    int generation;          /* of the weights: counts new heads and files */
    bool complete;           /* embeddings and encoder are loaded */
    bool head_ready;         /* a head is in place: loaded or new */
    char fingerprint[17];    /* of the encoder's files, once it was complete */
    tt_text text;
    tt_text ignored; /* elements of a JSON array */
    tt_encoding encoding;
};

struct tt_data {
    int references;
    tt_model *model;
    tt_rows rows;
    tt_text text;
};

struct tt_run {
    int references;
    tt_model *model;
    tt_data *train, *validation; /* validation NULL: none */
    tt_run_state state;
    bool begun; /* a step has been made, or a saved run restored */
    tt_text text;
};

typedef enum { TT_IMPORT, TT_EXPORT, TT_SAVE, TT_RESTORE } tt_stream_kind;

struct tt_stream {
    tt_stream_kind kind;
    tt_model *model;
    tt_run *run; /* save, restore */
    tt_import *import;
    tt_export *export;
    tt_resume resume;
    bool touched;     /* import: numbers of the file are in the model */
    size_t at;        /* bytes that have passed */
    size_t total;     /* export, save: all of them */
    tt_error failure; /* of the piece after which none is taken; TT_OK: none */
};

struct tt_novelty {
    int references;
    tt_model *model;
    tt_data *parts[2]; /* training, validation or NULL: until it is fitted */
    int generation;    /* of the model when this was made */
    tt_error failure;  /* of the step after which none is made; TT_OK: none */
    tt_arena arena;    /* of the fit, given back after it */
    tt_arena kept;     /* of the map */
    tt_compute compute;
    tt_encoder encoder;
    tt_head head;
    tt_eval_state passes[2];
    int pass; /* that is made; 2: both are, and the fit goes on */
    tt_novelty_fit fit;
    tt_novelty_map map; /* once done */
    bool done;
    tt_text text, file;
};

struct tt_eval {
    tt_model *model;
    tt_data *data;
    const tt_rows *rows; /* of the data */
    int generation;      /* of the model when this was made */
    tt_error failure;    /* of the step after which none is made; TT_OK: none */
    tt_arena arena;
    tt_compute compute;
    tt_encoder encoder;
    tt_head head;
    tt_eval_state state;
    tt_bootstrap bootstrap;
    int32_t *order; /* [items,C] scratch for thresholds */
    tt_novelty *novelty;
    tt_arena novelty_arena;
    tt_compute novelty_compute;
    tt_novelty_pass novelty_pass;
    bool done;
    tt_text text;
};

struct tt_baseline {
    tt_data *parts[3]; /* training, validation or NULL, test */
    tt_baseline_state state;
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
    tt_model *model;
    tt_data *probe;
    tt_arena arena;
    tt_compute compute;
    tt_meter_state state;
    tt_text text;
};

static inline tt_status tt_no_memory(tt_error *err, const char *what) {
    return tt_fail(err, TT_E_MEMORY, -1, "there is not enough memory for %s", what);
}

tt_compute tt_compute_of(tt_engine *engine);

/* The state machine: each refuses with TT_E_STATE and one sentence, `what` being the call: what is open, and what to
 * end first. To read the weights no stream may be writing them; to change them no stream may be open and no run train
 * them. */
tt_status tt_may_read(const tt_model *model, const char *what, tt_error *err);
tt_status tt_may_change(const tt_model *model, const char *what, tt_error *err);
/* Before weights are read: those of a run between two steps become what the run would leave. */
void tt_show_weights(tt_model *model);
/* Readable and complete. */
tt_status tt_needs_encoder(const tt_model *model, const char *what, tt_error *err);
/* And with a head. */
tt_status tt_needs_head(const tt_model *model, const char *what, tt_error *err);
/* And with one that is not masked-language modelling's. */
tt_status tt_needs_classifier(const tt_model *model, const char *what, tt_error *err);
/* Keeps the error of a handle that goes on no more, and returns its status. */
tt_status tt_keep_failure(tt_error *failure, tt_status status, const tt_error *now, tt_error *err);
/* The error that was kept, again. */
tt_status tt_failed_before(const tt_error *failure, tt_error *err);

/* max_length against the model's positions and the special tokens of a row of `parts` texts. */
tt_status tt_check_length(const tt_model *model, int64_t max_length, int parts, tt_error *err);
/* Rows of this model, with words where the head reads words; `what` names them in the sentence. */
tt_status tt_check_rows(const tt_model *model, const tt_data *data, const char *what, tt_error *err);
/* Labels are there and are what the head can learn. */
tt_status tt_check_labels(const tt_model *model, const tt_data *data, const char *what, tt_error *err);

static inline int32_t tt_outputs(const tt_model *model) { return tt_params_outputs(&model->params); }

#endif
