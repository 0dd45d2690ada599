/* SPDX-License-Identifier: Apache-2.0
 * The rows of THE TABLE (model/params.h): what each tensor is, its kind and its sizes. They are the same in all
 * families; a family gives their names in files. */
#ifndef TT_TABLE_H
#define TT_TABLE_H

typedef enum { TT_TABLE, TT_MATRIX, TT_BIAS, TT_NORM_WEIGHT, TT_NORM_BIAS } tt_kind; /* the first two decay */

/* Rows of the table. Those of layer l are TT_LAYERS + l * TT_LAYER_ROWS + a field; the masked-language-modelling
 * head's, the pooler's and the head's come after the last layer. A row that a family does not have is 0 x 0. */
enum {
    TT_WORD,
    TT_POSITION,
    TT_TYPE,
    TT_EMBED_NORM_W,
    TT_EMBED_NORM_B,
    TT_PROJECT_W, /* from embedding_size to hidden_size, where they differ */
    TT_PROJECT_B,
    TT_RELATIVE, /* attention's bias by distance, of all layers */
    TT_LAYERS
};
enum {
    TT_Q_W,
    TT_K_W,
    TT_V_W, /* one after the other in memory: one [3E, E] matrix, which may be the query's row alone */
    TT_Q_B,
    TT_K_B,
    TT_V_B, /* and one [3E] bias */
    TT_ATTENTION_W,
    TT_ATTENTION_B,
    TT_NORM1_W,
    TT_NORM1_B,
    TT_INNER_W,
    TT_INNER_B,
    TT_OUTER_W,
    TT_OUTER_B,
    TT_NORM2_W,
    TT_NORM2_B,
    TT_LAYER_ROWS
};
enum {
    TT_FINAL_NORM_W, /* after the last layer; trained with it */
    TT_FINAL_NORM_B,
    TT_MLM_W,
    TT_MLM_B,
    TT_MLM_NORM_W,
    TT_MLM_NORM_B,
    TT_MLM_BIAS,
    TT_POOLER_W,
    TT_POOLER_B,
    TT_POOLER_NORM_W, /* behind its activation */
    TT_POOLER_NORM_B,
    TT_CLASSIFIER_W,
    TT_CLASSIFIER_B,
    TT_TOP_ROWS
};

/* Sizes are the letters of the layers' shapes: '1', 'e' embedding_size, 'E' hidden_size, 'F' intermediate_size, 'V'
 * vocab_size, 'P' max_position_embeddings, 'T' type_vocab_size, 'C' outputs of the head, 'H' num_attention_heads, 'B'
 * buckets of distances. Others depend on the family: 'Q' is hidden_size, or three times that where one row has query,
 * key and value; 'I' is tt_shape_inner; 'p' is hidden_size where it differs from embedding_size, else 0: there is no
 * such row. */
typedef struct {
    const char *part; /* what it is, in tt_graph_write; NULL: it is not told there */
    tt_kind kind;
    char rows, cols;
} tt_row;

extern const tt_row tt_embedding_rows[TT_LAYERS], tt_layer_rows[TT_LAYER_ROWS], tt_top_rows[TT_TOP_ROWS];

#endif
