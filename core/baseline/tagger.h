/* SPDX-License-Identifier: Apache-2.0
 * A conditional random field on the words of rows, their affixes and shapes (crf.h, word_features.h): a tagger that
 * learns from the training rows alone. */
#ifndef TT_TAGGER_H
#define TT_TAGGER_H

#include "baseline/crf.h"

enum { TT_TAGGER_STAGES = 4 };

typedef struct {
    int32_t C;
    const tt_rows *train, *test;       /* both with word_text */
    tt_arena arenas[TT_TAGGER_STAGES]; /* the size of each follows from the contents of the one before */
    tt_lexicon lexicon;
    tt_chains chains[2]; /* of the training and the test rows */
    int32_t known;       /* spellings of the training rows */
    tt_word_features features;
    tt_crf crf;
} tt_tagger;

/* C, train and test are set before. Call tt_tagger_end in the end, also after an error (TT_E_MEMORY, TT_E_DATA: too
 * many words). */
tt_status tt_tagger_begin(tt_tagger *tagger, tt_error *err);
/* One iteration; true after the last. */
bool tt_tagger_step(tt_tagger *tagger);
/* outputs [items,C] of the test rows: probabilities whose argmax is the tag (crf.h). A word that is not read gets class
 * 0, "O". */
void tt_tagger_predict(double *outputs, tt_tagger *tagger);
void tt_tagger_end(tt_tagger *tagger);

#endif
