/* SPDX-License-Identifier: Apache-2.0
 * The conditional random field against sums over all sequences of tags, central differences, the tags' bigrams where
 * there are no features, and an implementation in PyTorch. */
#include "base/json.h"
#include "baseline/tagger.h"
#include "json_numbers.h"
#include "measure/counts.h"

enum { WORDS = 1024, TEXT = 8192 };

/* Rows of words that are all read but the item `unread`. */
typedef struct {
    tt_rows rows;
    char text[TEXT];
    uint32_t ends[WORDS];
    int32_t starts[WORDS], reads[WORDS];
    double labels[WORDS];
} corpus;

static void begin_corpus(corpus *c) {
    memset(c, 0, sizeof *c);
    c->rows.words = true;
    c->rows.word_text = c->text;
    c->rows.word_ends = c->ends;
    c->rows.item_starts = c->starts;
    c->rows.item_reads = c->reads;
    c->rows.labels = c->labels;
    c->rows.width = 1;
}

static void add_word(corpus *c, const char *word, double tag) {
    const int32_t item = c->rows.items++;
    const uint32_t from = item ? c->ends[item - 1] : 0;
    CHECK(item < WORDS && from + strlen(word) < TEXT);
    memcpy(c->text + from, word, strlen(word));
    c->ends[item] = from + (uint32_t)strlen(word);
    c->labels[item] = tag;
    c->reads[item] = 1;
}

static void end_row(corpus *c) { c->starts[++c->rows.rows] = c->rows.items; }

/* Past where the baseline stops: as near as rounding lets it. */
static void finish(tt_tagger *tagger) {
    while (!tt_tagger_step(tagger)) continue;
    for (int i = 0; i < 5000 && tagger->crf.lbfgs.norm > 1e-8 && tt_lbfgs_step(&tagger->crf.lbfgs); i++) continue;
}

static double objective_at(double *gradient, tt_crf *crf, const double *x) {
    return crf->lbfgs.objective(gradient, x, crf);
}

/* Feature weights as a plain loop finds them: u of a word and tag, and v of two tags. */
static double plain_u(const tt_crf *crf, const tt_chains *chains, int32_t row, int32_t w, int32_t tag) {
    const double *x = crf->lbfgs.x + crf->moves.starts[crf->C];
    double sum = 0;
    for (int place = 0; place < 3; place++) {
        const int32_t i = tt_chain_number(chains, row, w, place - 1) * 3 + place;
        for (int32_t f = crf->features->starts[i]; f < crf->features->starts[i + 1]; f++) {
            const int32_t feature = crf->features->indices[f];
            for (int32_t p = crf->uses.starts[feature]; p < crf->uses.starts[feature + 1]; p++) {
                if (crf->uses.tags[p] == tag) sum += x[p];
            }
        }
    }
    return sum;
}

static double plain_v(const tt_crf *crf, int32_t from, int32_t to) {
    for (int32_t p = crf->moves.starts[from]; p < crf->moves.starts[from + 1]; p++) {
        if (crf->moves.tags[p] == to) return crf->lbfgs.x[p];
    }
    return 0;
}

/* Goes through all C^length sequences of a chain: log Z, the marginals and the best one. */
static double plain_chain(double *marginals, int32_t *best, const tt_crf *crf, const tt_chains *chains, int32_t row) {
    const int32_t length = chains->starts[row + 1] - chains->starts[row], C = crf->C;
    int64_t sequences = 1;
    double z = 0, most = -INFINITY;
    for (int32_t t = 0; t < length; t++) sequences *= C;
    memset(marginals, 0, (size_t)(length * C) * sizeof *marginals);
    for (int64_t s = 0; s < sequences; s++) {
        int32_t tags[8];
        int64_t rest = s;
        double score = 0;
        for (int32_t t = 0; t < length; t++, rest /= C) {
            tags[t] = (int32_t)(rest % C);
            score += plain_u(crf, chains, row, chains->starts[row] + t, tags[t]);
            if (t > 0) score += plain_v(crf, tags[t - 1], tags[t]);
        }
        z += exp(score);
        for (int32_t t = 0; t < length; t++) marginals[t * C + tags[t]] += exp(score);
        if (score > most) most = score, memcpy(best, tags, (size_t)length * sizeof *tags);
    }
    for (int32_t i = 0; i < length * C; i++) marginals[i] /= z;
    return log(z);
}

