/* SPDX-License-Identifier: Apache-2.0
 * config.json -> the family, sizes and constants of an encoder. What the engine cannot compute is refused by name. */
#ifndef TT_SHAPE_H
#define TT_SHAPE_H

#include "model/family.h"

/* A config.json with more labels than this is refused, because the head's memory is taken before any weight is read.
 * For fewer labels the plan of a run gives the memory. */
enum { TT_MAX_OUTPUTS = 1 << 16, TT_MAX_LAYERS = 128 };

/* The fields' names are BERT's, whatever the family's own keys are. */
typedef struct {
    const tt_family *family;
    int32_t hidden_size, num_hidden_layers, num_attention_heads, intermediate_size;
    int32_t max_position_embeddings, vocab_size;
    int32_t type_vocab_size;                          /* 0: the family has no segments */
    int32_t embedding_size;                           /* hidden_size, unless the embeddings are projected to it */
    int32_t padding_id;                               /* a text begins at the next row of the position embeddings */
    const char *activation_name, *pooler_name;        /* in config.json; the second NULL where it is no setting */
    tt_activation activation, mlm_activation, pooler; /* of the layers, of the vocabulary head, of the pooler */
    int32_t relative_attention_num_buckets;           /* 0: attention has no bias */
    int32_t local_attention, global_attn_every_n_layers;
    double local_rope_theta, global_rope_theta; /* 0: there are no rotary positions */
    double embedding_dropout;
    double layer_norm_eps, initializer_range;
    double hidden_dropout_prob, attention_probs_dropout_prob;
    double classifier_dropout, words_dropout; /* in front of the classifier of texts, and of words */
    const tt_task *task;                      /* of the checkpoint's head, or NULL: none (a bare encoder) */
    tt_pooling pooling;                       /* of that head, where it reads texts */
    int32_t outputs;                          /* of that head, or 0 */
    bool iob2;                                /* its labels are O, B-X, I-X, B-Y, I-Y ... in this order */
} tt_shape;

/* Tokens that a sequence can have at most. */
static inline int32_t tt_shape_positions(const tt_shape *shape) {
    return shape->max_position_embeddings - shape->padding_id - 1;
}

/* Tokens that a query of this layer sees on each side; 0: all. */
static inline int32_t tt_shape_window(const tt_shape *shape, int layer) {
    const int32_t every = shape->global_attn_every_n_layers;
    return every > 0 && layer % every != 0 ? shape->local_attention / 2 : 0;
}
/* Outputs of the feed-forward layer's first matrix. */
static inline int32_t tt_shape_inner(const tt_shape *shape) {
    return shape->family->gated ? 2 * shape->intermediate_size : shape->intermediate_size;
}

/* Defaults are the family's. Refused with TT_E_CONFIG: a model_type that is no family's, an activation other than
 * GELU (the erf form and the one with tanh) and ReLU, position_embedding_type other than "absolute", is_decoder,
 * add_cross_attention, pruned heads, sizes out of bounds, heads that do not divide the hidden size. A head of a kind
 * that no task has is ignored: the encoder can be used, and fine-tuning begins with a new head. */
tt_status tt_shape_parse(tt_shape *out, const char *config_json, tt_error *err);

/* {"model_type", "tokenizer_class", "config": the sizes, norms and dropouts of the encoder under the family's own keys,
 * "architectures":
 * {"encoder", "texts", "words", "masked_lm", "mean"}}: what config.json of an export needs; and "graph" of
 * tt_graph_write. */
void tt_shape_write(tt_text *out, const tt_shape *shape);

#endif
