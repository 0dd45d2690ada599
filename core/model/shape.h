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
    int32_t type_vocab_size;                  /* 0: the family has no segments */
    int32_t embedding_size;                   /* hidden_size, unless the embeddings are projected to it */
    int32_t padding_id;                       /* a text begins at the next row of the position embeddings */
    const char *activation_name;              /* in config.json */
    tt_activation activation, mlm_activation; /* of the layers, and of the vocabulary head */
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

/* Defaults are the family's. Refused with TT_E_CONFIG: a model_type that is no family's, an activation other than
 * GELU (the erf form and the one with tanh) and ReLU, position_embedding_type other than "absolute", is_decoder,
 * add_cross_attention, pruned heads, sizes out of bounds, heads that do not divide the hidden size. A head of a kind
 * that no task has is ignored: the encoder can be used, and fine-tuning begins with a new head. */
tt_status tt_shape_parse(tt_shape *out, const char *config_json, tt_error *err);

/* {"model_type", "tokenizer_class", "config": the sizes, norms and dropouts of the encoder under the family's own keys,
 * "architectures":
 * {"encoder", "texts", "words", "masked_lm"}}: what config.json of an export needs; and "graph", {"first_position"}
 * with the members of tt_family_write. */
void tt_shape_write(tt_text *out, const tt_shape *shape);

#endif
