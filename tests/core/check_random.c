/* SPDX-License-Identifier: Apache-2.0
 * What is drawn has the shares and the spread that it should have, and is drawn anew where it should be: dropout masks
 * by update and site, orders by epoch, gaps by epoch, adapters and heads. Limits are five standard errors; the draws
 * are fixed, so the outcome is too. */
#include "data/mlm_masking.h"
#include "random_model.h"

enum { LAYERS = 2, HIDDEN = 128, ROWS = 60 };

static tt_engine *engine;
static tt_model *model;

static tt_data *new_rows(int rows, int words, const char *spec, bool labelled) {
    static const char *const from[] = {"the", "good", "film", "time", "book", "day", "like", "very"};
    static char texts[ROWS * 30 * 6];
    static uint32_t ends[ROWS];
    static double labels[ROWS];
    tt_data *data;
    uint32_t at = 0;
    for (int row = 0; row < rows; row++) {
        for (int w = 0; w < words; w++) {
            at += (uint32_t)strlen(strcpy(texts + at, from[(row + w * w) % 8]));
            texts[at++] = ' ';
        }
        ends[row] = at;
        labels[row] = (row % 2);
    }
    CHECK_OK(tt_data_new(&data, model, spec, texts, ends, NULL, NULL, labelled ? labels : NULL, rows, &err));
    return data;
}

/* Where a mask is zero is where what it was applied to is gone: x[i] == without[i] (NULL: 0). */
static void read_mask(unsigned char *mask, const real *x, const real *without, size_t n) {
    for (size_t i = 0; i < n; i++) mask[i] = x[i] == (without ? without[i] : 0);
}

static void check_share(const unsigned char *mask, const unsigned char *other, size_t n, double p) {
    const double count = (double)n, both = 2 * p * (1 - p);
    double dropped = 0, differ = 0;
    for (size_t i = 0; i < n; i++) {
        dropped += mask[i];
        if (other) differ += mask[i] != other[i];
    }
    CHECK_NEAR(dropped / count, p, 5 * sqrt(p * (1 - p) / count), "five standard errors");
    if (other) CHECK_NEAR(differ / count, both, 5 * sqrt(both * (1 - both) / count), "independent masks");
}

/* The masks after the embeddings, attention and feed-forward, in two updates that change no weight. */
static void check_masks(void) {
    enum { SITES = 1 + 2 * LAYERS, UPDATES = 2 };
    static unsigned char masks[UPDATES][SITES][1 << 18];
    const double p = 0.1;
    tt_data *data = new_rows(ROWS, 20, "{\"max_length\":64}", true);
    tt_run *run;
    size_t n = 0;
    CHECK_OK(tt_model_head(model, "{\"task\":\"single_label_classification\",\"outputs\":2}", &err));
    CHECK_OK(tt_run_new(
        &run, model, data, NULL,
        "{\"head_start\":\"random\",\"epochs\":2,\"batch_size\":60,\"learning_rate\":0,\"tokens_in_flight\":4096}",
        &err));
    for (int update = 0; update < UPDATES; update++) {
        const tt_encoder *encoder = &run->state.encoder;
        CHECK_OK(tt_run_step(run, &err));
        n = (size_t)run->state.batches.tokens_before * HIDDEN;
        CHECK(n > 100000 && n <= sizeof masks[0][0]);
        read_mask(masks[update][0], encoder->hidden[0], NULL, n);
        for (int l = 0; l < LAYERS; l++) {
            read_mask(masks[update][1 + 2 * l], encoder->kept[l].sum1, encoder->hidden[l], n);
            read_mask(masks[update][2 + 2 * l], encoder->kept[l].sum2, encoder->kept[l].middle, n);
        }
    }
    for (int site = 0; site < SITES; site++) {
        check_share(masks[0][site], masks[1][site], n, p);
        for (int other = 0; other < site; other++) check_share(masks[1][site], masks[1][other], n, p);
    }
    tt_run_free(run);
    tt_data_free(data);
}

/* The same row with the same weights: its losses differ by the masks alone, those of attention and the head included.
 */
static void check_losses(void) {
    tt_data *data = new_rows(1, 20, "{\"max_length\":64}", true);
    double losses[6];
    tt_run *run;
    CHECK_OK(tt_run_new(&run, model, data, NULL,
                        "{\"head_start\":\"random\",\"epochs\":6,\"batch_size\":1,\"learning_rate\":0}", &err));
    for (int i = 0; i < 6; i++) {
        CHECK_OK(tt_run_step(run, &err));
        losses[i] = run->state.loss;
        for (int k = 0; k < i; k++) CHECK(losses[k] != losses[i]);
    }
    tt_run_free(run);
    tt_data_free(data);
}

