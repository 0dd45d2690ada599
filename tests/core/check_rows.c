/* SPDX-License-Identifier: Apache-2.0
 * Rows, windows and batches against their definitions in plain loops: the window and the piece that a word is read at,
 * the share of a window in the loss, the order and the budget of micro-batches, and weights of labels. */
#include "data/batch.h"
#include "random_model.h"
#include "train/class_weights.h"

static tt_model *model;

/* The definition: the first window with most context. */
static int32_t plain_best(int32_t i, int32_t n, int32_t room, tt_truncation truncation, int32_t stride) {
    int32_t best = -1, most = -1;
    for (int32_t w = 0; w < tt_window_count(n, room, stride); w++) {
        const tt_window window = tt_window_at(w, n, room, truncation, stride);
        if (tt_window_context(&window, i) > most) best = w, most = tt_window_context(&window, i);
    }
    return best;
}

static void check_best_windows(void) {
    int wrong = 0, falls = 0;
    for (int32_t room = 0; room <= 12; room++) {
        for (int32_t stride = 0; stride == 0 || stride < room; stride++) {
            for (int32_t n = 0; n <= 45; n++) {
                for (int32_t i = 0, before = 0; i < n; i++) {
                    const int32_t best = tt_window_best(i, n, room, TT_CUT_HEAD, stride);
                    wrong += best != plain_best(i, n, room, TT_CUT_HEAD, stride);
                    falls += best >= 0 && best < before;
                    before = best > before ? best : before;
                }
            }
        }
        for (int32_t i = 0; i < 30; i++) {
            wrong += tt_window_best(i, 30, room, TT_CUT_TAIL, 0) != plain_best(i, 30, room, TT_CUT_TAIL, 0);
            wrong += tt_window_best(i, 30, room, TT_CUT_HEAD_TAIL, 0) != plain_best(i, 30, room, TT_CUT_HEAD_TAIL, 0);
        }
    }
    CHECK(wrong == 0);
    CHECK(falls == 0);
}

/* One row of 50,000 words in 3,125 windows: its words are met once, each in the window that is best for it. */
static void check_long_row(void) {
    enum { LONG = 50000, ROOM = 30, STRIDE = 14 };
    char *text = malloc(2 * LONG);
    uint32_t *spans = malloc(2 * LONG * sizeof *spans), end = 2 * LONG, words = LONG;
    tt_data *data;
    int wrong = 0;
    for (uint32_t i = 0; i < LONG; i++) {
        text[2 * i] = 'a', text[2 * i + 1] = ' ';
        spans[2 * i] = 2 * i, spans[2 * i + 1] = 2 * i + 1;
    }
    CHECK_OK(tt_data_new(&data, model, "{\"max_length\":32,\"stride\":14}", text, &end, &words, spans, NULL, 1, &err));
    const tt_rows *rows = &data->rows;
    CHECK(rows->sequences == tt_window_count(LONG, ROOM, STRIDE) && rows->read_count == LONG);
    for (int32_t s = 0, word = 0; s < rows->sequences; s++) {
        for (int32_t r = rows->read_starts[s]; r < rows->read_starts[s + 1]; r++, word++) {
            const int32_t position = 1 + word - s * (ROOM - STRIDE);
            wrong += rows->reads[r].item != word || rows->reads[r].position != position;
            if (word % 97 == 0) wrong += plain_best(word, LONG, ROOM, TT_CUT_HEAD, STRIDE) != s;
        }
    }
    CHECK(wrong == 0);
    tt_data_free(data);
    free(text);
    free(spans);
}

