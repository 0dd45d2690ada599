/* SPDX-License-Identifier: Apache-2.0
 * Six rows for every task, and narrow encoders of every family with a vocabulary of 1,500 pieces. */
#ifndef TT_SMALL_H
#define TT_SMALL_H

#include "random_model.h"

enum { ROWS = 6, WORDS = 6 };

static char texts[ROWS * 2 * 80];
static uint32_t ends[ROWS * 2], word_ends[ROWS], spans[2 * ROWS * WORDS];
static double labels[ROWS * WORDS * 3];

/* Texts of six words each, of which the first is of several pieces. */
static void make_rows(void) {
    static const char *const words[] = {"unfilmable", "good", "film", "the", "time", "very", "book", "day"};
    uint32_t at = 0;
    for (int text = 0; text < ROWS * 2; text++) {
        const uint32_t start = at;
        for (int w = 0; w < WORDS; w++) {
            const char *word = words[w ? (text + w) % 7 + 1 : 0];
            if (w) texts[at++] = ' ';
            if (text < ROWS) spans[2 * (text * WORDS + w)] = at - start;
            at += (uint32_t)strlen(strcpy(texts + at, word));
            if (text < ROWS) spans[2 * (text * WORDS + w) + 1] = at - start;
        }
        ends[text] = at;
        if (text < ROWS) word_ends[text] = (uint32_t)((text + 1) * WORDS);
    }
    for (int i = 0; i < ROWS * WORDS * 3; i++) labels[i] = (i % 2);
}

typedef struct {
    const char *head, *data;
    bool words, masked;
} task;

static const task tasks[] = {
    {"{\"task\":\"single_label_classification\",\"outputs\":2}", "{\"max_length\":32}", false, false},
    {"{\"task\":\"single_label_classification\",\"outputs\":40}", "{\"max_length\":7,\"stride\":2}", false, false},
    {"{\"task\":\"single_label_classification\",\"outputs\":3}", "{\"max_length\":24,\"parts\":2}", false, false},
    {"{\"task\":\"multi_label_classification\",\"outputs\":3}", "{\"max_length\":32,\"width\":3}", false, false},
    {"{\"task\":\"regression\",\"outputs\":2}", "{\"max_length\":12,\"width\":2}", false, false},
    {"{\"task\":\"token_classification\",\"outputs\":3,\"scheme\":\"iob2\"}", "{\"max_length\":32}", true, false},
    {"{\"task\":\"token_classification\",\"outputs\":2}", "{\"max_length\":7,\"stride\":3}", true, false},
    {"{\"task\":\"masked_language_modelling\"}", "{\"max_length\":32,\"mlm\":true}", false, true},
};

static tt_data *new_data(tt_model *model, const task *t) {
    tt_data *data;
    CHECK_OK(tt_data_new(&data, model, t->data, texts, ends, t->words ? word_ends : NULL, t->words ? spans : NULL,
                         t->masked ? NULL : labels, ROWS, &err));
    return data;
}

static const char bert[] =
    "{\"model_type\":\"bert\",\"hidden_size\":%d,\"num_attention_heads\":2,"
    "\"num_hidden_layers\":2,\"intermediate_size\":%d,\"vocab_size\":1500,"
    "\"max_position_embeddings\":128}",
                  distilbert[] =
                      "{\"model_type\":\"distilbert\",\"dim\":%d,\"n_heads\":2,\"n_layers\":2,"
                      "\"hidden_dim\":%d,\"vocab_size\":1500,\"max_position_embeddings\":128}",
                  electra[] =
                      "{\"model_type\":\"electra\",\"hidden_size\":%d,\"embedding_size\":%d,"
                      "\"num_attention_heads\":2,\"num_hidden_layers\":2,\"intermediate_size\":32,"
                      "\"vocab_size\":1500,\"max_position_embeddings\":128}",
                  mpnet[] =
                      "{\"model_type\":\"mpnet\",\"hidden_size\":%d,\"num_attention_heads\":2,"
                      "\"num_hidden_layers\":2,\"intermediate_size\":%d,\"vocab_size\":1500,"
                      "\"max_position_embeddings\":128}",
                  modernbert[] =
                      "{\"model_type\":\"modernbert\",\"hidden_size\":%d,\"num_attention_heads\":2,"
                      "\"num_hidden_layers\":2,\"intermediate_size\":%d,\"vocab_size\":1500,"
                      "\"max_position_embeddings\":128,\"local_attention\":4,\"global_attn_every_n_layers\":2}";

#endif
