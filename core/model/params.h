/* SPDX-License-Identifier: Apache-2.0
 * THE TABLE: every tensor of the model, once. Names in the file, sizes, gradients, optimizer state, decay groups,
 * freezing, import, export and the counts on the page are loops over these rows. */
#ifndef TT_PARAMS_H
#define TT_PARAMS_H

#include "model/shape.h"
#include "nn/nn.h"

/* TT_MLM_HEAD: the masked-language-modelling head, which only some checkpoints have. Its output layer is the word
 * embeddings. */
typedef enum { TT_EMBEDDINGS, TT_ENCODER, TT_MLM_HEAD, TT_POOLER, TT_HEAD, TT_ADAPTERS, TT_GROUPS } tt_group;
enum { TT_LORA_A, TT_LORA_B, TT_LORA_PARTS };

typedef struct {
    int32_t rank;     /* 0: there are none */
    unsigned targets; /* bits 1 << site */
    double alpha, dropout;
    bool merged; /* they have been added to their layers' weights */
    bool clean;  /* those weights were as loaded when the adapters were made */
} tt_adapters;

typedef struct {
    char name[72]; /* as the family's class with a head saves it, prefix included */
    tt_group group;
    tt_kind kind;
    int32_t layer;      /* -1: none; of the final norm the last */
    int32_t number;     /* among the rows that exist: selects the random stream of its initial values */
    int32_t rows, cols; /* a vector is [1, cols] and one-dimensional in the file; 0, 0: there is no such row */
    real *data;         /* [rows, cols] */
    bool loaded;        /* from a file */
    bool renewed;       /* from a file read after the last run began */
} tt_param;

typedef struct {
    const tt_family *family;
    tt_param *items;
    int32_t count, layers;
    real *weights;       /* all but the head, in the order of the table, without gaps */
    const tt_task *task; /* of the head, or NULL: there is none yet */
    tt_pooling pooling;  /* of a head of texts */
    bool iob2;           /* the head's labels are O, B-X, I-X, B-Y, I-Y ... */
    real *head;
    tt_adapters adapters;
    real *adapter_weights;
    tt_pending_decay pending_decay;   /* of the word rows, while a run trains them */
    tt_target_scaling target_scaling; /* of the output layer, while a run trains a regression */
    int32_t version;                  /* counts the files that brought weights of the encoder */
    bool moved;                       /* a run has changed weights of the encoder */
    bool head_trained;                /* a run has trained the head */
    bool head_pooler; /* no encoder's file brought a pooler, or the family's is none of the encoder's: it is drawn,
                       * trained and saved with the head */
} tt_params;

/* Rows and memory for `shape`, without a head. Weights are zero and none is loaded. */
tt_status tt_params_new(tt_params *out, const tt_shape *shape, tt_error *err);
void tt_params_free(tt_params *params);

/* `count` reals, 64-byte aligned and zero, to free with free(); NULL when there is no room. */
real *tt_reals_new(uint64_t count);

/* (Re)places the head: classifier [outputs, E] (TT_POOL_COMPARED: [outputs, 2 E]) ~ N(0, initializer_range) from the
 * seed, biases 0. `pooling` other than TT_POOL_CLS is for heads of texts. A pooler that belongs to the head is drawn
 * anew too. Adapters are dropped. The old head is lost only on success. TT_E_CONFIG: too few or
 * too many outputs; TT_E_MEMORY. */
tt_status tt_params_head(tt_params *params, const tt_shape *shape, const tt_task *task, int outputs, tt_pooling pooling,
                         uint64_t seed, tt_error *err);

/* Draws the last `layers` layers and the pooler anew, as BERT's pre-training began: matrices ~ N(0, initializer_range)
 * from the seed, biases 0, norms 1 and 0 (Zhang et al. 2021). */
void tt_params_redraw(tt_params *params, const tt_shape *shape, int layers, uint64_t seed);

/* Row numbers. */
static inline int tt_layer_row(int layer, int field) { return TT_LAYERS + layer * TT_LAYER_ROWS + field; }
static inline int tt_top_row(const tt_params *params, int field) {
    return TT_LAYERS + params->layers * TT_LAYER_ROWS + field;
}
static inline int tt_adapter_row(const tt_params *params, int layer, int site, int part) {
    return tt_top_row(params, TT_TOP_ROWS) + (layer * TT_SITES + site) * TT_LORA_PARTS + part;
}
static inline size_t tt_param_size(const tt_param *param) { return (size_t)param->rows * (size_t)param->cols; }
/* The row of a file's tensor, or -1. Its name may lack the family's prefix, may have those of wrappers in front
 * (module., _orig_mod., model.), and may end in LayerNorm.gamma or beta. */
int tt_params_find(const tt_params *params, const char *name);
/* Whether the head uses the pooler. */
bool tt_params_pools(const tt_params *params);
bool tt_params_has_head(const tt_params *params);
/* transformers and PEFT have no class for the head on the mean that is in place. */
static inline bool tt_head_lies_apart(const tt_params *params) {
    return params->pooling != TT_POOL_CLS && !params->family->pooler_always;
}
/* The head has its drawn values: it was neither loaded nor trained. */
bool tt_params_drawn(const tt_params *params);
/* Every tensor of the classifier in place is from a file, and its pooler's where it has one. */
bool tt_params_head_loaded(const tt_params *params);
/* Drops the adapters of the last run; merged ones stay in the weights. */
void tt_params_drop_adapters(tt_params *params);
/* Outputs of the head; the masked-language-modelling head has one for every token of the vocabulary. */
int tt_params_outputs(const tt_params *params);
/* Rows of the encoder and of the head in place, before the adapters': with the masked-language-modelling head, which
 * belongs to the encoder, there is no classifier. */
int tt_params_rows(const tt_params *params);
/* Replaces the head by the masked-language-modelling head; TT_E_CONFIG where no file had one. */
tt_status tt_params_mlm(tt_params *params, tt_error *err);
/* Every tensor of the masked-language-modelling head is from a file. */
bool tt_params_has_mlm_head(const tt_params *params);

/* A hash of all weights from the encoder's files, without the head: 16 hexadecimal digits. */
void tt_params_fingerprint(char out[17], const tt_params *params);

#endif