/* A word of several pieces is read at its first. */
static void check_first_piece(void) {
    static const char text[] = "the unfilmable book zyxwvu", whole[] = "unfilmable";
    static const uint32_t spans[] = {0, 3, 4, 14, 15, 19, 20, 26}, end = sizeof text - 1, words = 4;
    tt_data *data;
    const char *json;
    CHECK_OK(tt_tokenize(&json, model, whole, strlen(whole), NULL, 0, 32, &err));
    const char *pieces = strstr(json, "\"full\":");
    const int32_t n = (int32_t)strtol(pieces + 7, NULL, 10) - 2;
    CHECK(n > 1);
    CHECK_OK(tt_data_new(&data, model, "{\"max_length\":32}", text, &end, &words, spans, NULL, 1, &err));
    const tt_rows *rows = &data->rows;
    CHECK(rows->read_count == 4);
    const int32_t want[] = {1, 2, 2 + n, 3 + n};
    for (int i = 0; i < 4 && i < rows->read_count; i++) {
        CHECK(rows->reads[i].item == i && rows->reads[i].position == want[i]);
    }
    tt_data_free(data);
}

/* A text of `words` pieces; how many texts of max_length 6, of 4 pieces that is, were cut, and its place among the
 * lengths, of which the last is for all above the model's 128 positions. */
static void check_counted(int words, int cut, int length) {
    char text[400] = "";
    tt_data *data;
    for (int w = 0; w < words; w++) strcat(text, w ? " a" : "a");
    const uint32_t end = (uint32_t)strlen(text);
    CHECK_OK(tt_data_new(&data, model, "{\"max_length\":6}", text, &end, NULL, NULL, NULL, 1, &err));
    CHECK(data->rows.cut == cut);
    CHECK(data->rows.positions == 128 && data->rows.length_counts[length] == 1);
    tt_data_free(data);
}

/* Spans count characters, not bytes, and words may touch. */
static void check_span_ends(void) {
    static const char text[] = "\xc3\xa9\xc3\xa9 \xe6\x97\xa5"; /* four characters, eight bytes */
    static const uint32_t good[] = {0, 2, 2, 3, 3, 4}, bad[] = {0, 2, 2, 3, 3, 5};
    const uint32_t end = sizeof text - 1, words = 3;
    tt_data *data;
    CHECK_OK(tt_data_new(&data, model, "{}", text, &end, &words, good, NULL, 1, &err));
    tt_data_free(data);
    CHECK_FAILS(tt_data_new(&data, model, "{}", text, &end, &words, bad, NULL, 1, &err), TT_E_DATA,
                "ends at character 5, but the text has 4");
}

/* What is kept of labelled words: their characters as they are, in the whole text, also where it is cut. */
static void check_word_texts(void) {
    static const char text[] = "\xc3\x89t\xc3\xa9 \xe6\x97\xa5Xa, b";
    static const uint32_t spans[] = {0, 3, 4, 5, 5, 7, 9, 10, 0, 1}, ends[] = {sizeof text - 1, sizeof text + 1};
    static const uint32_t word_ends[] = {4, 5};
    static const double labels[] = {0, 1, 0, 1, 1};
    static const char *const words[] = {"\xc3\x89t\xc3\xa9", "\xe6\x97\xa5", "Xa", "b", "Z"};
    char both[sizeof text + 1];
    tt_data *data;
    memcpy(both, text, sizeof text);
    memcpy(both + sizeof text - 1, "Zz", 2);
    CHECK_OK(tt_data_new(&data, model, "{\"max_length\":4}", both, ends, word_ends, spans, labels, 2, &err));
    for (int i = 0; i < 5; i++) {
        const uint32_t from = i ? data->rows.word_ends[i - 1] : 0, n = data->rows.word_ends[i] - from;
        CHECK(n == strlen(words[i]) && memcmp(data->rows.word_text + from, words[i], n) == 0);
    }
    tt_data_free(data);
    CHECK_OK(tt_data_new(&data, model, "{}", both, ends, word_ends, spans, NULL, 2, &err));
    CHECK(!data->rows.word_text && !data->rows.word_ends);
    tt_data_free(data);
}

enum { ROWS = 40 };

/* Texts of 1 to 19 words, whose windows are of at most 6. */
static tt_data *uneven_rows(const char *spec, const double *labels) {
    static char texts[ROWS * 40];
    uint32_t ends[ROWS], at = 0;
    tt_data *data;
    for (int row = 0; row < ROWS; row++) {
        for (int w = 0; w <= row * 7 % 19; w++) texts[at++] = 'a', texts[at++] = ' ';
        ends[row] = at;
    }
    CHECK_OK(tt_data_new(&data, model, spec, texts, ends, NULL, NULL, labels, ROWS, &err));
    return data;
}

