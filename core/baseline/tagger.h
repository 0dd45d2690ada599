/* SPDX-License-Identifier: Apache-2.0
 * A conditional random field on the words of rows, their affixes and shapes (crf.h, word_features.h): a tagger that has
 * seen no text but the training rows. */
#ifndef TT_TAGGER_H
#define TT_TAGGER_H

#include "baseline/crf.h"

enum { TT_TAGGER_STAGES = 4 };

typedef struct {
    int32_t C;
    const tt_rows *train, *test;       /* both keep the texts of their words */
    tt_arena arenas[TT_TAGGER_STAGES]; /* each is measured by what the one before it holds */
    tt_lexicon lexicon;
    tt_chains chains[2]; /* of the training and the test rows */
    int32_t known;       /* spellings of the training rows */
    tt_word_features features;
    tt_crf crf;
} tt_tagger;

/* C, train and test are set; tt_tagger_end follows, whatever comes back. */
tt_status tt_tagger_begin(tt_tagger *tagger, tt_error *err);
/* One iteration; true after the last. */
bool tt_tagger_step(tt_tagger *tagger);
/* outputs [items,C] of the test rows: probabilities whose argmax is the tag (crf.h). A word that is not read is the
 * first class, which is "O". */
void tt_tagger_predict(double *outputs, tt_tagger *tagger);
void tt_tagger_end(tt_tagger *tagger);

#endif
