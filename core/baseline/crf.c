/* SPDX-License-Identifier: Apache-2.0 */
#include "baseline/crf.h"

#include <math.h>
#include <string.h>

static size_t most_of(const double *values, size_t n) {
    size_t most = 0;
    for (size_t k = 1; k < n; k++) most = values[k] > values[most] ? k : most;
    return most;
}

static size_t tag_at(const tt_crf *crf, int32_t word) { return (size_t)crf->labels[crf->chains->items[word]]; }

/* The features of the word `w` of the chain `row` that come from the word at a place beside it: how many. */
static int32_t features_at(const int32_t **list, const tt_crf *crf, const tt_chains *chains, int32_t row, int32_t w,
                           int place) {
    const tt_word_features *features = crf->features;
    const int32_t i = tt_chain_number(chains, row, w, place - TT_AT) * TT_PLACES + place;
    *list = features->indices + features->starts[i];
    return features->starts[i + 1] - features->starts[i];
}

void tt_crf_layout_counts(tt_crf *crf, tt_arena *arena) {
    const size_t C = (size_t)crf->C, features = (size_t)crf->features->count;
    crf->moves = (tt_pairs){.count = crf->C};
    crf->uses = (tt_pairs){.count = crf->features->count};
    crf->moves.starts = TT_TAKE(arena, "baseline", int32_t, C + 1, 1);
    crf->uses.starts = TT_TAKE(arena, "baseline", int32_t, features + 1, 1);
    crf->latest = TT_TAKE(arena, "baseline", int32_t, features + C, 1);
    crf->tag_starts = TT_TAKE(arena, "baseline", int32_t, C + 2, 1);
    crf->by_tag = TT_TAKE(arena, "baseline", int32_t, crf->chains->words, 2);
}

/* Tag `tag` stands with thing `i`, once more or not: counts it, or notes it where there is room. */
static void meet(tt_pairs *pairs, int32_t *latest, int32_t i, int32_t tag) {
    if (latest[i] == tag) return;
    latest[i] = tag;
    if (pairs->tags) pairs->tags[pairs->starts[i]] = tag;
    pairs->starts[i]++;
}

/* Goes through all words in order of their tags, so that the tags of each thing are met in order. */
static void meet_all(tt_crf *crf) {
    const tt_chains *chains = crf->chains;
    const int32_t *rows = crf->by_tag + chains->words;
    int32_t *moves_latest = crf->latest + crf->uses.count;
    memset(crf->latest, 0xff, ((size_t)crf->uses.count + (size_t)crf->C) * sizeof *crf->latest);
    for (int32_t i = 0; i < chains->words; i++) {
        const int32_t w = crf->by_tag[i], row = rows[w], tag = (int32_t)tag_at(crf, w);
        if (w > chains->starts[row]) meet(&crf->moves, moves_latest, (int32_t)tag_at(crf, w - 1), tag);
        for (int place = 0; place < TT_PLACES; place++) {
            const int32_t *list, n = features_at(&list, crf, chains, row, w, place);
            for (int32_t k = 0; k < n; k++) meet(&crf->uses, crf->latest, list[k], tag);
        }
    }
}

/* Counts become starts. */
static void sum_up(int32_t *starts, int32_t count) {
    int32_t sum = 0;
    for (int32_t i = 0; i <= count; i++) {
        const int32_t n = i < count ? starts[i] : 0;
        starts[i] = sum;
        sum += n;
    }
}

/* by_tag, and behind it the row of each word. */
static void sort_by_tag(tt_crf *crf) {
    const tt_chains *chains = crf->chains;
    int32_t *starts = crf->tag_starts, *rows = crf->by_tag + chains->words;
    memset(starts, 0, ((size_t)crf->C + 1) * sizeof *starts);
    for (int32_t w = 0; w < chains->words; w++) starts[tag_at(crf, w)]++;
    sum_up(starts, crf->C);
    for (int32_t w = 0; w < chains->words; w++) crf->by_tag[starts[tag_at(crf, w)]++] = w;
    for (int32_t row = 0; row < chains->rows; row++) {
        for (int32_t w = chains->starts[row]; w < chains->starts[row + 1]; w++) rows[w] = row;
    }
}

