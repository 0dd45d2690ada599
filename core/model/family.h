/* SPDX-License-Identifier: Apache-2.0
 * What differs between families of encoders: which rows of THE TABLE exist and their names in files, keys of
 * config.json, the kind of block, the pooler, the layout of special tokens. A family is a row: one file of
 * model/families. */
#ifndef TT_FAMILY_H
#define TT_FAMILY_H

#include "base/frame.h"
#include "model/table.h"
#include "model/task.h"

/* Linear layers that can have a low-rank adapter, A [r, in] and B [out, r]; its rows come after the head's. */
enum { TT_SITE_Q, TT_SITE_K, TT_SITE_V, TT_SITE_ATTENTION, TT_SITE_INNER, TT_SITE_OUTER, TT_SITES };

/* What is read from config.json. */
typedef enum {
    TT_HIDDEN_SIZE,
    TT_NUM_HIDDEN_LAYERS,
    TT_NUM_ATTENTION_HEADS,
    TT_INTERMEDIATE_SIZE,
    TT_MAX_POSITION_EMBEDDINGS,
    TT_VOCAB_SIZE,
    TT_TYPE_VOCAB_SIZE,
    TT_EMBEDDING_SIZE,
    TT_PADDING_ID, /* positions begin after it; -1: they begin at row 0 */
    TT_RELATIVE_BUCKETS,
    TT_LOCAL_ATTENTION, /* tokens of a local layer's window */
    TT_GLOBAL_EVERY,    /* of so many layers the first sees all tokens; 0: all do */
    TT_LAYER_NORM_EPS,
    TT_INITIALIZER_RANGE,
    TT_LOCAL_THETA, /* bases of rotary positions; 0: there are none */
    TT_GLOBAL_THETA,
    TT_HIDDEN_DROPOUT,
    TT_EMBEDDING_DROPOUT, /* TT_SAME: hidden dropout */
    TT_ATTENTION_DROPOUT,
    TT_CLASSIFIER_DROPOUT, /* of heads that read texts, TT_SAME: hidden dropout */
    TT_WORDS_DROPOUT,      /* of heads that read words, TT_SAME: hidden dropout */
    TT_CONFIG_FIELDS
} tt_config_field;

enum { TT_SAME = -1 };

typedef struct {
    const char *key; /* NULL: it is always `fallback` */
    double fallback; /* where config.json has no such key, or null */
} tt_config_key;

/* The structure of a layer: it selects a pair of functions in model/encoder.c. */
typedef enum { TT_POST_NORM, TT_PRE_NORM, TT_BLOCKS } tt_block;

/* Dropout between attention's output and the residual. */
typedef enum { TT_NO_DROPOUT, TT_AS_HIDDEN, TT_AS_ATTENTION } tt_dropout_place;

/* Classes of transformers, one for each kind of head. */
typedef enum { TT_OF_NOTHING, TT_OF_TEXTS, TT_OF_WORDS, TT_OF_MLM, TT_ARCHITECTURES } tt_architecture;

typedef struct {
    const char *model_type; /* in config.json */
    const char *prefix;     /* of names in files, which a bare encoder's lack: "bert." */
    const char *layer_stem; /* of a layer's names, after the prefix: "encoder.layer." */
    /* Names of rows in files; NULL: the family has no such row. */
    const char *const *embeddings; /* [TT_LAYERS] */
    const char *const *layer;      /* [TT_LAYER_ROWS], after "<prefix><layer_stem>%d." */
    unsigned layer_0_lacks;        /* bits 1 << field */
    const char *const *top;        /* [TT_TOP_ROWS] with the classifier of texts */
    tt_config_key config[TT_CONFIG_FIELDS];
    const char *activation_key; /* of config.json */
    bool mlm_gelu;              /* the vocabulary head's activation is GELU, whatever the layers' is */
    tt_block block;
    bool one_segment; /* both texts of a pair are of segment 0 */
    tt_dropout_place attention_output;
    bool gated; /* the feed-forward layer is */
    tt_activation pooler;
    const char *pooler_key;             /* of config.json, where its activation is a setting */
    bool pooler_pretrained;             /* the pooler belongs to the encoder, else to the head */
    bool pooler_dropout;                /* dropout also in front of the pooler */
    bool pooler_always;                 /* heads of words and on the mean have it too */
    bool pooler_of_mlm;                 /* the vocabulary head has its rows in place of some of its own */
    const char *pooler_module;          /* PEFT's name for it; NULL: a part of "classifier" */
    const char *lora_targets[TT_SITES]; /* PEFT's names; NULL: no such layer */
    const char *tokenizer_class;        /* of transformers */
    const char *architectures[TT_ARCHITECTURES];
    tt_frame frame;
    const char *const *needs_false, *const *needs_true; /* keys of config.json that change what is computed */
} tt_family;

extern const tt_family tt_bert, tt_distilbert, tt_electra, tt_roberta, tt_xlm_roberta, tt_camembert, tt_mpnet,
    tt_modernbert;

/* Names that several families have. */
extern const char *const tt_bert_layer[TT_LAYER_ROWS], *const tt_roberta_top[TT_TOP_ROWS];

/* The family whose model_type is the string at `node`, or NULL. */
const tt_family *tt_family_find(const tt_json *json, int32_t node);
/* "bert, distilbert and electra" */
void tt_family_list(char *out, size_t cap);
/* The family to take in place of one that the engine does not compute, or NULL where that is not known. */
const tt_family *tt_family_instead(const tt_json *json, int32_t node);

/* The class that config.json names. Where transformers has none for a head of texts on the mean, that is the bare
 * encoder's. */
static inline const char *tt_family_architecture(const tt_family *family, const tt_task *task, tt_pooling pooling) {
    if (task->mlm) return family->architectures[TT_OF_MLM];
    if (task->words) return family->architectures[TT_OF_WORDS];
    return family->architectures[pooling != TT_POOL_CLS && !family->pooler_always ? TT_OF_NOTHING : TT_OF_TEXTS];
}

#endif
