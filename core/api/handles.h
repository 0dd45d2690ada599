/* SPDX-License-Identifier: Apache-2.0
 * The handles of tabtune.h from inside. Arguments and the order of calls are checked in core/api and nowhere else.
 *
 * Lifetime: `references` counts the caller and every handle that was made from this one. A _free takes one off, and at
 * zero the memory is freed. So what a handle uses stays in memory whatever the order of the calls. */
#ifndef TT_HANDLES_H
#define TT_HANDLES_H

#include "api/tuning.h"
#include "baseline/baseline.h"
#include "measure/attribution.h"
#include "measure/meter.h"
#include "model/checkpoint.h"
#include "train/resume.h"

/* Of a forward pass outside a run: it needs no gradients, so one budget serves every model. */
enum { TT_TOKENS_IN_FLIGHT = 2048 };

/* The state of tt_engine_tune between two calls. */
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
    tt_rows names;           /* of the labels, a text for each output of the head; empty: they have none */
    tt_run *run;             /* the run that trains the weights, or NULL; no reference */
    const tt_stream *writer; /* the import or restore that is open, or NULL; no reference */
    int readers;             /* exports and saves that are open */
    int generation;          /* of the weights: counts new heads and files */
    bool complete;           /* embeddings and encoder are loaded */
    bool head_ready;         /* a head is in place: loaded or new */
    char fingerprint[17];    /* of the encoder's files, once it was complete */
    tt_text text;
    tt_text piece;   /* scratch of tt_tokenize */
    tt_text ignored; /* elements of a JSON array */
    tt_encoding encoding;
};

struct tt_data {
    int references;
    tt_model *model;
    tt_rows rows;
    tt_rows apart; /* the same pairs, for a head that compares their texts; empty: they are no pairs */
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
    bool touched;     /* import: numbers of the file have been stored in the model */
    size_t at;        /* bytes read or written so far */
    size_t total;     /* export, save: bytes in all */
    tt_error failure; /* of the piece that failed, after which none is accepted; TT_OK: none has */
};

/* The model as a handle outside a run reads it, step by step. What it points at stays where it is. */
typedef struct {
    tt_model *model;
    int generation;   /* of the model when this was made */
    tt_error failure; /* of the step that failed, after which none is made; TT_OK: none has */
    tt_compute compute;
    tt_encoder encoder;
    tt_head head;
} tt_forward;

struct tt_novelty {
    int references;
    tt_forward forward;
    tt_data *parts[2]; /* training, validation or NULL: until it is fitted */
    tt_arena arena;    /* of the fit, given back after it */
    tt_arena kept;     /* of the map */
    tt_eval_state passes[2];
    int pass; /* that is made; 2: both are, and the fit goes on */
    tt_novelty_fit fit;
    tt_novelty_map map; /* once done */
    bool done;
    tt_text text, file;
};

struct tt_eval {
    tt_forward forward;
    tt_data *data;
    const tt_rows *rows; /* of the data */
    tt_arena arena;
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

struct tt_attribution {
    tt_forward forward;
    tt_data *data;
    tt_arena arena;
    tt_attribution_state state;
    bool done;
    tt_text text;
};

struct tt_baseline {
    tt_data *parts[3]; /* training, validation or NULL, test */
    tt_baseline_state state;
    tt_text text;
};

/* Fitted on validation rows: how outputs become predictions. */
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

/* Fails with TT_E_MEMORY; `what` is what the memory was for. */
static inline tt_status tt_no_memory(tt_error *err, const char *what) {
    return tt_fail(err, TT_E_MEMORY, -1, "there is not enough memory for %s", what);
}

/* The threads, kernels and tile of the engine, without scratch. */
tt_compute tt_compute_of(tt_engine *engine);

/* The state machine: each refuses with TT_E_STATE and a sentence that names what is open and what to end first. `what`
 * names the call. To read the weights no stream may be writing them; to change them no stream may be open and no run
 * train them. */
tt_status tt_may_read(const tt_model *model, const char *what, tt_error *err);
tt_status tt_may_change(const tt_model *model, const char *what, tt_error *err);
/* Before weights are read: those of a run between two steps become what the run would leave. */
void tt_show_weights(tt_model *model);
/* tt_may_read, and the encoder is complete. */
tt_status tt_needs_encoder(const tt_model *model, const char *what, tt_error *err);
/* tt_needs_encoder, and there is a head. */
tt_status tt_needs_head(const tt_model *model, const char *what, tt_error *err);
/* tt_needs_head, and the head is not the masked-language-modelling one. */
tt_status tt_needs_classifier(const tt_model *model, const char *what, tt_error *err);
/* Takes a reference to the model, which tt_model_free gives back. The compute has no scratch yet. */
void tt_forward_begin(tt_forward *forward, tt_model *model);
/* Before its weights are read again: TT_E_STATE where the model has had another head or another file since. `what`
 * names the call. */
tt_status tt_forward_same(const tt_forward *forward, const char *what, tt_error *err);
/* Before each step, `what`: those before have not failed, and the weights are there, as they are now. */
tt_status tt_forward_ready(tt_forward *forward, const char *what, tt_error *err);

/* Keeps `now` as the error of a handle that has failed, copies it to `err` and returns `status`. */
tt_status tt_keep_failure(tt_error *failure, tt_status status, const tt_error *now, tt_error *err);
/* Gives the kept error again. */
tt_status tt_failed_before(const tt_error *failure, tt_error *err);

/* The member "names" of a head's JSON, a text for each of its `outputs`; without it no rows. */
tt_status tt_names_new(tt_rows *out, const tt_model *model, const tt_json *json, int32_t outputs, tt_error *err);
/* The id of [MASK]; -1 where there is none, or none with an embedding. */
int32_t tt_mask_of(const tt_model *model);
/* TT_E_CONFIG where max_length exceeds the model's positions or has no room beside the special tokens of `parts` texts.
 */
tt_status tt_check_length(const tt_model *model, int64_t max_length, int parts, tt_error *err);
/* TT_E_STATE where the rows were made for another model; TT_E_DATA where the head reads words and the rows have none,
 * or the reverse, or compares two texts and they are no pairs. `what` names the rows. */
tt_status tt_check_rows(const tt_model *model, const tt_data *data, const char *what, tt_error *err);
/* In the form that the head in place reads. */
tt_rows *tt_rows_of(const tt_model *model, tt_data *data);
/* In all forms. */
size_t tt_data_bytes(const tt_data *data);
/* TT_E_DATA where one of the caller's `outputs` [items, width] is no finite number: they are sorted and compared. */
tt_status tt_check_outputs(const double *outputs, const tt_rows *rows, int width, tt_error *err);
/* TT_E_DATA where labels are missing or the head cannot learn them. */
tt_status tt_check_labels(const tt_model *model, const tt_data *data, const char *what, tt_error *err);

static inline int32_t tt_outputs(const tt_model *model) { return tt_params_outputs(&model->params); }

#endif