static void check_permutation(const int32_t *order) {
    int seen[ROWS] = {0}, once = 0;
    for (int i = 0; i < ROWS; i++) seen[order[i]]++;
    for (int i = 0; i < ROWS; i++) once += seen[i] == 1;
    CHECK(once == ROWS);
}

/* A run's orders: each epoch has one of its own, and all are permutations. Two have one place in common on average. */
static void check_orders(void) {
    enum { EPOCHS = 8 };
    static int32_t orders[EPOCHS + 1][ROWS];
    tt_data *data = new_rows(ROWS, 3, "{\"max_length\":16}", true);
    int same = 0;
    for (int seed = 1; seed <= 2; seed++) {
        char options[80];
        tt_run *run;
        snprintf(options, sizeof options,
                 "{\"head_start\":\"random\",\"epochs\":%d,\"batch_size\":60,\"method\":\"bias\",\"seed\":%d}", EPOCHS,
                 seed);
        CHECK_OK(tt_run_new(&run, model, data, NULL, options, &err));
        for (int epoch = 0; epoch < (seed == 1 ? EPOCHS : 1); epoch++) {
            int32_t *order = orders[seed == 1 ? epoch : EPOCHS];
            memcpy(order, run->state.batches.order, sizeof orders[0]);
            check_permutation(order);
            CHECK_OK(tt_run_step(run, &err));
        }
        tt_run_free(run);
    }
    for (int a = 0; a <= EPOCHS; a++) {
        for (int b = 0; b < a; b++) {
            int places = 0;
            for (int i = 0; i < ROWS; i++) places += orders[a][i] == orders[b][i];
            CHECK(places < 8);
            same += places;
        }
    }
    const double pairs = EPOCHS * (EPOCHS + 1) / 2.0;
    CHECK_NEAR(same / pairs, 1, 5 * sqrt(1 / pairs), "five standard errors of a Poisson number");
    tt_data_free(data);
}

/* A is uniform with variance 1 / (3 in), B is zero (Hu et al. 2021, as PEFT begins). */
static void check_adapters(void) {
    tt_data *data = new_rows(4, 3, "{\"max_length\":16}", true);
    tt_run *run;
    int adapters = 0;
    real first = 0;
    CHECK_OK(tt_run_new(&run, model, data, NULL,
                        "{\"head_start\":\"random\",\"method\":\"lora\",\"lora_targets\":\"linear\",\"lora_rank\":64}",
                        &err));
    for (int i = 0; i < model->params.count; i++) {
        const tt_param *row = &model->params.items[i];
        if (row->group != TT_ADAPTERS) continue;
        const bool is_a = strstr(row->name, "lora_A") != NULL;
        const double n = (double)tt_param_size(row), variance = 1.0 / (3 * row->cols), bound = 1 / sqrt(row->cols);
        double sum = 0, squares = 0, most = 0;
        for (size_t k = 0; k < tt_param_size(row); k++) {
            sum += (double)row->data[k];
            squares += (double)row->data[k] * (double)row->data[k];
            most = fmax(most, fabs((double)row->data[k]));
        }
        adapters++;
        if (!is_a) {
            CHECK(most == 0);
            continue;
        }
        CHECK(row->data[0] != first); /* each has a stream of its own */
        first = row->data[0];
        /* the square of a uniform number has the variance 4/5 of its squared mean */
        CHECK_NEAR(sum / n, 0, 5 * sqrt(variance / n), "five standard errors");
        CHECK_NEAR(squares / n, variance, 5 * variance * sqrt(0.8 / n), "five standard errors");
        CHECK(most <= bound * (1 + 1e-6) && most > 0.99 * bound);
    }
    CHECK(adapters == LAYERS * TT_SITES * 2);
    tt_run_free(run);
    tt_data_free(data);
}

