/* SPDX-License-Identifier: Apache-2.0 */
#include "model/graph.h"

/* What a tensor is in the encoder: the same in all families. */
static const char *const embedding_parts[TT_LAYERS] = {
    [TT_WORD] = "word",
    [TT_POSITION] = "position",
    [TT_TYPE] = "type",
    [TT_EMBED_NORM_W] = "norm0.weight",
    [TT_EMBED_NORM_B] = "norm0.bias",
    [TT_PROJECT_W] = "project.weight",
    [TT_PROJECT_B] = "project.bias",
    [TT_RELATIVE] = "relative",
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
    [TT_FINAL_NORM_W] = "norm.weight",         [TT_FINAL_NORM_B] = "norm.bias",
    [TT_POOLER_W] = "pooler.weight",           [TT_POOLER_B] = "pooler.bias",
    [TT_POOLER_NORM_W] = "pooler.norm.weight", [TT_POOLER_NORM_B] = "pooler.norm.bias",
    [TT_CLASSIFIER_W] = "classifier.weight",   [TT_CLASSIFIER_B] = "classifier.bias",
};

static void write_names(tt_text *out, const tt_spec *specs, const char *const *parts, int count) {
    const char *comma = "";
    for (int i = 0; i < count; i++) {
        if (!specs[i].name || !parts[i]) continue;
        tt_text_put(out, "%s\"%s\":\"%s\"", comma, parts[i], specs[i].name);
        comma = ",";
    }
}

void tt_graph_write(tt_text *out, const tt_shape *shape) {
    static const char *const blocks[TT_BLOCKS] = {[TT_POST_NORM] = "post_norm", [TT_PRE_NORM] = "pre_norm"};
    static const char *const activations[] = {
        [TT_GELU] = "gelu", [TT_GELU_TANH] = "gelu_tanh", [TT_RELU] = "relu", [TT_TANH] = "tanh"};
    const tt_family *family = shape->family;
    tt_text_put(out,
                "{\"block\":\"%s\",\"first_position\":%d,\"activation\":\"%s\",\"pooler\":\"%s\",\"stem\":\"%s%s\"",
                blocks[family->block], (int)shape->padding_id + 1, activations[shape->activation],
                activations[shape->pooler], family->prefix, family->layer_stem);
    tt_text_put(out, ",\"embeddings\":{");
    write_names(out, family->embeddings, embedding_parts, TT_LAYERS);
    tt_text_put(out, "},\"layer\":{");
    write_names(out, family->layer, layer_parts, TT_LAYER_ROWS);
    tt_text_put(out, "},\"top\":{");
    write_names(out, family->top, top_parts, TT_TOP_ROWS);
    tt_text_put(out, "}}");
}