/* Rows of 1 to 5 words of a few letters, so that spellings and features occur again. */
static void random_corpus(corpus *c, uint32_t *seed, int rows, int C) {
    static const char *const words[] = {"a", "B", "Bc", "BC", "12", "a-B", "\xc3\x89t\xc3\xa9", "abcde", "Abcdf", "."};
    begin_corpus(c);
    for (int row = 0; row < rows; row++) {
        *seed = *seed * 1664525u + 1013904223u;
        for (uint32_t length = 1 + (*seed >> 16) % 5; length > 0; length--) {
            *seed = *seed * 1664525u + 1013904223u;
            add_word(c, words[(*seed >> 8) % 10], (double)((*seed >> 24) % (uint32_t)C));
        }
        end_row(c);
    }
}

/* Of two numbers of a word, which the outputs have exchanged. */
static void check_outputs(const double *got, const double *marginals, int32_t tag, int32_t C) {
    const int32_t most = tt_argmax(marginals, C);
    CHECK(tt_argmax(got, C) == tag);
    for (int32_t k = 0; k < C; k++) {
        const double want = marginals[k == tag ? most : k == most ? tag : k];
        CHECK_NEAR(got[k], want, 1e-12, "sums of at most 4^5 sequences");
    }
}

static void all_sequences(void) {
    static corpus train, test;
    static double outputs[WORDS * 4], gradient[4096], marginals[5 * 4];
    uint32_t seed = 1;
    random_corpus(&train, &seed, 30, 4);
    random_corpus(&test, &seed, 60, 4);
    add_word(&test, "Never", 0);
    end_row(&test);
    end_row(&test); /* a row without words */
    test.reads[7] = 0;
    tt_tagger tagger = {.C = 4, .train = &train.rows, .test = &test.rows};
    CHECK_OK(tt_tagger_begin(&tagger, &err));
    tt_crf *crf = &tagger.crf;
    double loss = 0;
    for (size_t i = 0; i < crf->lbfgs.n; i++) { /* any weights will do */
        seed = seed * 1664525u + 1013904223u;
        crf->lbfgs.x[i] = 2 * (double)seed / 4294967296.0 - 1;
        loss += crf->lbfgs.x[i] * crf->lbfgs.x[i] / 2;
    }
    int32_t best[8], differ = 0;
    for (int32_t row = 0; row < train.rows.rows; row++) {
        const int32_t first = train.starts[row];
        loss += plain_chain(marginals, best, crf, crf->chains, row);
        for (int32_t w = first; w < train.starts[row + 1]; w++) {
            loss -= plain_u(crf, crf->chains, row, w, (int32_t)train.labels[w]);
            if (w > first) loss -= plain_v(crf, (int32_t)train.labels[w - 1], (int32_t)train.labels[w]);
        }
    }
    CHECK(crf->lbfgs.n < 4096);
    CHECK_NEAR(objective_at(gradient, crf, crf->lbfgs.x), loss, 1e-12 * loss, "some hundred sums");
    tt_tagger_predict(outputs, &tagger);
    CHECK(outputs[7 * 4] == 1 && outputs[7 * 4 + 1] + outputs[7 * 4 + 2] + outputs[7 * 4 + 3] == 0);
    const tt_chains *chains = &tagger.chains[1];
    CHECK(chains->words == test.rows.items - 1);
    for (int32_t row = 0; row < chains->rows; row++) {
        plain_chain(marginals, best, crf, chains, row);
        for (int32_t w = chains->starts[row], t = 0; w < chains->starts[row + 1]; w++, t++) {
            check_outputs(outputs + 4 * chains->items[w], marginals + 4 * t, best[t], 4);
            differ += best[t] != tt_argmax(marginals + 4 * t, 4);
        }
    }
    CHECK(differ > 3); /* words whose tag is not the most probable one */
    tt_tagger_end(&tagger);
}