/* In front of the classifier a head of texts has the dropout classifier_dropout, a head of words words_dropout. */
static void check_head_dropout(void) {
    enum { M = 100 };
    static const char *const heads[] = {"{\"task\":\"single_label_classification\",\"outputs\":2}",
                                        "{\"task\":\"token_classification\",\"outputs\":2}"};
    const double n = M * HIDDEN, p[] = {0.5, 0.2};
    tt_shape shape = model->shape;
    shape.classifier_dropout = p[0];
    shape.words_dropout = p[1];
    for (int words = 0; words < 2; words++) {
        tt_compute compute = tt_compute_of(engine);
        tt_head head = {.shape = &shape, .params = &model->params, .compute = &compute, .outputs = 2};
        tt_arena arena = {0};
        int dropped = 0;
        CHECK_OK(tt_model_head(model, heads[words], &err));
        for (int bound = 0; bound < 2; bound++) {
            tt_compute_layout(&compute, &arena, &shape, M, 2);
            tt_head_layout(&head, &arena, M, false);
            if (!bound) CHECK_OK(tt_arena_back(&arena, &err));
        }
        real *features = tt_head_features(&head);
        for (size_t i = 0; i < M * HIDDEN; i++) features[i] = 1;
        tt_head_logits(&head, 0, M, &(tt_dropout_key){.on = true, .seed = 1});
        for (size_t i = 0; i < M * HIDDEN; i++) dropped += head.dropped[i] == 0;
        CHECK_NEAR(dropped / n, p[words], 5 * sqrt(p[words] * (1 - p[words]) / n), "five standard errors");
        tt_arena_free(&arena);
    }
}

/* The classifier is normal with the deviation initializer_range, 0.02, and its bias zero. */
static void check_head(void) {
    CHECK_OK(tt_model_head(model, "{\"task\":\"single_label_classification\",\"outputs\":400,\"seed\":4}", &err));
    const tt_param *w = &model->params.items[tt_top_row(&model->params, TT_CLASSIFIER_W)];
    const double n = (double)tt_param_size(w), deviation = 0.02;
    double sum = 0, squares = 0, bias = 0;
    for (size_t k = 0; k < tt_param_size(w); k++) {
        sum += (double)w->data[k];
        squares += (double)w->data[k] * (double)w->data[k];
    }
    for (int32_t k = 0; k < w[1].cols; k++) bias += fabs((double)w[1].data[k]);
    CHECK_NEAR(sum / n, 0, 5 * deviation / sqrt(n), "five standard errors");
    CHECK_NEAR(sqrt(squares / n), deviation, 5 * deviation / sqrt(2 * n), "five standard errors");
    CHECK(bias == 0);
}

/* A pooler that no file brought is drawn, and is trained with the head whatever the method; one that the encoder's file
 * brought stays as it is where the head alone is trained. */
static void check_pooler(void) {
    static const char *const methods[] = {"full", "layers", "bias", "lora", "head"};
    tt_model *shared = model;
    for (int drawn = 0; drawn < 2; drawn++) {
        for (int m = 0; m < 5; m++) {
            char options[80];
            tt_run *run;
            model = random_encoder(engine,
                                   "{\"model_type\":\"bert\",\"hidden_size\":16,\"num_attention_heads\":2,"
                                   "\"num_hidden_layers\":2,\"intermediate_size\":16,\"vocab_size\":1500}",
                                   !drawn);
            CHECK_OK(tt_model_head(model, "{\"task\":\"single_label_classification\",\"outputs\":2}", &err));
            tt_data *data = new_rows(ROWS, 5, "{\"max_length\":16}", true);
            const tt_param *w = &model->params.items[tt_top_row(&model->params, TT_POOLER_W)];
            real before[256];
            double spread = 0, moved = 0;
            CHECK(tt_param_size(w) == 256 && w->loaded == !drawn);
            memcpy(before, w->data, sizeof before);
            for (int i = 0; i < 256; i++) spread += (double)before[i] * (double)before[i] / 256;
            CHECK_NEAR(sqrt(spread), drawn ? 0.02 : 0.05, 0.01, "its deviation");
            snprintf(options, sizeof options,
                     "{\"head_start\":\"random\",\"method\":\"%s\",\"epochs\":3,\"learning_rate\":1e-2}", methods[m]);
            CHECK_OK(tt_run_new(&run, model, data, NULL, options, &err));
            while (tt_run_step(run, NULL) == TT_OK) {
            }
            tt_run_free(run);
            for (int i = 0; i < 256; i++) moved = fmax(moved, fabs((double)(w->data[i] - before[i])));
            CHECK((moved > 1e-4) == (drawn || m < 2));
            tt_data_free(data);
            tt_model_free(model);
        }
    }
    model = shared;
}

