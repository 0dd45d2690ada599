/* SPDX-License-Identifier: Apache-2.0
 * THE TABLE: every tensor of the model, once. Names in the file, sizes, gradients, optimizer state, decay groups,
 * freezing, import, export and the counts on the page are loops over these rows. */
#ifndef TT_PARAMS_H
#define TT_PARAMS_H

#include "model/shape.h"
#include "nn/nn.h"

/* TT_MLM_HEAD: the masked-language-modelling head, which pre-training leaves behind and only some files have. Its
 * output layer is the word embeddings. */
typedef enum { TT_EMBEDDINGS, TT_ENCODER, TT_MLM_HEAD, TT_POOLER, TT_HEAD, TT_ADAPTERS, TT_GROUPS } tt_group;
enum { TT_LORA_A, TT_LORA_B, TT_LORA_PARTS };

typedef struct {
    int32_t rank;     /* 0: there are none */
    unsigned targets; /* bits 1 << site */
    double alpha, dropout;
    bool merged; /* they are part of the weights beside them */
    bool clean;  /* those weights were as a file brought them when the adapters began */
} tt_adapters;

typedef struct {
    char name[72]; /* as the family's class with a head saves it, prefix included */
    tt_group group;
    tt_kind kind;
    int32_t layer;      /* -1: none */
    int32_t number;     /* among the rows that exist: the stream of its initial numbers */
    int32_t rows, cols; /* a vector is [1, cols] and one-dimensional in the file; 0, 0: there is no such row */
    real *data;         /* [rows, cols] */
    bool loaded;        /* came from a file (or from a head file) */
    bool renewed;       /* came from a file after the last run began */
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
    bool moved;                       /* a run has changed weights of the encoder */
    bool head_trained;                /* a run has given the head numbers that mean something */
    bool head_pooler; /* no encoder's file brought a pooler, or the family's is none of the encoder's: it is drawn,
                       * trained and saved with the head */
} tt_params;

/* Rows and memory for `shape`, without a head. Weights are zero and none is loaded. */
tt_status tt_params_new(tt_params *out, const tt_shape *shape, tt_error *err);
void tt_params_free(tt_params *params);

/* `count` reals, 64-byte aligned and zero; NULL when there is no room. */
real *tt_reals_new(uint64_t count);

/* (Re)places the head: classifier [outputs, E] ~ N(0, initializer_range) from the seed, biases 0. A pooler that
 * belongs to the head is drawn anew too. Adapters go. The old head is lost only on success. */
tt_status tt_params_head(tt_params *params, const tt_shape *shape, const tt_task *task, int outputs, uint64_t seed,
                         tt_error *err);

/* What the head in place reads of a text. tt_params_head has set it to TT_POOL_CLS; TT_POOL_MEAN does without the
 * pooler, and is for heads of texts alone. */
void tt_params_pool(tt_params *params, tt_pooling pooling);

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
/* The row a file's tensor belongs to, or -1. Its name may lack the family's prefix and end in LayerNorm.gamma/beta. */
int tt_params_find(const tt_params *params, const char *name);
/* The head sees what it reads through the pooler. */
bool tt_params_pools(const tt_params *params);
bool tt_params_has_head(const tt_params *params);
/* The head is as it was drawn: no file and no run has given it other numbers. */
bool tt_params_drawn(const tt_params *params);
/* Every tensor of the classifier in place came from a file, and so did its pooler where it has one. */
bool tt_params_head_loaded(const tt_params *params);
/* The adapters of the last run go; what was merged stays in the weights. */
void tt_params_drop_adapters(tt_params *params);
/* Outputs of the head: with the masked-language-modelling one a number for every token of the vocabulary. */
int tt_params_outputs(const tt_params *params);
/* Rows of the encoder and of the head in place, before the adapters': a masked-language-modelling head is the encoder's
 * own, and no classifier stands behind it. */
int tt_params_rows(const tt_params *params);
/* Takes the masked-language-modelling head in place of any other; TT_E_CONFIG where no file brought one. */
tt_status tt_params_mlm(tt_params *params, tt_error *err);
/* A file brought the whole masked-language-modelling head. */
bool tt_params_has_mlm_head(const tt_params *params);

/* 16 hex digits over all weights that came from the encoder's file, head excluded. */
void tt_params_fingerprint(char out[17], const tt_params *params);

#endif
