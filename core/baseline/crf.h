/* SPDX-License-Identifier: Apache-2.0
 * A linear-chain conditional random field (Lafferty, McCallum & Pereira 2001): of the tags y of a chain of words x
 *
 *     p(y | x) = exp(sum over words t of  u(x_t, y_t) + v(y_t-1, y_t)) / Z(x)
 *
 * where u is the sum of a weight for each feature of the word and tag y_t, and v a weight for the two tags. Only pairs
 * (of a feature and a tag, or of two tags) that occur in the training rows have a weight; it is 0 for all others, as in
 * CRFsuite by default.
 *
 *     minimise over the weights w:   sum over chains of -log p(y | x)  +  1/2 |w|^2 */
#ifndef TT_CRF_H
#define TT_CRF_H

#include "baseline/word_features.h"
#include "linear/lbfgs.h"

/* The tags that occur with each of `count` features, or after each of `count` tags: those of i are numbers starts[i] ..
 * starts[i + 1] - 1. */
typedef struct {
    int32_t count;
    int32_t *starts; /* [count + 1] */
    int32_t *tags;   /* [starts[count]] rising for each i */
} tt_pairs;

typedef struct {
    int32_t C, longest;      /* words of the longest chain, in training and in prediction */
    const tt_chains *chains; /* to train on */
    const tt_word_features *features;
    const double *labels; /* [items] of the training rows: tags */
    tt_pairs moves;       /* tags after a tag */
    tt_pairs uses;        /* tags of a feature */
    int32_t *latest;      /* [features + C] scratch of counting: the latest tag of a feature or behind a tag */
    int32_t *by_tag;      /* [words] in order of their tags */
    int32_t *tag_starts;  /* [C + 1] into by_tag */
    tt_lbfgs lbfgs;       /* x: the weights, first those of the moves, then those of the uses */
    double *gains;        /* [moves] exp(weight) */
    double *scores;       /* [longest,C] u, then exp(u) up to a factor */
    double *forward;      /* [longest,C] p(tag, words up to here), a sum of 1 for each word */
    double *marginals;    /* [longest,C] p(tag | all words) */
    double *sums;         /* [longest] divisors of `forward` */
    double *next;         /* [C] */
    double *dense;        /* [C,C] weights of two tags, for decisions */
    int32_t *best;        /* [longest,C] the tag before it on the best way to a tag */
} tt_crf;

/* Call these four in this order, with C, longest, chains, features and labels set. */
void tt_crf_layout_counts(tt_crf *crf, tt_arena *arena);
void tt_crf_count(tt_crf *crf);
void tt_crf_layout(tt_crf *crf, tt_arena *arena);
void tt_crf_begin(tt_crf *crf);
/* One iteration; true when the mean loss of a word is within 1e-4 of the minimum: the penalty makes the function
 * strongly convex with modulus 1, so at a gradient g it is within |g|^2 / 2 of it. */
bool tt_crf_step(tt_crf *crf);
/* outputs [items,C] at the words of `chains`; other items are left as they are. They are the marginals p(tag | words),
 * with one exchange: where the tag of the most probable sequence (Viterbi 1967) is not the most probable tag of its
 * word, the two swap their probabilities. So the argmax of each word gives the sequence, and the loss hardly differs
 * from that of the marginals. */
void tt_crf_predict(double *outputs, tt_crf *crf, const tt_chains *chains);

#endif