/* 15 % of the tokens of a text, wherever they stand; of those 80 % are seen as [MASK], 10 % as any token, 10 % as they
 * are. */
static void check_gaps(void) {
    enum { WORDS = 20, GAPS = 3, EPOCHS = 800 };
    const int32_t mask = 4;
    tt_data *data = new_rows(ROWS, WORDS, "{\"max_length\":64,\"mlm\":true}", false);
    tt_rows *rows = &data->rows;
    double at[WORDS] = {0}, masked = 0, kept = 0, drawn = 0, ids = 0;
    int repeated = 0;
    static int32_t before[ROWS * GAPS];
    CHECK(rows->read_count == ROWS * GAPS && rows->vocab == 1500);
    for (int32_t s = 0; s < rows->sequences; s++) CHECK(tt_sequence_length(rows, s) == WORDS + 2);
    for (uint64_t epoch = 0; epoch < EPOCHS; epoch++) {
        tt_mlm_draw(rows, mask, 1, epoch);
        int same = 0;
        for (int32_t read = 0; read < rows->read_count; read++) {
            const int32_t position = rows->reads[read].position, seen = rows->mlm_inputs[read];
            at[position - 1]++;
            masked += seen == mask;
            kept += (float)seen == rows->labels[read];
            if (seen != mask && (float)seen != rows->labels[read]) drawn++, ids += seen;
            same += before[read] == position;
            before[read] = position;
        }
        repeated += same == rows->read_count;
    }
    const double draws = ROWS * GAPS * EPOCHS, share = (double)GAPS / (double)WORDS, texts = ROWS * EPOCHS;
    for (int i = 0; i < WORDS; i++) {
        CHECK_NEAR(at[i] / texts, share, 5 * sqrt(share * (1 - share) / texts), "five standard errors");
    }
    CHECK_NEAR(masked / draws, 0.8 + 0.1 / 1500, 5 * sqrt(0.16 / draws), "five standard errors");
    CHECK_NEAR(kept / draws, 0.1 + 0.1 / 1500, 5 * sqrt(0.09 / draws), "five standard errors");
    CHECK_NEAR(ids / drawn, 1499 / 2.0, 2 + 5 * 1500 / sqrt(12 * drawn),
               "any token; [MASK] and the label are not seen");
    CHECK(repeated == 0);
    tt_data_free(data);
}

/* A run draws the gaps of its training texts anew in every epoch, and judges all epochs on the same ones. */
static void check_gaps_of_a_run(void) {
    enum { EPOCHS = 3, READS = ROWS * 3 };
    static int32_t before[READS], judged[READS];
    tt_run *run;
    tt_data *data = new_rows(ROWS, 20, "{\"max_length\":64,\"mlm\":true}", false);
    tt_data *checks = new_rows(ROWS, 20, "{\"max_length\":64,\"mlm\":true}", false);
    const tt_rows *train = &data->rows, *validation = &checks->rows;
    CHECK_OK(tt_model_head(model, "{\"task\":\"masked_language_modelling\"}", &err));
    CHECK_OK(tt_run_new(&run, model, data, checks, "{\"head_start\":\"random\",\"epochs\":3,\"batch_size\":60}", &err));
    CHECK(train->read_count == READS && validation->read_count == READS);
    for (int epoch = 0; epoch < EPOCHS; epoch++) {
        int same = 0, same_checks = 0;
        while (run->state.epoch < epoch) CHECK_OK(tt_run_step(run, &err));
        for (int i = 0; i < READS; i++) {
            same += before[i] == train->reads[i].position;
            same_checks += judged[i] == validation->reads[i].position;
            before[i] = train->reads[i].position;
            judged[i] = validation->reads[i].position;
        }
        CHECK(same < READS / 2);
        CHECK(epoch == 0 || same_checks == READS);
    }
    tt_run_free(run);
    tt_data_free(data);
    tt_data_free(checks);
}

int main(void) {
    CHECK_OK(tt_engine_new(&engine, 1, &err));
    model = random_model(engine, LAYERS, HIDDEN, HIDDEN);
    check_masks();
    check_losses();
    check_orders();
    check_adapters();
    check_head();
    check_head_dropout();
    check_pooler();
    check_gaps();
    check_gaps_of_a_run();
    tt_model_free(model);
    tt_engine_free(engine);
    return check_end("check_random");
}
