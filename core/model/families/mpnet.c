/* SPDX-License-Identifier: Apache-2.0
 * MPNet (Song et al. 2020): RoBERTa without segments, and a bias by distance in every layer's attention, which the
 * layers share. The pooler that a bare encoder's file may have belongs to no classifier and is ignored. */
#include "model/family.h"

static const char *const embeddings[TT_LAYERS] = {
    [TT_WORD] = "mpnet.embeddings.word_embeddings.weight",
    [TT_POSITION] = "mpnet.embeddings.position_embeddings.weight",
    [TT_EMBED_NORM_W] = "mpnet.embeddings.LayerNorm.weight",
    [TT_EMBED_NORM_B] = "mpnet.embeddings.LayerNorm.bias",
    [TT_RELATIVE] = "mpnet.encoder.relative_attention_bias.weight",
};

static const char *const layer[TT_LAYER_ROWS] = {
    [TT_Q_W] = "attention.attn.q.weight",         [TT_K_W] = "attention.attn.k.weight",
    [TT_V_W] = "attention.attn.v.weight",         [TT_Q_B] = "attention.attn.q.bias",
    [TT_K_B] = "attention.attn.k.bias",           [TT_V_B] = "attention.attn.v.bias",
    [TT_ATTENTION_W] = "attention.attn.o.weight", [TT_ATTENTION_B] = "attention.attn.o.bias",
    [TT_NORM1_W] = "attention.LayerNorm.weight",  [TT_NORM1_B] = "attention.LayerNorm.bias",
    [TT_INNER_W] = "intermediate.dense.weight",   [TT_INNER_B] = "intermediate.dense.bias",
    [TT_OUTER_W] = "output.dense.weight",         [TT_OUTER_B] = "output.dense.bias",
    [TT_NORM2_W] = "output.LayerNorm.weight",     [TT_NORM2_B] = "output.LayerNorm.bias",
};

/* Fallbacks are MPNetConfig's defaults; the padding's id is 1 whatever the config. */
const tt_family tt_mpnet = {
    .model_type = "mpnet",
    .prefix = "mpnet.",
    .layer_stem = "encoder.layer.",
    .embeddings = embeddings,
    .layer = layer,
    .top = tt_roberta_top,
    .config = {[TT_HIDDEN_SIZE] = {"hidden_size", 768},
               [TT_NUM_HIDDEN_LAYERS] = {"num_hidden_layers", 12},
               [TT_NUM_ATTENTION_HEADS] = {"num_attention_heads", 12},
               [TT_INTERMEDIATE_SIZE] = {"intermediate_size", 3072},
               [TT_MAX_POSITION_EMBEDDINGS] = {"max_position_embeddings", 512},
               [TT_VOCAB_SIZE] = {"vocab_size", 30527},
               [TT_TYPE_VOCAB_SIZE] = {NULL, 0},
               [TT_EMBEDDING_SIZE] = {NULL, TT_SAME},
               [TT_PADDING_ID] = {NULL, 1},
               [TT_RELATIVE_BUCKETS] = {"relative_attention_num_buckets", 32},
               [TT_LAYER_NORM_EPS] = {"layer_norm_eps", 1e-12},
               [TT_INITIALIZER_RANGE] = {"initializer_range", 0.02},
               [TT_HIDDEN_DROPOUT] = {"hidden_dropout_prob", 0.1},
               [TT_EMBEDDING_DROPOUT] = {NULL, TT_SAME},
               [TT_ATTENTION_DROPOUT] = {"attention_probs_dropout_prob", 0.1},
               [TT_CLASSIFIER_DROPOUT] = {NULL, TT_SAME},
               [TT_WORDS_DROPOUT] = {NULL, TT_SAME}},
    .activation_key = "hidden_act",
    .mlm_gelu = true,
    .attention_output = TT_AS_HIDDEN,
    .pooler = TT_TANH,
    .pooler_dropout = true,
    .lora_targets = {"attn.q", "attn.k", "attn.v", "attn.o", "intermediate.dense", "output.dense"},
    .tokenizer_class = "MPNetTokenizer",
    .architectures = {"MPNetModel", "MPNetForSequenceClassification", "MPNetForTokenClassification",
                      "MPNetForMaskedLM"},
    .frame = {1, 2, 1},
};
