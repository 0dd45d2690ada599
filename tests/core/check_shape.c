/* SPDX-License-Identifier: Apache-2.0 */
#include "check.h"
#include "model/shape.h"

static const char tiny[] =
    "{\"architectures\": [\"BertForSequenceClassification\"], \"attention_probs_dropout_prob\": 0.2,"
    "\"classifier_dropout\": null, \"dtype\": \"float32\", \"hidden_act\": \"gelu\", \"hidden_dropout_prob\": 0.3,"
    "\"hidden_size\": 128, \"initializer_range\": 0.05, \"intermediate_size\": 512, \"layer_norm_eps\": 1e-5,"
    "\"max_position_embeddings\": 256, \"model_type\": \"bert\", \"num_attention_heads\": 2,"
    "\"num_hidden_layers\": 3, \"pad_token_id\": 0, \"position_embedding_type\": \"absolute\","
    "\"problem_type\": \"single_label_classification\", \"transformers_version\": \"4.57.0\","
    "\"type_vocab_size\": 4, \"use_cache\": true, \"vocab_size\": 1000,"
    "\"is_decoder\": false, \"pruned_heads\": {}}";

static void reads(void) {
    tt_shape s;
    CHECK_OK(tt_shape_parse(&s, tiny, &err));
    CHECK(s.hidden_size == 128 && s.num_hidden_layers == 3 && s.num_attention_heads == 2);
    CHECK(s.intermediate_size == 512 && s.max_position_embeddings == 256 && s.vocab_size == 1000);
    CHECK(s.type_vocab_size == 4 && s.layer_norm_eps == 1e-5 && s.initializer_range == 0.05);
    CHECK(s.hidden_dropout_prob == 0.3 && s.attention_probs_dropout_prob == 0.2 && s.classifier_dropout == 0.3);
    CHECK(s.outputs == 2);

    CHECK_OK(tt_shape_parse(&s, "{\"model_type\":\"bert\"}", &err)); /* BertConfig's defaults: the base size */
    CHECK(s.hidden_size == 768 && s.num_hidden_layers == 12 && s.num_attention_heads == 12);
    CHECK(s.intermediate_size == 3072 && s.max_position_embeddings == 512 && s.vocab_size == 30522);
    CHECK(s.type_vocab_size == 2 && s.layer_norm_eps == 1e-12 && s.initializer_range == 0.02);
    CHECK(s.hidden_dropout_prob == 0.1 && s.classifier_dropout == 0.1 && s.outputs == 0);

    CHECK_OK(tt_shape_parse(&s, "{\"hidden_size\":240,\"classifier_dropout\":0}", &err)); /* Google's have no type */
    CHECK(s.hidden_size == 240 && s.classifier_dropout == 0);
}

static void reads_heads(void) {
#define SEQUENCE        "\"architectures\":[\"BertForSequenceClassification\"]"
#define TOKENS          "\"architectures\":[\"BertForTokenClassification\"]"
#define LABELS(a, b, c) ",\"id2label\":{\"2\":\"" c "\",\"0\":\"" a "\",\"1\":\"" b "\"}"
    static const struct {
        const char *rest, *task;
        int outputs;
        bool iob2;
    } heads[] = {
        {SEQUENCE, "single_label_classification", 2, false},
        {SEQUENCE LABELS("O", "B-x", "I-x"), "single_label_classification", 3, false},
        {SEQUENCE ",\"num_labels\":5", "single_label_classification", 5, false},
        {SEQUENCE ",\"_num_labels\":6", "single_label_classification", 6, false},
        {SEQUENCE ",\"num_labels\":1", "regression", 1, false},
        {SEQUENCE ",\"num_labels\":1,\"problem_type\":\"single_label_classification\"", "", 0, false},
        {SEQUENCE ",\"num_labels\":3,\"problem_type\":\"regression\"", "regression", 3, false},
        {SEQUENCE ",\"num_labels\":1000000", "", 0, false},
        {SEQUENCE ",\"problem_type\":\"multi_label_classification\"", "multi_label_classification", 2, false},
        {SEQUENCE ",\"problem_type\":\"another\"", "", 0, false},
        {TOKENS ",\"_num_labels\":9", "token_classification", 9, false},
        {TOKENS LABELS("O", "B-x", "I-x"), "token_classification", 3, true},
        {TOKENS LABELS("O", "I-x", "B-x"), "token_classification", 3, false},
        {TOKENS LABELS("O", "B-x", "I-y"), "token_classification", 3, false},
        {"\"architectures\":[\"BertForMaskedLM\"]", "", 0, false},
        {"\"architectures\":[]", "", 0, false},
        {"\"architectures\":\"BertForSequenceClassification\"", "", 0, false},
    };
    for (size_t i = 0; i < sizeof heads / sizeof heads[0]; i++) {
        char config[300];
        tt_shape s = {0};
        snprintf(config, sizeof config, "{\"model_type\":\"bert\",%s}", heads[i].rest);
        CHECK_OK(tt_shape_parse(&s, config, &err));
        const bool same = strcmp(s.task ? s.task->name : "", heads[i].task) == 0 && s.outputs == heads[i].outputs &&
                          s.iob2 == heads[i].iob2;
        if (!same) printf("  %s\n", config);
        CHECK(same);
    }
}

