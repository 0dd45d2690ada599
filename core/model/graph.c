/* SPDX-License-Identifier: Apache-2.0 */
#include "model/graph.h"

static void write_names(tt_text *out, const char *const *names, const tt_row *rows, int count) {
    const char *comma = "";
    for (int i = 0; i < count; i++) {
        if (!names[i] || !rows[i].part) continue;
        tt_text_put(out, "%s\"%s\":\"%s\"", comma, rows[i].part, names[i]);
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
    write_names(out, family->embeddings, tt_embedding_rows, TT_LAYERS);
    tt_text_put(out, "},\"layer\":{");
    write_names(out, family->layer, tt_layer_rows, TT_LAYER_ROWS);
    tt_text_put(out, "},\"top\":{");
    write_names(out, family->top, tt_top_rows, TT_TOP_ROWS);
    tt_text_put(out, "}}");
}