void tt_crf_count(tt_crf *crf) {
    sort_by_tag(crf);
    memset(crf->moves.starts, 0, ((size_t)crf->moves.count + 1) * sizeof *crf->moves.starts);
    memset(crf->uses.starts, 0, ((size_t)crf->uses.count + 1) * sizeof *crf->uses.starts);
    meet_all(crf);
    sum_up(crf->moves.starts, crf->moves.count);
    sum_up(crf->uses.starts, crf->uses.count);
}

void tt_crf_layout(tt_crf *crf, tt_arena *arena) {
    const size_t C = (size_t)crf->C, longest = (size_t)crf->longest;
    const size_t moves = (size_t)crf->moves.starts[crf->moves.count], uses = (size_t)crf->uses.starts[crf->uses.count];
    crf->moves.tags = TT_TAKE(arena, "baseline", int32_t, moves, 1);
    crf->uses.tags = TT_TAKE(arena, "baseline", int32_t, uses, 1);
    tt_lbfgs_layout(&crf->lbfgs, arena, moves + uses, 1);
    crf->gains = TT_TAKE(arena, "baseline", double, moves, 1);
    crf->scores = TT_TAKE(arena, "baseline", double, longest, C);
    crf->forward = TT_TAKE(arena, "baseline", double, longest, C);
    crf->marginals = TT_TAKE(arena, "baseline", double, longest, C);
    crf->sums = TT_TAKE(arena, "baseline", double, longest, 1);
    crf->next = TT_TAKE(arena, "baseline", double, C, 1);
    crf->dense = TT_TAKE(arena, "baseline", double, C, C);
    crf->best = TT_TAKE(arena, "baseline", int32_t, longest, C);
}

/* scores [length,C]: u of each word of a chain. */
static void set_scores(tt_crf *crf, const double *weights, const tt_chains *chains, int32_t row) {
    const tt_pairs *uses = &crf->uses;
    const double *of_uses = weights + crf->moves.starts[crf->moves.count];
    double *z = crf->scores;
    for (int32_t w = chains->starts[row]; w < chains->starts[row + 1]; w++, z += crf->C) {
        memset(z, 0, (size_t)crf->C * sizeof *z);
        for (int place = 0; place < TT_PLACES; place++) {
            const int32_t *list, n = features_at(&list, crf, chains, row, w, place);
            for (int32_t k = 0; k < n; k++) {
                for (int32_t i = uses->starts[list[k]]; i < uses->starts[list[k] + 1]; i++)
                    z[uses->tags[i]] += of_uses[i];
            }
        }
    }
}

/* The number of a move of the training rows. */
static int32_t move_at(const tt_crf *crf, size_t from, size_t to) {
    int32_t i = crf->moves.starts[from];
    while ((size_t)crf->moves.tags[i] != to) i++;
    return i;
}

/* The score of the right tags. */
static double right_score(const tt_crf *crf, const double *weights, int32_t row) {
    const tt_chains *chains = crf->chains;
    double score = 0;
    for (int32_t w = chains->starts[row]; w < chains->starts[row + 1]; w++) {
        const size_t tag = tag_at(crf, w);
        score += crf->scores[(size_t)(w - chains->starts[row]) * (size_t)crf->C + tag];
        if (w == chains->starts[row]) continue;
        score += weights[move_at(crf, tag_at(crf, w - 1), tag)];
    }
    return score;
}

