/* SPDX-License-Identifier: Apache-2.0
 * RoBERTa (Liu et al. 2019), XLM-R (Conneau et al. 2020) and CamemBERT (Martin et al. 2020): BERT's layers with
 * positions that begin after the padding's id, one segment, and without a pooler. Their classifiers of texts have a
 * linear layer with tanh of their own. The pooler that a bare encoder's file may have belongs to no classifier and is
 * ignored. */
#include "model/family.h"

static const char *const embeddings[TT_LAYERS] = {
    [TT_WORD] = "roberta.embeddings.word_embeddings.weight",
    [TT_POSITION] = "roberta.embeddings.position_embeddings.weight",
    [TT_TYPE] = "roberta.embeddings.token_type_embeddings.weight",
    [TT_EMBED_NORM_W] = "roberta.embeddings.LayerNorm.weight",
    [TT_EMBED_NORM_B] = "roberta.embeddings.LayerNorm.bias",
};

const char *const tt_roberta_top[TT_TOP_ROWS] = {
    [TT_MLM_W] = "lm_head.dense.weight",
    [TT_MLM_B] = "lm_head.dense.bias",
    [TT_MLM_NORM_W] = "lm_head.layer_norm.weight",
    [TT_MLM_NORM_B] = "lm_head.layer_norm.bias",
    [TT_MLM_BIAS] = "lm_head.bias",
    [TT_POOLER_W] = "classifier.dense.weight",
    [TT_POOLER_B] = "classifier.dense.bias",
    [TT_CLASSIFIER_W] = "classifier.out_proj.weight",
    [TT_CLASSIFIER_B] = "classifier.out_proj.bias",
};

/* Fallbacks are the defaults of RobertaConfig, XLMRobertaConfig and CamembertConfig, which differ in the vocabulary. */
#define FAMILY(type, vocabulary, tokenizer, name)                                                                  \
    {                                                                                                              \
        .model_type = type, .prefix = "roberta.", .layer_stem = "encoder.layer.", .embeddings = embeddings,        \
        .layer = tt_bert_layer, .top = tt_roberta_top,                                                             \
        .config = {[TT_HIDDEN_SIZE] = {"hidden_size", 768},                                                        \
                   [TT_NUM_HIDDEN_LAYERS] = {"num_hidden_layers", 12},                                             \
                   [TT_NUM_ATTENTION_HEADS] = {"num_attention_heads", 12},                                         \
                   [TT_INTERMEDIATE_SIZE] = {"intermediate_size", 3072},                                           \
                   [TT_MAX_POSITION_EMBEDDINGS] = {"max_position_embeddings", 512},                                \
                   [TT_VOCAB_SIZE] = {"vocab_size", vocabulary},                                                   \
                   [TT_TYPE_VOCAB_SIZE] = {"type_vocab_size", 2},                                                  \
                   [TT_EMBEDDING_SIZE] = {NULL, TT_SAME},                                                          \
                   [TT_PADDING_ID] = {"pad_token_id", 1},                                                          \
                   [TT_LAYER_NORM_EPS] = {"layer_norm_eps", 1e-12},                                                \
                   [TT_INITIALIZER_RANGE] = {"initializer_range", 0.02},                                           \
                   [TT_HIDDEN_DROPOUT] = {"hidden_dropout_prob", 0.1},                                             \
                   [TT_EMBEDDING_DROPOUT] = {NULL, TT_SAME},                                                       \
                   [TT_ATTENTION_DROPOUT] = {"attention_probs_dropout_prob", 0.1},                                 \
                   [TT_CLASSIFIER_DROPOUT] = {"classifier_dropout", TT_SAME},                                      \
                   [TT_WORDS_DROPOUT] = {"classifier_dropout", TT_SAME}},                                          \
        .activation_key = "hidden_act", .mlm_gelu = true, .one_segment = true, .attention_output = TT_AS_HIDDEN,   \
        .pooler = TT_TANH, .pooler_dropout = true,                                                                 \
        .lora_targets = {"query", "key", "value", "attention.output.dense", "intermediate.dense", "output.dense"}, \
        .tokenizer_class = tokenizer,                                                                              \
        .architectures = {name "Model", name "ForSequenceClassification", name "ForTokenClassification",           \
                          name "ForMaskedLM"},                                                                     \
        .frame = {1, 2, 1},                                                                                        \
    }

const tt_family tt_roberta = FAMILY("roberta", 50265, "RobertaTokenizer", "Roberta");
const tt_family tt_xlm_roberta = FAMILY("xlm-roberta", 30522, "XLMRobertaTokenizer", "XLMRoberta");
const tt_family tt_camembert = FAMILY("camembert", 30522, "CamembertTokenizer", "Camembert");
