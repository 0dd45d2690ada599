/* SPDX-License-Identifier: Apache-2.0 */
#include "model/family.h"

#include <stdio.h>
#include <string.h>

static const tt_family *const table[] = {&tt_bert,        &tt_distilbert, &tt_electra, &tt_roberta,
                                         &tt_xlm_roberta, &tt_camembert,  &tt_mpnet,   &tt_modernbert};

enum { FAMILIES = sizeof table / sizeof table[0] };

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
    {&tt_roberta, "roberta-prelayernorm data2vec-text ibert luke layoutlmv2 layoutlmv3 markuplm xlnet bart"},
    {&tt_modernbert,
     "deberta deberta-v2 longformer big_bird nystromformer nomic_bert new eurobert neobert modernbert-decoder t5 gpt2 "
     "gpt_neo gpt_neox gptj llama mistral qwen2 qwen3 gemma gemma2 gemma3_text phi phi3 opt bloom"},
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