static void take_batches(tt_batches *batches, tt_arena *arena, const tt_rows *rows, const tt_budget *budget) {
    *arena = (tt_arena){0};
    tt_batches_layout(batches, arena, rows, budget);
    CHECK_OK(tt_arena_back(arena, &err));
    tt_batches_layout(batches, arena, rows, budget);
}

/* However many windows a row has, it counts once. */
static void check_shares(void) {
    double labels[ROWS] = {0};
    tt_data *data = uneven_rows("{\"max_length\":8,\"stride\":2}", labels);
    const tt_rows *rows = &data->rows;
    const tt_budget budget = tt_budget_for(rows, ROWS, 4096);
    const tt_loss_rule rule = {.kernels = &tt_kernels_ref, .outputs = 2};
    double sums[ROWS] = {0};
    tt_batches batches;
    tt_arena arena;
    int most = 0;
    take_batches(&batches, &arena, rows, &budget);
    tt_batches_in_order(&batches);
    CHECK(tt_batches_draw(&batches, ROWS) == ROWS);
    CHECK_NEAR(tt_batches_denominator(&batches, tt_cross_entropy_share, &rule), ROWS, 1e-5, "rows, not windows");
    while (tt_batches_next(&batches)) {
        for (int32_t i = 0; i < batches.tokens.read_count; i++) {
            const int32_t item = rows->reads[batches.reads[i]].item;
            CHECK_NEAR(batches.weights[i], 1.0 / tt_row_sequences(rows, item), 1e-7, "a share");
            sums[item] += (double)batches.weights[i];
        }
    }
    for (int row = 0; row < ROWS; row++) {
        CHECK_NEAR(sums[row], 1, 1e-6, "a row");
        if (tt_row_sequences(rows, row) > most) most = tt_row_sequences(rows, row);
    }
    CHECK(most > 3);
    tt_arena_free(&arena);
    tt_data_free(data);
}

/* Of the plain definition: the tokens of the longest sequences that a logical batch can have. */
static int32_t plain_tokens(const tt_rows *rows, int32_t batch, int32_t tokens) {
    int32_t windows = 0, sum = 0;
    for (int32_t row = 0; row < rows->rows; row++) {
        if (tt_row_sequences(rows, row) > windows) windows = tt_row_sequences(rows, row);
    }
    int32_t left = batch * windows < rows->sequences ? batch * windows : rows->sequences;
    for (int32_t length = rows->longest; length > 0; length--) {
        for (int32_t s = 0; s < rows->sequences && left > 0; s++) {
            if (tt_sequence_length(rows, s) == length) sum += length, left--;
        }
    }
    if (sum > tokens) sum = tokens;
    return sum < rows->longest ? rows->longest : sum;
}

static void check_budgets_and_order(void) {
    static const char *const specs[] = {"{\"max_length\":64}", "{\"max_length\":8,\"stride\":2}", "{\"max_length\":9}"};
    for (size_t i = 0; i < sizeof specs / sizeof specs[0]; i++) {
        tt_data *data = uneven_rows(specs[i], NULL);
        const tt_rows *rows = &data->rows;
        for (int32_t batch = 1; batch <= ROWS; batch++) {
            for (int32_t tokens = 16; tokens <= 1024; tokens *= 2) {
                CHECK(tt_budget_for(rows, batch, tokens).tokens == plain_tokens(rows, batch, tokens));
            }
        }
        const tt_budget budget = tt_budget_for(rows, 7, 64);
        tt_batches batches;
        tt_arena arena;
        take_batches(&batches, &arena, rows, &budget);
        tt_batches_shuffle(&batches, 1, 0);
        for (int32_t first = 0, n; (n = tt_batches_draw(&batches, 7)) > 0; first += n) {
            int32_t sequences = 0, wrong = 0, drawn[ROWS * 8];
            for (int32_t r = first; r < first + n; r++) {
                for (int32_t s = 0; s < tt_row_sequences(rows, batches.order[r]); s++) {
                    drawn[sequences++] = rows->row_starts[batches.order[r]] + s;
                }
            }
            CHECK(batches.logical_count == sequences);
            for (int32_t length = rows->longest, at = 0; length > 0; length--) {
                for (int32_t k = 0; k < sequences; k++) {
                    if (tt_sequence_length(rows, drawn[k]) == length) wrong += batches.logical[at++] != drawn[k];
                }
            }
            CHECK(wrong == 0);
        }
        tt_arena_free(&arena);
        tt_data_free(data);
    }
}

