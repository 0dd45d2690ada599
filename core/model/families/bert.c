/* SPDX-License-Identifier: Apache-2.0
 * BERT (Devlin et al. 2019), and what has its layout: MiniLM, BGE, E5, GTE, SapBERT ... */
#include "model/family.h"

static const char *const embeddings[TT_LAYERS] = {
    [TT_WORD] = "bert.embeddings.word_embeddings.weight",
    [TT_POSITION] = "bert.embeddings.position_embeddings.weight",
    [TT_TYPE] = "bert.embeddings.token_type_embeddings.weight",
    [TT_EMBED_NORM_W] = "bert.embeddings.LayerNorm.weight",
    [TT_EMBED_NORM_B] = "bert.embeddings.LayerNorm.bias",
};

const char *const tt_bert_layer[TT_LAYER_ROWS] = {
    [TT_Q_W] = "attention.self.query.weight",
    [TT_K_W] = "attention.self.key.weight",
    [TT_V_W] = "attention.self.value.weight",
    [TT_Q_B] = "attention.self.query.bias",
    [TT_K_B] = "attention.self.key.bias",
    [TT_V_B] = "attention.self.value.bias",
    [TT_ATTENTION_W] = "attention.output.dense.weight",
    [TT_ATTENTION_B] = "attention.output.dense.bias",
    [TT_NORM1_W] = "attention.output.LayerNorm.weight",
    [TT_NORM1_B] = "attention.output.LayerNorm.bias",
    [TT_INNER_W] = "intermediate.dense.weight",
    [TT_INNER_B] = "intermediate.dense.bias",
    [TT_OUTER_W] = "output.dense.weight",
    [TT_OUTER_B] = "output.dense.bias",
    [TT_NORM2_W] = "output.LayerNorm.weight",
    [TT_NORM2_B] = "output.LayerNorm.bias",
};

static const char *const top[TT_TOP_ROWS] = {
    [TT_MLM_W] = "cls.predictions.transform.dense.weight",
    [TT_MLM_B] = "cls.predictions.transform.dense.bias",
    [TT_MLM_NORM_W] = "cls.predictions.transform.LayerNorm.weight",
    [TT_MLM_NORM_B] = "cls.predictions.transform.LayerNorm.bias",
    [TT_MLM_BIAS] = "cls.predictions.bias",
    [TT_POOLER_W] = "bert.pooler.dense.weight",
    [TT_POOLER_B] = "bert.pooler.dense.bias",
    [TT_CLASSIFIER_W] = "classifier.weight",
    [TT_CLASSIFIER_B] = "classifier.bias",
};

/* Fallbacks are BertConfig's defaults. */
const tt_family tt_bert = {
    .model_type = "bert",
    .prefix = "bert.",
    .layer_stem = "encoder.layer.",
    .embeddings = embeddings,
    .layer = tt_bert_layer,
    .top = top,
    .config = {[TT_HIDDEN_SIZE] = {"hidden_size", 768},
               [TT_NUM_HIDDEN_LAYERS] = {"num_hidden_layers", 12},
               [TT_NUM_ATTENTION_HEADS] = {"num_attention_heads", 12},
               [TT_INTERMEDIATE_SIZE] = {"intermediate_size", 3072},
               [TT_MAX_POSITION_EMBEDDINGS] = {"max_position_embeddings", 512},
               [TT_VOCAB_SIZE] = {"vocab_size", 30522},
               [TT_TYPE_VOCAB_SIZE] = {"type_vocab_size", 2},
               [TT_EMBEDDING_SIZE] = {NULL, TT_SAME},
               [TT_PADDING_ID] = {NULL, -1},
               [TT_LAYER_NORM_EPS] = {"layer_norm_eps", 1e-12},
               [TT_INITIALIZER_RANGE] = {"initializer_range", 0.02},
               [TT_HIDDEN_DROPOUT] = {"hidden_dropout_prob", 0.1},
               [TT_EMBEDDING_DROPOUT] = {NULL, TT_SAME},
               [TT_ATTENTION_DROPOUT] = {"attention_probs_dropout_prob", 0.1},
               [TT_CLASSIFIER_DROPOUT] = {"classifier_dropout", TT_SAME},
               [TT_WORDS_DROPOUT] = {"classifier_dropout", TT_SAME}},
    .activation_key = "hidden_act",
    .attention_output = TT_AS_HIDDEN,
    .pooler = TT_TANH,
    .pooler_pretrained = true,
    .pooler_module = "pooler",
    .lora_targets = {"query", "key", "value", "attention.output.dense", "intermediate.dense", "output.dense"},
    .tokenizer_class = "BertTokenizer",
    .architectures = {"BertModel", "BertForSequenceClassification", "BertForTokenClassification", "BertForMaskedLM"},
    .frame = {1, 1, 1},
};