static void central_differences(void) {
    static corpus train;
    static double gradient[4096], scratch[4096];
    uint32_t seed = 7;
    random_corpus(&train, &seed, 20, 3);
    tt_tagger tagger = {.C = 3, .train = &train.rows, .test = &train.rows};
    CHECK_OK(tt_tagger_begin(&tagger, &err));
    tt_crf *crf = &tagger.crf;
    double *x = crf->lbfgs.x;
    for (size_t i = 0; i < crf->lbfgs.n; i++) x[i] = sin(3.0 * (double)i);
    const double loss = objective_at(gradient, crf, x), h = 1e-5;
    for (size_t i = 0; i < crf->lbfgs.n; i++) {
        const double at = x[i];
        x[i] = at + h;
        const double above = objective_at(scratch, crf, x);
        x[i] = at - h;
        const double below = objective_at(scratch, crf, x);
        x[i] = at;
        CHECK_NEAR((above - below) / (2 * h), gradient[i], 4e-16 * loss / h + 100 * h * h, "rounding / h + h^2");
    }
    for (size_t i = 0; i < crf->lbfgs.n; i++) x[i] = i % 2 ? 800 : -800; /* exp() of which is no number */
    CHECK(objective_at(scratch, crf, x) > 0);
    tt_tagger_end(&tagger);
}

/* Without features only the moves are left. In rows of two words p(a, b) is the share of the rows with these two tags,
 * less what the penalty takes: at the minimum  rows p(a, b) = rows with (a, b) - weight(a, b). */
static void bigrams(void) {
    static corpus train;
    static double outputs[WORDS * 3];
    const int counts[3][3] = {{90, 30, 0}, {5, 0, 60}, {40, 10, 20}};
    begin_corpus(&train);
    for (int a = 0; a < 3; a++) {
        for (int b = 0; b < 3; b++) {
            for (int n = 0; n < counts[a][b]; n++) {
                add_word(&train, "a", a);
                add_word(&train, "b", b);
                end_row(&train);
            }
        }
    }
    tt_tagger tagger = {.C = 3, .train = &train.rows, .test = &train.rows};
    CHECK_OK(tt_tagger_begin(&tagger, &err));
    tt_crf *crf = &tagger.crf;
    CHECK(crf->moves.starts[3] == 7);
    memset(crf->uses.starts, 0, ((size_t)crf->uses.count + 1) * sizeof *crf->uses.starts);
    crf->lbfgs.n = 7;
    tt_lbfgs_begin(&crf->lbfgs, crf->lbfgs.objective, crf);
    finish(&tagger);
    tt_tagger_predict(outputs, &tagger);
    double z = 0, rows = train.rows.rows, first[3] = {0};
    for (int i = 0; i < 9; i++) z += exp(plain_v(crf, i / 3, i % 3));
    for (int a = 0; a < 3; a++) {
        for (int b = 0; b < 3; b++) {
            const double v = plain_v(crf, a, b);
            first[a] += exp(v) / z;
            if (counts[a][b]) CHECK_NEAR(rows * exp(v) / z, counts[a][b] - v, 1e-6, "a gradient of 1e-8");
        }
    }
    check_outputs(outputs, first, 0, 3);
    tt_tagger_end(&tagger);
}

static void read_corpus(corpus *c, const tt_json *json, int32_t part) {
    begin_corpus(c);
    int32_t tags = tt_json_first(json, tt_json_get(json, part, "tags"));
    for (int32_t row = tt_json_first(json, tt_json_get(json, part, "rows")); row >= 0; row = json->nodes[row].next) {
        int32_t tag = tt_json_first(json, tags);
        for (int32_t at = tt_json_first(json, row); at >= 0; at = json->nodes[at].next, tag = json->nodes[tag].next) {
            char word[64];
            double number = NAN;
            CHECK(tt_json_string(json, at, word, sizeof word, NULL) && tt_json_number(json, tag, &number));
            add_word(c, word, number);
        }
        end_row(c);
        tags = json->nodes[tags].next;
    }
}