static void reads_families(void) {
    tt_shape s;
    CHECK_OK(tt_shape_parse(&s, "{\"model_type\":\"distilbert\"}", &err)); /* DistilBertConfig's defaults */
    CHECK(s.family == &tt_distilbert && s.hidden_size == 768 && s.num_hidden_layers == 6);
    CHECK(s.num_attention_heads == 12 && s.intermediate_size == 3072 && s.embedding_size == 768);
    CHECK(s.type_vocab_size == 0 && s.layer_norm_eps == 1e-12);
    CHECK(s.classifier_dropout == 0.2 && s.words_dropout == 0.1);
    CHECK_OK(tt_shape_parse(&s,
                            "{\"model_type\":\"distilbert\",\"dim\":20,\"n_layers\":3,\"n_heads\":4,"
                            "\"hidden_dim\":30,\"dropout\":0.3,\"attention_dropout\":0.4,"
                            "\"seq_classif_dropout\":0.5,\"layer_norm_eps\":0.01,"
                            "\"architectures\":[\"DistilBertForTokenClassification\"],\"num_labels\":5}",
                            &err));
    CHECK(s.hidden_size == 20 && s.num_hidden_layers == 3 && s.num_attention_heads == 4);
    CHECK(s.intermediate_size == 30 && s.hidden_dropout_prob == 0.3 && s.attention_probs_dropout_prob == 0.4);
    CHECK(s.classifier_dropout == 0.5 && s.words_dropout == 0.3 && s.layer_norm_eps == 1e-12);
    CHECK(s.task && s.task->words && s.outputs == 5);

    CHECK_OK(tt_shape_parse(&s, "{\"model_type\":\"electra\"}", &err)); /* ElectraConfig's: the small one */
    CHECK(s.family == &tt_electra && s.hidden_size == 256 && s.embedding_size == 128 && s.num_attention_heads == 4);
    CHECK(s.intermediate_size == 1024 && s.type_vocab_size == 2 && s.words_dropout == 0.1);
    CHECK_OK(tt_shape_parse(&s, "{\"model_type\":\"electra\",\"classifier_dropout\":0.3}", &err));
    CHECK(s.hidden_dropout_prob == 0.1 && s.classifier_dropout == 0.3 && s.words_dropout == 0.3);
    CHECK_OK(tt_shape_parse(&s, "{\"model_type\":\"roberta\",\"max_position_embeddings\":514}", &err));
    CHECK(s.family == &tt_roberta && s.vocab_size == 50265 && s.padding_id == 1 && tt_shape_positions(&s) == 512);
    CHECK(s.activation == TT_GELU && s.mlm_activation == TT_GELU && s.type_vocab_size == 2);
    CHECK_OK(tt_shape_parse(&s, "{\"model_type\":\"xlm-roberta\",\"pad_token_id\":3,\"hidden_act\":\"relu\"}", &err));
    CHECK(s.family == &tt_xlm_roberta && tt_shape_positions(&s) == 508);
    CHECK(s.activation == TT_RELU && s.mlm_activation == TT_GELU);
    CHECK_OK(tt_shape_parse(&s, "{\"model_type\":\"camembert\"}", &err));
    CHECK(s.family == &tt_camembert);
    CHECK_OK(tt_shape_parse(&s, "{\"model_type\":\"bert\",\"hidden_act\":\"gelu_new\",\"pad_token_id\":7}", &err));
    CHECK(s.activation == TT_GELU_TANH && s.mlm_activation == TT_GELU_TANH && tt_shape_positions(&s) == 512);
    CHECK_OK(tt_shape_parse(&s, "{\"model_type\":\"mpnet\",\"pad_token_id\":5}", &err));
    CHECK(s.family == &tt_mpnet && s.vocab_size == 30527 && s.relative_attention_num_buckets == 32);
    CHECK(s.padding_id == 1 && s.type_vocab_size == 0 && s.words_dropout == 0.1);
    CHECK_OK(tt_shape_parse(&s, "{\"model_type\":\"modernbert\",\"classifier_activation\":\"relu\"}", &err));
    CHECK(s.family == &tt_modernbert && s.num_hidden_layers == 22 && tt_shape_positions(&s) == 8192);
    CHECK(s.activation == TT_GELU && s.pooler == TT_RELU && s.mlm_activation == TT_RELU);
    CHECK(s.global_rope_theta == 160000 && s.local_rope_theta == 10000 && s.embedding_dropout == 0);
    CHECK(tt_shape_window(&s, 0) == 0 && tt_shape_window(&s, 1) == 64 && tt_shape_window(&s, 2) == 64);
    CHECK(tt_shape_window(&s, 3) == 0 && tt_shape_inner(&s) == 2304);
    CHECK_OK(tt_shape_parse(&s,
                            "{\"model_type\":\"modernbert\",\"num_hidden_layers\":5,\"global_rope_theta\":7,"
                            "\"layer_types\":[\"full_attention\",\"sliding_attention\",\"full_attention\","
                            "\"sliding_attention\",\"full_attention\"],\"rope_parameters\":{\"sliding_attention\":"
                            "{\"rope_theta\":160000.0,\"rope_type\":\"default\"}}}",
                            &err));
    CHECK(s.global_rope_theta == 7 && s.local_rope_theta == 160000 && s.global_attn_every_n_layers == 2);
    CHECK_OK(tt_shape_parse(&s,
                            "{\"model_type\":\"modernbert\",\"num_hidden_layers\":2,\"rope_parameters\":null,"
                            "\"layer_types\":[\"full_attention\",\"sliding_attention\"]}",
                            &err));
    CHECK(s.global_rope_theta == 160000 && s.global_attn_every_n_layers == 3);
    CHECK_OK(tt_shape_parse(&s, "{\"model_type\":\"bert\",\"embedding_size\":64}", &err)); /* no key of BERT's */
    CHECK(s.embedding_size == 768 && tt_shape_positions(&s) == 512);
}

