/* SPDX-License-Identifier: Apache-2.0 */
#include "model/table.h"

#include <stddef.h>

const tt_row tt_embedding_rows[TT_LAYERS] = {
    [TT_WORD] = {"word", TT_TABLE, 'V', 'e'},
    [TT_POSITION] = {"position", TT_TABLE, 'P', 'e'},
    [TT_TYPE] = {"type", TT_TABLE, 'T', 'e'},
    [TT_EMBED_NORM_W] = {"norm0.weight", TT_NORM_WEIGHT, '1', 'e'},
    [TT_EMBED_NORM_B] = {"norm0.bias", TT_NORM_BIAS, '1', 'e'},
    [TT_PROJECT_W] = {"project.weight", TT_MATRIX, 'p', 'e'},
    [TT_PROJECT_B] = {"project.bias", TT_BIAS, '1', 'p'},
    [TT_RELATIVE] = {"relative", TT_TABLE, 'B', 'H'},
};

const tt_row tt_layer_rows[TT_LAYER_ROWS] = {
    [TT_Q_W] = {"query.weight", TT_MATRIX, 'Q', 'E'},
    [TT_K_W] = {"key.weight", TT_MATRIX, 'E', 'E'},
    [TT_V_W] = {"value.weight", TT_MATRIX, 'E', 'E'},
    [TT_Q_B] = {"query.bias", TT_BIAS, '1', 'Q'},
    [TT_K_B] = {"key.bias", TT_BIAS, '1', 'E'},
    [TT_V_B] = {"value.bias", TT_BIAS, '1', 'E'},
    [TT_ATTENTION_W] = {"attention.weight", TT_MATRIX, 'E', 'E'},
    [TT_ATTENTION_B] = {"attention.bias", TT_BIAS, '1', 'E'},
    [TT_NORM1_W] = {"norm1.weight", TT_NORM_WEIGHT, '1', 'E'},
    [TT_NORM1_B] = {"norm1.bias", TT_NORM_BIAS, '1', 'E'},
    [TT_INNER_W] = {"inner.weight", TT_MATRIX, 'I', 'E'},
    [TT_INNER_B] = {"inner.bias", TT_BIAS, '1', 'I'},
    [TT_OUTER_W] = {"outer.weight", TT_MATRIX, 'E', 'F'},
    [TT_OUTER_B] = {"outer.bias", TT_BIAS, '1', 'E'},
    [TT_NORM2_W] = {"norm2.weight", TT_NORM_WEIGHT, '1', 'E'},
    [TT_NORM2_B] = {"norm2.bias", TT_NORM_BIAS, '1', 'E'},
};

const tt_row tt_top_rows[TT_TOP_ROWS] = {
    [TT_FINAL_NORM_W] = {"norm.weight", TT_NORM_WEIGHT, '1', 'E'},
    [TT_FINAL_NORM_B] = {"norm.bias", TT_NORM_BIAS, '1', 'E'},
    [TT_MLM_W] = {NULL, TT_MATRIX, 'e', 'E'},
    [TT_MLM_B] = {NULL, TT_BIAS, '1', 'e'},
    [TT_MLM_NORM_W] = {NULL, TT_NORM_WEIGHT, '1', 'e'},
    [TT_MLM_NORM_B] = {NULL, TT_NORM_BIAS, '1', 'e'},
    [TT_MLM_BIAS] = {NULL, TT_BIAS, '1', 'V'},
    [TT_POOLER_W] = {"pooler.weight", TT_MATRIX, 'E', 'E'},
    [TT_POOLER_B] = {"pooler.bias", TT_BIAS, '1', 'E'},
    [TT_POOLER_NORM_W] = {"pooler.norm.weight", TT_NORM_WEIGHT, '1', 'E'},
    [TT_POOLER_NORM_B] = {"pooler.norm.bias", TT_NORM_BIAS, '1', 'E'},
    [TT_CLASSIFIER_W] = {"classifier.weight", TT_MATRIX, 'C', 'E'},
    [TT_CLASSIFIER_B] = {"classifier.bias", TT_BIAS, '1', 'C'},
};
