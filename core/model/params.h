/* SPDX-License-Identifier: Apache-2.0
 * THE TABLE: every tensor of the model, once. Names in the file, sizes, gradients, optimizer state, decay groups,
 * freezing, import, export and the counts on the page are loops over these rows. */
#ifndef TT_PARAMS_H
#define TT_PARAMS_H

#include "model/shape.h"
#include "nn/nn.h"

/* TT_MASKED: the masked-language-modelling head, which pre-training leaves behind and only some files have. Its output
 * layer is the word embeddings. */
typedef enum { TT_EMBEDDINGS, TT_ENCODER, TT_MASKED, TT_POOLER, TT_HEAD, TT_ADAPTERS, TT_GROUPS } tt_group;
typedef enum { TT_TABLE, TT_MATRIX, TT_BIAS, TT_NORM_WEIGHT, TT_NORM_BIAS } tt_kind; /* the first two decay */

/* Rows of the table. Those of layer l are TT_LAYERS + l * TT_LAYER_ROWS + a field; the masked-language-modelling
 * head's, the pooler's and the head's come after the last layer. */
enum { TT_WORD, TT_POSITION, TT_TYPE, TT_EMBED_NORM_W, TT_EMBED_NORM_B, TT_LAYERS };
enum {
    TT_Q_W,
    TT_K_W,
    TT_V_W, /* one after the other in memory: one [3E, E] matrix */
    TT_Q_B,
    TT_K_B,
    TT_V_B, /* and one [3E] bias */
    TT_ATTENTION_W,
    TT_ATTENTION_B,
    TT_NORM1_W,
    TT_NORM1_B,
    TT_INNER_W,
    TT_INNER_B,
    TT_OUTER_W,
    TT_OUTER_B,
    TT_NORM2_W,
    TT_NORM2_B,
    TT_LAYER_ROWS
};
enum {
    TT_MASKED_W,
    TT_MASKED_B,
    TT_MASKED_NORM_W,
    TT_MASKED_NORM_B,
    TT_MASKED_BIAS,
    TT_POOLER_W,
    TT_POOLER_B,
    TT_CLASSIFIER_W,
    TT_CLASSIFIER_B,
    TT_TOP_ROWS
};

/* Linear layers that can have a low-rank adapter, A [r, in] and B [out, r]; its rows come after the head's. */
enum { TT_SITE_Q, TT_SITE_K, TT_SITE_V, TT_SITE_ATTENTION, TT_SITE_INNER, TT_SITE_OUTER, TT_SITES };
enum { TT_LORA_A, TT_LORA_B, TT_LORA_PARTS };

typedef struct {
    int32_t rank;     /* 0: there are none */
    unsigned targets; /* bits 1 << site */
    double alpha, dropout;
    bool merged; /* they are part of the weights beside them */
    bool clean;  /* those weights were as a file brought them when the adapters began */
} tt_adapters;

typedef struct {
    char name[72]; /* as BertForSequenceClassification saves it, "bert." included */
    tt_group group;
    tt_kind kind;
    int32_t layer;      /* -1: none */
    int32_t rows, cols; /* a vector is [1, cols] and one-dimensional in the file */
    real *data;         /* [rows, cols] */
    bool loaded;        /* came from a file (or from a head file) */
} tt_param;

typedef struct {
    tt_param *items;
    int32_t count, layers;
    real *weights;       /* all but the head, in the order of the table, without gaps */
    const tt_task *task; /* of the head, or NULL: there is none yet */
    bool iob2;           /* the head's labels are O, B-X, I-X, B-Y, I-Y ... */
    real *head;
    tt_adapters adapters;
    real *adapter_weights;
    tt_pending_decay pending_decay;   /* of the word rows, while a run trains them */
    tt_target_scaling target_scaling; /* of the output layer, while a run trains a regression */
    bool moved;                       /* a run has changed weights of the encoder */
    bool head_trained;                /* a run has given the head numbers that mean something */
    bool head_pooler; /* no encoder's file brought a pooler: it is drawn, trained and saved with the head */
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
/* The row a file's tensor belongs to, or -1. Knows the "bert." prefix or none and LayerNorm.gamma/beta. */
int tt_params_find(const tt_params *params, const char *name);
bool tt_params_has_head(const tt_params *params);
/* The head is as it was drawn: no file and no run has given it other numbers. */
bool tt_params_drawn(const tt_params *params);
/* Outputs of the head: with the masked-language-modelling one a number for every token of the vocabulary. */
int tt_params_outputs(const tt_params *params);
/* Rows of the encoder and of the head in place, before the adapters': a masked-language-modelling head is the encoder's
 * own, and no classifier stands behind it. */
int tt_params_rows(const tt_params *params);
/* Takes the masked-language-modelling head in place of any other; TT_E_CONFIG where no file brought one. */
tt_status tt_params_masked(tt_params *params, tt_error *err);
/* A file brought the whole masked-language-modelling head. */
bool tt_params_has_masked(const tt_params *params);

/* 16 hex digits over all weights that came from the encoder's file, head excluded. */
void tt_params_fingerprint(char out[17], const tt_params *params);

#endif