/* Classes: items / (classes x items of the class), of what is read. Several labels: rows without over rows with, at
 * most 50. */
static void check_weights(void) {
    enum { ITEMS = 200 };
    static double labels[3 * ITEMS];
    static int32_t reads[ITEMS];
    tt_options options;
    float weights[3];
    double counts[3];
    tt_rows rows = {.rows = ITEMS, .items = ITEMS, .width = 1, .labels = labels, .item_reads = reads};
    CHECK_OK(tt_options_parse(&options, "{\"class_weights\":\"balanced\"}", &err));
    for (int i = 0; i < ITEMS; i++) {
        labels[i] = (i % 4 == 0 || i >= 120);
        reads[i] = i < 120 ? 1 + i % 2 : 0; /* 30 of class 1 and 90 of class 0 are read, and 80 of class 1 are not */
    }
    const tt_task *one = tt_task_at(0), *several = tt_task_at(1);
    CHECK(one->classes && several->binary);
    tt_class_weights_fill(weights, counts, &options, one, &rows, 3);
    CHECK_NEAR(weights[0], 120.0 / (2 * 90), 1e-6, "scikit-learn's balanced");
    CHECK_NEAR(weights[1], 120.0 / (2 * 30), 1e-6, "scikit-learn's balanced");
    CHECK(weights[2] == 1);
    rows.width = 3;
    for (int i = 0; i < ITEMS; i++) {
        reads[i] = 1;
        labels[3 * i] = (i % 10 == 0); /* 20 of 200 */
        labels[3 * i + 1] = (i == 7);
        labels[3 * i + 2] = 0;
    }
    tt_class_weights_fill(weights, counts, &options, several, &rows, 3);
    CHECK_NEAR(weights[0], 180.0 / 20, 1e-6, "without over with");
    CHECK(weights[1] == 50);
    CHECK(weights[2] == 1);
}

/* More items of a class than a float counts in steps of one. */
static void check_many_items(void) {
    enum { ITEMS = (1 << 24) + (1 << 21) };
    tt_options options;
    float weights[2];
    double counts[2];
    double *labels = calloc(ITEMS, sizeof *labels);
    int32_t *reads = malloc(ITEMS * sizeof *reads);
    const tt_rows rows = {.rows = ITEMS, .items = ITEMS, .width = 1, .labels = labels, .item_reads = reads};
    for (int i = 0; i < ITEMS; i++) reads[i] = 1;
    labels[0] = 1;
    CHECK_OK(tt_options_parse(&options, "{\"class_weights\":\"balanced\"}", &err));
    tt_class_weights_fill(weights, counts, &options, tt_task_at(0), &rows, 2);
    CHECK_NEAR(weights[0], 0.5, 1e-6, "all but one");
    free(labels);
    free(reads);
}

int main(void) {
    tt_engine *engine;
    CHECK_OK(tt_engine_new(&engine, 1, &err));
    model = random_model(engine, 1, 16, 16);
    check_best_windows();
    check_long_row();
    check_first_piece();
    check_counted(0, 0, 2);
    check_counted(4, 0, 6);
    check_counted(5, 1, 7);
    check_counted(126, 1, 128);
    check_counted(127, 1, 129);
    check_counted(150, 1, 129);
    check_span_ends();
    check_word_texts();
    check_shares();
    check_budgets_and_order();
    check_weights();
    check_many_items();
    tt_model_free(model);
    tt_engine_free(engine);
    return check_end("check_rows");
}
