/* SPDX-License-Identifier: Apache-2.0
 * ELECTRA (Clark et al. 2020), discriminators and generators: BERT with embeddings of a size of their own, projected to
 * the hidden size, and without a pooler; its classifiers of texts have a linear layer with GELU of their own. Only a
 * generator has a masked-language-modelling head. */
#include "model/family.h"

static const char *const embeddings[TT_LAYERS] = {
    [TT_WORD] = "electra.embeddings.word_embeddings.weight",
    [TT_POSITION] = "electra.embeddings.position_embeddings.weight",
    [TT_TYPE] = "electra.embeddings.token_type_embeddings.weight",
    [TT_EMBED_NORM_W] = "electra.embeddings.LayerNorm.weight",
    [TT_EMBED_NORM_B] = "electra.embeddings.LayerNorm.bias",
    [TT_PROJECT_W] = "electra.embeddings_project.weight",
    [TT_PROJECT_B] = "electra.embeddings_project.bias",
};

static const char *const top[TT_TOP_ROWS] = {
    [TT_MLM_W] = "generator_predictions.dense.weight",
    [TT_MLM_B] = "generator_predictions.dense.bias",
    [TT_MLM_NORM_W] = "generator_predictions.LayerNorm.weight",
    [TT_MLM_NORM_B] = "generator_predictions.LayerNorm.bias",
    [TT_MLM_BIAS] = "generator_lm_head.bias",
    [TT_POOLER_W] = "classifier.dense.weight",
    [TT_POOLER_B] = "classifier.dense.bias",
    [TT_CLASSIFIER_W] = "classifier.out_proj.weight",
    [TT_CLASSIFIER_B] = "classifier.out_proj.bias",
};

/* Fallbacks are ElectraConfig's defaults. */
const tt_family tt_electra = {
    .model_type = "electra",
    .prefix = "electra.",
    .layer_stem = "encoder.layer.",
    .embeddings = embeddings,
    .layer = tt_bert_layer,
    .top = top,
    .config = {[TT_HIDDEN_SIZE] = {"hidden_size", 256},
               [TT_NUM_HIDDEN_LAYERS] = {"num_hidden_layers", 12},
               [TT_NUM_ATTENTION_HEADS] = {"num_attention_heads", 4},
               [TT_INTERMEDIATE_SIZE] = {"intermediate_size", 1024},
               [TT_MAX_POSITION_EMBEDDINGS] = {"max_position_embeddings", 512},
               [TT_VOCAB_SIZE] = {"vocab_size", 30522},
               [TT_TYPE_VOCAB_SIZE] = {"type_vocab_size", 2},
               [TT_EMBEDDING_SIZE] = {"embedding_size", 128},
               [TT_PADDING_ID] = {NULL, -1},
               [TT_LAYER_NORM_EPS] = {"layer_norm_eps", 1e-12},
               [TT_INITIALIZER_RANGE] = {"initializer_range", 0.02},
               [TT_HIDDEN_DROPOUT] = {"hidden_dropout_prob", 0.1},
               [TT_EMBEDDING_DROPOUT] = {NULL, TT_SAME},
               [TT_ATTENTION_DROPOUT] = {"attention_probs_dropout_prob", 0.1},
               [TT_CLASSIFIER_DROPOUT] = {"classifier_dropout", TT_SAME},
               [TT_WORDS_DROPOUT] = {"classifier_dropout", TT_SAME}},
    .activation_key = "hidden_act",
    .mlm_gelu = true,
    .attention_output = TT_AS_HIDDEN,
    .pooler = TT_GELU,
    .pooler_dropout = true,
    .lora_targets = {"query", "key", "value", "attention.output.dense", "intermediate.dense", "output.dense"},
    .tokenizer_class = "ElectraTokenizer",
    .architectures = {"ElectraModel", "ElectraForSequenceClassification", "ElectraForTokenClassification",
                      "ElectraForMaskedLM"},
    .frame = {1, 1, 1},
};
