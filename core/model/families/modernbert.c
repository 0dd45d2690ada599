/* SPDX-License-Identifier: Apache-2.0
 * ModernBERT (Warner et al. 2024) and Ettin's encoders (Weller et al. 2025): norms in front, rotary positions, gated
 * feed-forward layers, attention within a window but in every third layer, no biases. All heads, that of the vocabulary
 * too, have a linear layer, GELU and a norm of their own, which a pre-trained checkpoint brings. */
#include "model/family.h"

static const char *const embeddings[TT_LAYERS] = {
    [TT_WORD] = "model.embeddings.tok_embeddings.weight",
    [TT_EMBED_NORM_W] = "model.embeddings.norm.weight",
};

static const char *const layer[TT_LAYER_ROWS] = {
    [TT_Q_W] = "attn.Wqkv.weight",  [TT_ATTENTION_W] = "attn.Wo.weight", [TT_NORM1_W] = "attn_norm.weight",
    [TT_INNER_W] = "mlp.Wi.weight", [TT_OUTER_W] = "mlp.Wo.weight",      [TT_NORM2_W] = "mlp_norm.weight",
};

static const char *const top[TT_TOP_ROWS] = {
    [TT_FINAL_NORM_W] = "model.final_norm.weight", [TT_MLM_BIAS] = "decoder.bias",
    [TT_POOLER_W] = "head.dense.weight",           [TT_POOLER_NORM_W] = "head.norm.weight",
    [TT_CLASSIFIER_W] = "classifier.weight",       [TT_CLASSIFIER_B] = "classifier.bias",
};

static const char *const needs_false[] = {"attention_bias", "mlp_bias", "norm_bias", "classifier_bias", NULL};
static const char *const needs_true[] = {"decoder_bias", "tie_word_embeddings", NULL};

/* Fallbacks are ModernBertConfig's defaults. */
const tt_family tt_modernbert = {
    .model_type = "modernbert",
    .prefix = "model.",
    .layer_stem = "layers.",
    .embeddings = embeddings,
    .layer = layer,
    .layer_0_lacks = 1u << TT_NORM1_W,
    .top = top,
    .config = {[TT_HIDDEN_SIZE] = {"hidden_size", 768},
               [TT_NUM_HIDDEN_LAYERS] = {"num_hidden_layers", 22},
               [TT_NUM_ATTENTION_HEADS] = {"num_attention_heads", 12},
               [TT_INTERMEDIATE_SIZE] = {"intermediate_size", 1152},
               [TT_MAX_POSITION_EMBEDDINGS] = {"max_position_embeddings", 8192},
               [TT_VOCAB_SIZE] = {"vocab_size", 50368},
               [TT_TYPE_VOCAB_SIZE] = {NULL, 0},
               [TT_EMBEDDING_SIZE] = {NULL, TT_SAME},
               [TT_PADDING_ID] = {NULL, -1},
               [TT_LOCAL_ATTENTION] = {"local_attention", 128},
               [TT_GLOBAL_EVERY] = {"global_attn_every_n_layers", 3},
               [TT_LAYER_NORM_EPS] = {"norm_eps", 1e-5},
               [TT_INITIALIZER_RANGE] = {"initializer_range", 0.02},
               [TT_LOCAL_THETA] = {"local_rope_theta", 10000},
               [TT_GLOBAL_THETA] = {"global_rope_theta", 160000},
               [TT_HIDDEN_DROPOUT] = {"mlp_dropout", 0},
               [TT_EMBEDDING_DROPOUT] = {"embedding_dropout", 0},
               [TT_ATTENTION_DROPOUT] = {"attention_dropout", 0},
               [TT_CLASSIFIER_DROPOUT] = {"classifier_dropout", 0},
               [TT_WORDS_DROPOUT] = {"classifier_dropout", 0}},
    .activation_key = "hidden_activation",
    .block = TT_PRE_NORM,
    .attention_output = TT_AS_ATTENTION,
    .gated = true,
    .pooler_key = "classifier_activation",
    .pooler_pretrained = true,
    .pooler_always = true,
    .pooler_of_mlm = true,
    .pooler_module = "head",
    .lora_targets = {"Wqkv", NULL, NULL, "attn.Wo", "Wi", "mlp.Wo"},
    .tokenizer_class = "PreTrainedTokenizerFast",
    .architectures = {"ModernBertModel", "ModernBertForSequenceClassification", "ModernBertForTokenClassification",
                      "ModernBertForMaskedLM"},
    .frame = {1, 1, 1},
    .needs_false = needs_false,
    .needs_true = needs_true,
};
