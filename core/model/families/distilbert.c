/* SPDX-License-Identifier: Apache-2.0
 * DistilBERT (Sanh et al. 2019): BERT without segments and without a pooler; its classifiers of texts have a linear
 * layer with ReLU of their own. Sinusoidal positions are numbers in the file like learned ones. */
#include "model/family.h"

static const char *const embeddings[TT_LAYERS] = {
    [TT_WORD] = "distilbert.embeddings.word_embeddings.weight",
    [TT_POSITION] = "distilbert.embeddings.position_embeddings.weight",
    [TT_EMBED_NORM_W] = "distilbert.embeddings.LayerNorm.weight",
    [TT_EMBED_NORM_B] = "distilbert.embeddings.LayerNorm.bias",
};

static const char *const layer[TT_LAYER_ROWS] = {
    [TT_Q_W] = "attention.q_lin.weight",
    [TT_K_W] = "attention.k_lin.weight",
    [TT_V_W] = "attention.v_lin.weight",
    [TT_Q_B] = "attention.q_lin.bias",
    [TT_K_B] = "attention.k_lin.bias",
    [TT_V_B] = "attention.v_lin.bias",
    [TT_ATTENTION_W] = "attention.out_lin.weight",
    [TT_ATTENTION_B] = "attention.out_lin.bias",
    [TT_NORM1_W] = "sa_layer_norm.weight",
    [TT_NORM1_B] = "sa_layer_norm.bias",
    [TT_INNER_W] = "ffn.lin1.weight",
    [TT_INNER_B] = "ffn.lin1.bias",
    [TT_OUTER_W] = "ffn.lin2.weight",
    [TT_OUTER_B] = "ffn.lin2.bias",
    [TT_NORM2_W] = "output_layer_norm.weight",
    [TT_NORM2_B] = "output_layer_norm.bias",
};

static const char *const top[TT_TOP_ROWS] = {
    [TT_MLM_W] = "vocab_transform.weight",       [TT_MLM_B] = "vocab_transform.bias",
    [TT_MLM_NORM_W] = "vocab_layer_norm.weight", [TT_MLM_NORM_B] = "vocab_layer_norm.bias",
    [TT_MLM_BIAS] = "vocab_projector.bias",      [TT_POOLER_W] = "pre_classifier.weight",
    [TT_POOLER_B] = "pre_classifier.bias",       [TT_CLASSIFIER_W] = "classifier.weight",
    [TT_CLASSIFIER_B] = "classifier.bias",
};

/* Fallbacks are DistilBertConfig's defaults. */
const tt_family tt_distilbert = {
    .model_type = "distilbert",
    .prefix = "distilbert.",
    .layer_stem = "transformer.layer.",
    .embeddings = embeddings,
    .layer = layer,
    .top = top,
    .config = {[TT_HIDDEN_SIZE] = {"dim", 768},
               [TT_NUM_HIDDEN_LAYERS] = {"n_layers", 6},
               [TT_NUM_ATTENTION_HEADS] = {"n_heads", 12},
               [TT_INTERMEDIATE_SIZE] = {"hidden_dim", 3072},
               [TT_MAX_POSITION_EMBEDDINGS] = {"max_position_embeddings", 512},
               [TT_VOCAB_SIZE] = {"vocab_size", 30522},
               [TT_TYPE_VOCAB_SIZE] = {NULL, 0},
               [TT_EMBEDDING_SIZE] = {NULL, TT_SAME},
               [TT_PADDING_ID] = {NULL, -1},
               [TT_LAYER_NORM_EPS] = {NULL, 1e-12},
               [TT_INITIALIZER_RANGE] = {"initializer_range", 0.02},
               [TT_HIDDEN_DROPOUT] = {"dropout", 0.1},
               [TT_EMBEDDING_DROPOUT] = {NULL, TT_SAME},
               [TT_ATTENTION_DROPOUT] = {"attention_dropout", 0.1},
               [TT_CLASSIFIER_DROPOUT] = {"seq_classif_dropout", 0.2},
               [TT_WORDS_DROPOUT] = {NULL, TT_SAME}},
    .activation_key = "activation",
    .pooler = TT_RELU,
    .pooler_module = "pre_classifier",
    .lora_targets = {"q_lin", "k_lin", "v_lin", "attention.out_lin", "ffn.lin1", "ffn.lin2"},
    .tokenizer_class = "DistilBertTokenizer",
    .architectures = {"DistilBertModel", "DistilBertForSequenceClassification", "DistilBertForTokenClassification",
                      "DistilBertForMaskedLM"},
    .frame = {1, 1, 1},
};