/* Where transformers' modelling files have dropout beside that of all three. */
static void places_of_dropout(void) {
    CHECK(tt_bert.attention_output == TT_AS_HIDDEN && tt_electra.attention_output == TT_AS_HIDDEN);
    CHECK(tt_distilbert.attention_output == TT_NO_DROPOUT && tt_modernbert.attention_output == TT_AS_ATTENTION);
    CHECK(tt_roberta.pooler_dropout && tt_mpnet.pooler_dropout && !tt_modernbert.pooler_dropout);
    CHECK(tt_electra.pooler_dropout && !tt_bert.pooler_dropout && !tt_distilbert.pooler_dropout);
}

static void reads_pooling(void) {
    tt_shape s;
    static const char mean[] =
        "{\"model_type\":\"bert\",\"classifier_pooling\":\"%s\",\"problem_type\":"
        "\"multi_label_classification\",\"num_labels\":3,\"architectures\":[\"%s\"]}";
    static const struct {
        const char *architecture;
        int outputs;
    } heads[] = {{"BertModel", 3}, {"BertForSequenceClassification", 0}, {"BertForTokenClassification", 3}};
    for (size_t i = 0; i < 3 * sizeof heads / sizeof heads[0]; i++) {
        char config[300];
        const tt_pooling pooling = TT_POOL_MEAN + i % 3;
        s = (tt_shape){0};
        snprintf(config, sizeof config, mean, tt_pooling_names[pooling], heads[i / 3].architecture);
        CHECK_OK(tt_shape_parse(&s, config, &err));
        CHECK(s.outputs == heads[i / 3].outputs && s.pooling == (i < 3 ? pooling : TT_POOL_CLS));
    }
}

