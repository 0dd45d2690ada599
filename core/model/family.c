/* SPDX-License-Identifier: Apache-2.0 */
#include "model/family.h"

#include <stdio.h>
#include <string.h>

static const tt_family *const table[] = {&tt_bert,    &tt_distilbert,  &tt_electra,
                                         &tt_roberta, &tt_xlm_roberta, &tt_camembert};

enum { FAMILIES = sizeof table / sizeof table[0] };

const tt_family *tt_family_at(int i) { return i < FAMILIES ? table[i] : NULL; }

const tt_family *tt_family_find(const tt_json *json, int32_t node) {
    for (int i = 0; i < FAMILIES; i++) {
        if (tt_json_equals(json, node, table[i]->model_type)) return table[i];
    }
    return NULL;
}

/* What is not computed, a model_type a word: other layouts, other attention, decoders. */
static const struct {
    const tt_family *family;
    const char *types;
} instead[] = {
    {&tt_bert, "ernie layoutlm megatron-bert qdqbert roformer nezha canine fnet splinter visual_bert bert-generation"},
    {&tt_distilbert, "albert mobilebert squeezebert"},
    {&tt_electra, "convbert funnel"},
    {&tt_roberta,
     "deberta deberta-v2 longformer big_bird nystromformer roberta-prelayernorm data2vec-text ibert luke mpnet "
     "layoutlmv2 layoutlmv3 markuplm xlnet bart t5 gpt2 gpt_neo gpt_neox gptj llama mistral qwen2 qwen3 gemma gemma2 "
     "gemma3_text phi phi3 opt bloom modernbert modernbert-decoder nomic_bert new eurobert neobert"},
    {&tt_xlm_roberta, "xlm xlm-roberta-xl xmod rembert ernie_m mluke mt5 umt5 mbart m2m_100 nllb-moe"},
    {&tt_camembert, "flaubert"},
};

const tt_family *tt_family_instead(const tt_json *json, int32_t node) {
    char type[32];
    size_t n;
    if (!tt_json_string(json, node, type, sizeof type, &n) || n == 0) return NULL;
    for (size_t i = 0; i < sizeof instead / sizeof instead[0]; i++) {
        const char *types = instead[i].types;
        for (const char *at = types; (at = strstr(at, type)); at += n) {
            if ((at == types || at[-1] == ' ') && (at[n] == ' ' || at[n] == '\0')) return instead[i].family;
        }
    }
    return NULL;
}

void tt_family_list(char *out, size_t cap) {
    size_t n = 0;
    for (int i = 0; i < FAMILIES && n < cap; i++) {
        const char *between = i == 0 ? "" : i == FAMILIES - 1 ? " and " : ", ";
        n += (size_t)snprintf(out + n, cap - n, "%s%s", between, table[i]->model_type);
    }
}

/* What a tensor is in the encoder: the same in all families. */
static const char *const embedding_parts[TT_LAYERS] = {
    [TT_WORD] = "word",
    [TT_POSITION] = "position",
    [TT_TYPE] = "type",
    [TT_EMBED_NORM_W] = "norm0.weight",
    [TT_EMBED_NORM_B] = "norm0.bias",
    [TT_PROJECT_W] = "project.weight",
    [TT_PROJECT_B] = "project.bias",
};
static const char *const layer_parts[TT_LAYER_ROWS] = {
    [TT_Q_W] = "query.weight",
    [TT_K_W] = "key.weight",
    [TT_V_W] = "value.weight",
    [TT_Q_B] = "query.bias",
    [TT_K_B] = "key.bias",
    [TT_V_B] = "value.bias",
    [TT_ATTENTION_W] = "attention.weight",
    [TT_ATTENTION_B] = "attention.bias",
    [TT_NORM1_W] = "norm1.weight",
    [TT_NORM1_B] = "norm1.bias",
    [TT_INNER_W] = "inner.weight",
    [TT_INNER_B] = "inner.bias",
    [TT_OUTER_W] = "outer.weight",
    [TT_OUTER_B] = "outer.bias",
    [TT_NORM2_W] = "norm2.weight",
    [TT_NORM2_B] = "norm2.bias",
};
static const char *const top_parts[TT_TOP_ROWS] = {
    [TT_POOLER_W] = "pooler.weight",
    [TT_POOLER_B] = "pooler.bias",
    [TT_CLASSIFIER_W] = "classifier.weight",
    [TT_CLASSIFIER_B] = "classifier.bias",
};

static void write_names(tt_text *out, const tt_spec *specs, const char *const *parts, int count) {
    const char *comma = "";
    for (int i = 0; i < count; i++) {
        if (!specs[i].name || !parts[i]) continue;
        tt_text_put(out, "%s\"%s\":\"%s\"", comma, parts[i], specs[i].name);
        comma = ",";
    }
}

void tt_family_write(tt_text *out, const tt_family *family, tt_activation activation) {
    static const char *const blocks[TT_BLOCKS] = {[TT_POST_NORM] = "post_norm"};
    static const char *const names[] = {
        [TT_GELU] = "gelu", [TT_GELU_TANH] = "gelu_tanh", [TT_RELU] = "relu", [TT_TANH] = "tanh"};
    tt_text_put(out, "\"block\":\"%s\",\"activation\":\"%s\",\"pooler\":\"%s\",\"stem\":\"%s%s\"",
                blocks[family->block], names[activation], names[family->pooler], family->prefix, family->layer_stem);
    tt_text_put(out, ",\"embeddings\":{");
    write_names(out, family->embeddings, embedding_parts, TT_LAYERS);
    tt_text_put(out, "},\"layer\":{");
    write_names(out, family->layer, layer_parts, TT_LAYER_ROWS);
    tt_text_put(out, "},\"top\":{");
    write_names(out, family->top, top_parts, TT_TOP_ROWS);
    tt_text_put(out, "}");
}