/* next [C] = the sum of `from` + what moves with a weight change of it: from^T exp(v), or with `back` exp(v) from. */
static TT_NOINLINE void move(double *next, const tt_crf *crf, const double *from, bool back) {
    const tt_pairs *moves = &crf->moves;
    double sum = 0;
    for (int32_t k = 0; k < crf->C; k++) sum += from[k];
    for (int32_t k = 0; k < crf->C; k++) next[k] = sum;
    for (int32_t j = 0; j < crf->C; j++) {
        for (int32_t i = moves->starts[j]; i < moves->starts[j + 1]; i++) {
            const int32_t k = moves->tags[i];
            if (back) {
                next[j] += (crf->gains[i] - 1) * from[k];
            } else {
                next[k] += (crf->gains[i] - 1) * from[j];
            }
        }
    }
}

/* Turns the scores into exp(u - the word's greatest) and sets `forward` (Rabiner 1989, with his scaling); returns log
 * Z. */
static double go_forward(tt_crf *crf, int32_t length) {
    const size_t C = (size_t)crf->C;
    double log_z = 0;
    for (int32_t t = 0; t < length; t++) {
        double *z = crf->scores + (size_t)t * C, *a = crf->forward + (size_t)t * C, most = z[0], sum = 0;
        for (size_t k = 1; k < C; k++) most = fmax(most, z[k]);
        for (size_t k = 0; k < C; k++) z[k] = exp(z[k] - most);
        if (t > 0) move(a, crf, a - C, false);
        for (size_t k = 0; k < C; k++) sum += a[k] = t > 0 ? a[k] * z[k] : z[k];
        for (size_t k = 0; k < C; k++) a[k] /= sum;
        crf->sums[t] = sum;
        log_z += most + log(sum);
    }
    return log_z;
}

/* Sets the marginals, and adds how often each move is to be expected to `moved` [moves] (or NULL). */
static void go_back(tt_crf *crf, int32_t length, double *moved) {
    const size_t C = (size_t)crf->C;
    const tt_pairs *moves = &crf->moves;
    double *next = crf->next;
    for (int32_t t = length - 1; t >= 0; t--) {
        const double *z = crf->scores + (size_t)t * C, *a = crf->forward + (size_t)t * C;
        double *p = crf->marginals + (size_t)t * C; /* until the last line p(words behind | tag), but for a factor */
        for (size_t k = 0; k < C && t == length - 1; k++) p[k] = 1;
        for (size_t k = 0; k < C; k++) next[k] = z[k] * p[k] / crf->sums[t];
        if (t > 0) move(p - C, crf, next, true);
        for (int32_t j = 0; j < crf->C && t > 0 && moved; j++) {
            for (int32_t i = moves->starts[j]; i < moves->starts[j + 1]; i++) {
                moved[i] += (a - C)[j] * crf->gains[i] * next[moves->tags[i]];
            }
        }
        for (size_t k = 0; k < C; k++) p[k] *= a[k];
    }
}

/* gradient += what is expected of a chain less what is there. */
static void add_chain(double *gradient, tt_crf *crf, int32_t row) {
    const tt_chains *chains = crf->chains;
    const tt_pairs *uses = &crf->uses;
    double *of_uses = gradient + crf->moves.starts[crf->moves.count], *p = crf->marginals;
    for (int32_t w = chains->starts[row]; w < chains->starts[row + 1]; w++, p += crf->C) {
        const size_t tag = tag_at(crf, w);
        p[tag] -= 1;
        if (w > chains->starts[row]) gradient[move_at(crf, tag_at(crf, w - 1), tag)] -= 1;
        for (int place = 0; place < TT_PLACES; place++) {
            const int32_t *list, n = features_at(&list, crf, chains, row, w, place);
            for (int32_t k = 0; k < n; k++) {
                for (int32_t i = uses->starts[list[k]]; i < uses->starts[list[k] + 1]; i++) {
                    of_uses[i] += p[uses->tags[i]];
                }
            }
        }
    }
}

static void set_gains(tt_crf *crf, const double *weights) {
    for (int32_t i = 0; i < crf->moves.starts[crf->moves.count]; i++) crf->gains[i] = exp(weights[i]);
}