static void refuses(void) {
    static const struct {
        const char *rest, *words;
    } bad[] = {
        {"\"hidden_act\":\"silu\"", "hidden_act \"silu\" is not supported; this engine computes gelu, gelu_new,"},
        {"\"hidden_act\":[1]", "hidden_act [1]"},
        {"\"position_embedding_type\":\"relative_key\"", "position_embedding_type \"relative_key\""},
        {"\"is_decoder\":true", "is_decoder true"},
        {"\"is_decoder\":\"no\"", "is_decoder \"no\""},
        {"\"add_cross_attention\":true", "add_cross_attention true"},
        {"\"pruned_heads\":{\"1\":[0]}", "pruned_heads {\"1\":[0]}"},
        {"\"hidden_size\":0", "hidden_size 0 is not supported; it must be a whole number from 1 to 8192"},
        {"\"hidden_size\":-768", "hidden_size -768"},
        {"\"hidden_size\":100000000000", "hidden_size 100000000000"},
        {"\"hidden_size\":12.5", "hidden_size 12.5"},
        {"\"hidden_size\":\"768\"", "hidden_size \"768\""},
        {"\"num_hidden_layers\":1e9", "num_hidden_layers 1e9"},
        {"\"vocab_size\":2147483648", "vocab_size 2147483648"},
        {"\"type_vocab_size\":0", "type_vocab_size 0"},
        {"\"max_position_embeddings\":2", "max_position_embeddings 2"},
        {"\"num_attention_heads\":7", "num_attention_heads 7 does not divide hidden_size 768"},
        {"\"layer_norm_eps\":0", "layer_norm_eps 0"},
        {"\"hidden_dropout_prob\":1", "hidden_dropout_prob 1 "},
        {"\"hidden_dropout_prob\":-0.1", "from 0 to 0.95"},
        {"\"classifier_dropout\":-1", "classifier_dropout -1"},
        {"\"attention_probs_dropout_prob\":1e999", "attention_probs_dropout_prob 1e999"},
        {"\"vocab_size\":2000000,\"hidden_size\":8192,\"num_attention_heads\":8", "million parameters"},
    };
    tt_shape s = {.hidden_size = 77};
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        char config[300];
        snprintf(config, sizeof config, "{\"model_type\":\"bert\",%s}", bad[i].rest);
        CHECK_FAILS(tt_shape_parse(&s, config, &err), TT_E_CONFIG, bad[i].words);
    }
    CHECK_FAILS(tt_shape_parse(&s, "{\"model_type\":\"other\"}", &err), TT_E_CONFIG,
                "model_type \"other\" is not supported; this engine computes the families bert, distilbert, electra");
    CHECK_FAILS(tt_shape_parse(&s, "{\"model_type\":\"albert\"}", &err), TT_E_CONFIG,
                "model_type \"albert\" is not supported; take a checkpoint of the family distilbert instead");
    CHECK_FAILS(tt_shape_parse(&s, "{\"model_type\":\"deberta\"}", &err), TT_E_CONFIG,
                "of the family modernbert instead");
    CHECK_FAILS(tt_shape_parse(&s, "{\"model_type\":\"berta\"}", &err), TT_E_CONFIG, "computes the families");
    CHECK_FAILS(tt_shape_parse(&s, "{\"model_type\":\"roberta\",\"max_position_embeddings\":4}", &err), TT_E_CONFIG,
                "max_position_embeddings 4 leaves no positions after pad_token_id 1");
    CHECK_FAILS(tt_shape_parse(&s, "{\"model_type\":\"distilbert\",\"n_heads\":7}", &err), TT_E_CONFIG,
                "n_heads 7 does not divide dim 768");
    CHECK_FAILS(tt_shape_parse(&s, "{\"model_type\":\"distilbert\",\"activation\":\"tanh\"}", &err), TT_E_CONFIG,
                "activation \"tanh\" is not supported");
    CHECK_FAILS(tt_shape_parse(&s, "{\"model_type\":\"modernbert\",\"mlp_bias\":true}", &err), TT_E_CONFIG,
                "mlp_bias true is not supported; this engine computes it as false only");
    CHECK_FAILS(tt_shape_parse(&s, "{\"model_type\":\"modernbert\",\"decoder_bias\":false}", &err), TT_E_CONFIG,
                "decoder_bias false is not supported");
    CHECK_FAILS(tt_shape_parse(&s, "{\"model_type\":\"modernbert\",\"rope_scaling\":{}}", &err), TT_E_CONFIG,
                "rope_scaling {} is not supported");
    static const struct {
        const char *key, *words;
    } rotary[] = {
        {"\"rope_parameters\":7", "rope_parameters 7 is not supported"},
        {"\"rope_parameters\":{\"full_attention\":{\"rope_type\":\"yarn\"}}", "of rope_type \"default\""},
        {"\"rope_parameters\":{\"full_attention\":{\"partial_rotary_factor\":0.5}}", "of rope_type \"default\""},
        {"\"rope_parameters\":{\"sliding_attention\":{\"rope_theta\":0}}", "rope_theta 0 is not supported"},
        {"\"layer_types\":{}", "layer_types {} is not supported"},
        {"\"layer_types\":[\"full_attention\"]", "it must have a kind for each layer"},
        {"\"num_hidden_layers\":1,\"layer_types\":[\"sliding_attention\"]", "it must have a kind for each layer"},
        {"\"num_hidden_layers\":4,\"layer_types\":[\"full_attention\",\"sliding_attention\",\"full_attention\","
         "\"full_attention\"]",
         "it must have a kind for each layer"},
    };
    for (size_t i = 0; i < sizeof rotary / sizeof *rotary; i++) {
        char config[256];
        snprintf(config, sizeof config, "{\"model_type\":\"modernbert\",%s}", rotary[i].key);
        CHECK_FAILS(tt_shape_parse(&s, config, &err), TT_E_CONFIG, rotary[i].words);
    }
    CHECK_FAILS(tt_shape_parse(&s, "{\"model_type\":\"modernbert\",\"num_attention_heads\":256}", &err), TT_E_CONFIG,
                "heads of 3 numbers have no pairs");
    CHECK_FAILS(tt_shape_parse(&s, "{\"model_type\":\"electra\",\"embedding_size\":0}", &err), TT_E_CONFIG,
                "embedding_size 0 is not supported; it must be a whole number from 1 to 8192");
    CHECK_FAILS(tt_shape_parse(&s, "{\"__version__\":{}}", &err), TT_E_CONFIG, "neither model_type nor hidden_size");
    CHECK_FAILS(tt_shape_parse(&s, "[]", &err), TT_E_CONFIG, "neither");
    CHECK_FAILS(tt_shape_parse(&s, "", &err), TT_E_FORMAT, "config.json: broken JSON at byte 0");
    CHECK_FAILS(tt_shape_parse(&s, "<html>404</html>", &err), TT_E_FORMAT, "a value is expected");
    tt_error err;
    tt_shape_parse(&s, "{\"model_type\":\"bert\", \"hidden_size\":0}", &err);
    CHECK(err.at == 36); /* where the value is */
    CHECK(s.hidden_size == 77);
}

int main(void) {
    reads();
    reads_heads();
    reads_families();
    places_of_dropout();
    reads_pooling();
    refuses();
    return check_end("check_shape");
}