static void golden(const tt_json *json, int32_t at) {
    static corpus train, test;
    static double outputs[WORDS * 5];
    const int32_t C = (int32_t)number_of(json, at, "outputs");
    read_corpus(&train, json, tt_json_get(json, at, "train"));
    read_corpus(&test, json, tt_json_get(json, at, "test"));
    tt_tagger tagger = {.C = C, .train = &train.rows, .test = &test.rows};
    CHECK_OK(tt_tagger_begin(&tagger, &err));
    CHECK(tagger.crf.lbfgs.n == (size_t)number_of(json, at, "weights"));
    while (!tt_tagger_step(&tagger)) continue;
    const double least = number_of(json, at, "loss"), stopped = tagger.crf.lbfgs.value;
    CHECK_NEAR(stopped, least, 1e-4 * train.rows.items, "where the baseline stops");
    finish(&tagger);
    CHECK_NEAR(tagger.crf.lbfgs.value, least, 1e-9 * least, "the minimum");
    tt_tagger_predict(outputs, &tagger);
    int32_t sequence = tt_json_first(json, tt_json_get(json, at, "sequences"));
    int32_t p = tt_json_first(json, tt_json_get(json, at, "marginals"));
    for (int32_t item = 0; item < test.rows.items; item++, sequence = json->nodes[sequence].next) {
        double marginals[5], tag = NAN;
        for (int32_t k = 0; k < C; k++, p = json->nodes[p].next) CHECK(tt_json_number(json, p, &marginals[k]));
        CHECK(tt_json_number(json, sequence, &tag));
        const double *got = outputs + (size_t)item * (size_t)C;
        const int32_t most = tt_argmax(marginals, C);
        CHECK(tt_argmax(got, C) == (int32_t)tag);
        for (int32_t k = 0; k < C; k++) {
            const int32_t from = k == (int32_t)tag ? most : k == most ? (int32_t)tag : k;
            CHECK_NEAR(got[k], marginals[from], 1e-5, "both are within 1e-6 of the best weights");
        }
    }
    tt_tagger_end(&tagger);
}

static void goldens(void) {
    size_t n;
    tt_json json;
    char *text = read_file("tests/golden", "crf.json", &n);
    CHECK_OK(tt_json_parse(&json, text, n, &err));
    const int32_t cases = tt_json_get(&json, 0, "cases");
    CHECK(json.nodes[cases].size == 3);
    for (int32_t i = tt_json_first(&json, cases); i >= 0; i = json.nodes[i].next) golden(&json, i);
    tt_json_free(&json);
    free(text);
}

/* Nothing is read in training: no weights, and each tag is as probable as the others. */
static void nothing_read(void) {
    static corpus train, test;
    double outputs[3];
    begin_corpus(&train);
    begin_corpus(&test);
    add_word(&train, "a", 1);
    end_row(&train);
    train.reads[0] = 0;
    add_word(&test, "a", 1);
    end_row(&test);
    tt_tagger tagger = {.C = 3, .train = &train.rows, .test = &test.rows};
    CHECK_OK(tt_tagger_begin(&tagger, &err));
    CHECK(tt_tagger_step(&tagger));
    tt_tagger_predict(outputs, &tagger);
    for (int k = 0; k < 3; k++) CHECK_NEAR(outputs[k], 1.0 / 3, 1e-15, "no weights");
    tt_tagger_end(&tagger);
}

static int32_t features_with(corpus *train, corpus *test) {
    tt_tagger tagger = {.C = 2, .train = &train->rows, .test = &test->rows};
    CHECK_OK(tt_tagger_begin(&tagger, &err));
    const int32_t count = tagger.features.count;
    CHECK(count > 0 && count <= tagger.features.room);
    tt_tagger_end(&tagger);
    return count;
}

/* Words that the test alone has bring no features of their own. */
static void words_of_the_test(void) {
    static corpus train, test;
    begin_corpus(&train);
    begin_corpus(&test);
    add_word(&train, "seen", 1);
    end_row(&train);
    add_word(&test, "Unseen", 1);
    add_word(&test, "4711", 1);
    end_row(&test);
    CHECK(features_with(&train, &test) == features_with(&train, &train));
}

int main(void) {
    words_of_the_test();
    all_sequences();
    central_differences();
    bigrams();
    nothing_read();
    goldens();
    return check_end("check_crf");
}
