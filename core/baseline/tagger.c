/* SPDX-License-Identifier: Apache-2.0 */
#include "baseline/tagger.h"

static void layout_words(tt_tagger *tagger, tt_arena *arena) {
    tt_lexicon_layout(&tagger->lexicon, arena, (uint64_t)tagger->train->items + (uint64_t)tagger->test->items);
    tt_chains_layout(&tagger->chains[0], arena, tagger->train);
    tt_chains_layout(&tagger->chains[1], arena, tagger->test);
}

static void layout_features(tt_tagger *tagger, tt_arena *arena) {
    tt_word_features_layout(&tagger->features, arena, &tagger->lexicon, tagger->known);
}

static void layout_counts(tt_tagger *tagger, tt_arena *arena) { tt_crf_layout_counts(&tagger->crf, arena); }

static void layout_crf(tt_tagger *tagger, tt_arena *arena) { tt_crf_layout(&tagger->crf, arena); }

static tt_status take(tt_tagger *tagger, int stage, tt_error *err) {
    static void (*const layouts[TT_TAGGER_STAGES])(tt_tagger *, tt_arena *) = {layout_words, layout_features,
                                                                               layout_counts, layout_crf};
    layouts[stage](tagger, &tagger->arenas[stage]);
    TT_TRY(tt_arena_back(&tagger->arenas[stage], err));
    layouts[stage](tagger, &tagger->arenas[stage]);
    return TT_OK;
}

tt_status tt_tagger_begin(tt_tagger *tagger, tt_error *err) {
    tt_chains *train = &tagger->chains[0], *test = &tagger->chains[1];
    const int64_t words = (int64_t)tagger->train->items + tagger->test->items;
    if (words > TT_WORDS_MOST) {
        return tt_fail(err, TT_E_MEMORY, -1, "%lld words are too many for a conditional random field; it takes %d",
                       (long long)words, TT_WORDS_MOST);
    }
    TT_TRY(take(tagger, 0, err));
    tt_lexicon_begin(&tagger->lexicon);
    tt_chains_fill(train, &tagger->lexicon, tagger->train);
    tagger->known = tagger->lexicon.count;
    tt_chains_fill(test, &tagger->lexicon, tagger->test);
    TT_TRY(take(tagger, 1, err));
    tt_word_features_fill(&tagger->features, &tagger->lexicon, tagger->known);
    tagger->crf = (tt_crf){.C = tagger->C, .chains = train, .features = &tagger->features};
    tagger->crf.longest = tt_max(train->longest, test->longest);
    tagger->crf.labels = tagger->train->labels;
    TT_TRY(take(tagger, 2, err));
    tt_crf_count(&tagger->crf);
    TT_TRY(take(tagger, 3, err));
    tt_crf_begin(&tagger->crf);
    return TT_OK;
}

bool tt_tagger_step(tt_tagger *tagger) { return tt_crf_step(&tagger->crf); }

void tt_tagger_predict(double *outputs, tt_tagger *tagger) {
    const size_t C = (size_t)tagger->C, n = (size_t)tagger->test->items * C;
    for (size_t i = 0; i < n; i++) outputs[i] = i % C == 0;
    tt_crf_predict(outputs, &tagger->crf, &tagger->chains[1]);
}

void tt_tagger_end(tt_tagger *tagger) {
    for (int i = 0; i < TT_TAGGER_STAGES; i++) tt_arena_free(&tagger->arenas[i]);
}