static double objective(double *gradient, const double *weights, void *context) {
    tt_crf *crf = context;
    double loss = 0;
    for (size_t i = 0; i < crf->lbfgs.n; i++) {
        gradient[i] = weights[i];
        loss += weights[i] * weights[i] / 2;
    }
    set_gains(crf, weights);
    for (int32_t row = 0; row < crf->chains->rows; row++) {
        const int32_t length = crf->chains->starts[row + 1] - crf->chains->starts[row];
        set_scores(crf, weights, crf->chains, row);
        loss -= right_score(crf, weights, row);
        loss += go_forward(crf, length);
        go_back(crf, length, gradient);
        add_chain(gradient, crf, row);
    }
    return isfinite(loss) ? loss : INFINITY; /* a step that leaves the numbers is too long */
}

void tt_crf_begin(tt_crf *crf) {
    meet_all(crf);
    /* What was filled has moved each start to the next one. */
    for (int32_t i = crf->moves.count; i > 0; i--) crf->moves.starts[i] = crf->moves.starts[i - 1];
    for (int32_t i = crf->uses.count; i > 0; i--) crf->uses.starts[i] = crf->uses.starts[i - 1];
    crf->moves.starts[0] = crf->uses.starts[0] = 0;
    tt_lbfgs_begin(&crf->lbfgs, objective, crf);
}

bool tt_crf_step(tt_crf *crf) {
    const double norm = crf->lbfgs.norm;
    return norm * norm / 2 <= 1e-4 * crf->chains->words || !tt_lbfgs_step(&crf->lbfgs);
}

static void set_dense(tt_crf *crf) {
    const size_t C = (size_t)crf->C;
    memset(crf->dense, 0, C * C * sizeof *crf->dense);
    for (size_t j = 0; j < C; j++) {
        for (int32_t i = crf->moves.starts[j]; i < crf->moves.starts[j + 1]; i++) {
            crf->dense[j * C + (size_t)crf->moves.tags[i]] = crf->lbfgs.x[i];
        }
    }
}

/* The last tag of the most probable sequence; `best` has the way back. Takes the scores as they are: u. */
static size_t viterbi(tt_crf *crf, int32_t length) {
    const size_t C = (size_t)crf->C;
    double *value = crf->next, *before = crf->forward; /* [C] each */
    for (int32_t t = 0; t < length; t++) {
        const double *z = crf->scores + (size_t)t * C;
        int32_t *best = crf->best + (size_t)t * C;
        if (t > 0) memcpy(before, value, C * sizeof *value);
        for (size_t k = 0; k < C; k++) best[k] = 0, value[k] = t > 0 ? before[0] + crf->dense[k] : 0;
        for (size_t j = 1; j < C && t > 0; j++) {
            for (size_t k = 0; k < C; k++) {
                const double other = before[j] + crf->dense[j * C + k];
                if (other > value[k]) value[k] = other, best[k] = (int32_t)j;
            }
        }
        for (size_t k = 0; k < C; k++) value[k] += z[k];
    }
    return most_of(value, C);
}

void tt_crf_predict(double *outputs, tt_crf *crf, const tt_chains *chains) {
    const size_t C = (size_t)crf->C;
    set_gains(crf, crf->lbfgs.x);
    set_dense(crf);
    for (int32_t row = 0; row < chains->rows; row++) {
        const int32_t first = chains->starts[row], length = chains->starts[row + 1] - first;
        set_scores(crf, crf->lbfgs.x, chains, row);
        size_t tag = viterbi(crf, length);
        go_forward(crf, length);
        go_back(crf, length, NULL);
        for (int32_t t = length - 1; t >= 0; t--) {
            double *out = outputs + (size_t)chains->items[first + t] * C;
            memcpy(out, crf->marginals + (size_t)t * C, C * sizeof *out);
            const size_t most = most_of(out, C);
            const double p = out[tag];
            out[tag] = out[most];
            out[most] = p;
            tag = (size_t)crf->best[(size_t)t * C + tag];
        }
    }
}
