/* SPDX-License-Identifier: Apache-2.0
 * Every layer's backward, every head and every loss. In the double build against central differences of its forward,
 * which must tell the gradient from its opposite; in the float builds for the same bits with 1, 2 and 5 threads.
 * `check_layers flip` turns the signs of two backwards: their layers must fail. */
#include "check.h"
#include "model/head.h"

enum { M = 5, E = 12, H = 3, O = 7, SEQUENCES = 3, N = 111, VOCAB = 9, POSITIONS = 98, MOST = 8 };

static const int32_t starts[SEQUENCES + 1] = {0, 1, 99, N}; /* the second is longer than a block of 96 queries */
static int32_t ids[N], segments[N], positions[N], row_of[VOCAB];
static tt_tokens tokens = {.count = N,
                           .sequences = SEQUENCES,
                           .longest = 98,
                           .ids = ids,
                           .segments = segments,
                           .positions = positions,
                           .starts = starts,
                           .first = 1000};
static tt_compute compute;
static real *scratch;

typedef struct {
    const char *name;
    real *x, *dx; /* a number the layer reads, and its gradient */
    size_t n;
} input;

/* A layer under test: y = forward(inputs); backward turns dy into every input's dx. */
typedef struct {
    const char *name;
    void (*forward)(void), (*backward)(void);
    real *y, *dy;
    size_t n;
    input inputs[MOST];
} layer;

static real *numbers(size_t n, uint64_t site, real scale) {
    real *x = calloc(n ? n : 1, sizeof *x);
    for (size_t i = 0; i < n; i++) x[i] = scale * (real)tt_rng_normal(tt_rng_key(7, 0, site), (uint32_t)i);
    return x;
}

static real *zeros(size_t n) { return numbers(n, 0, 0); }

static real *x, *dx, *y, *dy, *w, *dw, *b, *db, *residual, *dresidual, *wide, *dwide, *kept, *mean, *rstd;
static tt_dropout none, some;

static void linear_forward(void) { tt_linear_forward(&compute, y, x, w, b, N, E, O); }
static void linear_backward(void) {
    tt_linear_backward_input(&compute, dx, dy, w, N, E, O);
    tt_linear_backward_weights(&compute, dw, db, false, dy, x, N, E, O);
}

static tt_activation activation;

/* y = f(x w^T + b) v^T, with v in `wide` and v^T's gradient in `dwide`. */
static void feed_forward(void) {
    tt_linear_activate_forward(&compute, activation, kept, residual, x, w, b, N, E, O);
    tt_linear_forward(&compute, y, kept, wide, mean, N, O, E);
}
static void feed_backward(void) {
    tt_linear_activate_backward(&compute, activation, dresidual, kept, residual, dy, wide, N, O, E);
    tt_linear_backward_weights(&compute, dwide, rstd, false, dy, kept, N, O, E);
    tt_linear_backward_weights(&compute, dw, db, false, dresidual, x, N, E, O);
    tt_linear_backward_input(&compute, dx, dresidual, w, N, E, O);
}

static void norm_forward(void) {
    memcpy(kept, x, N * E * sizeof *x);
    tt_norm_forward(&compute, y, mean, rstd, kept, residual, &some, 5, w, b, (real)1e-3, N, E);
}
static void norm_backward(void) {
    tt_norm_backward(&compute, dresidual, dx, dw, db, dy, kept, w, mean, rstd, &some, 5, N, E);
}

static void tanh_forward(void) { tt_tanh_forward(&compute, y, x, N, E); }
static void tanh_backward(void) { tt_tanh_backward(&compute, dx, dy, y, N, E); }
static void dropout_forward(void) { tt_dropout_apply(&compute, y, x, &some, 3, N, E); }
static void dropout_backward(void) { tt_dropout_apply(&compute, dx, dy, &some, 3, N, E); }

static tt_attention_form form;
static real *bias, *dbias, *table, *turned, *dturned;
static void attention(const tt_dropout *dropout) {
    tt_attention_forward(&compute, y, kept, wide, &tokens, dropout, &form, E, H, scratch);
}
static void attention_back(const tt_dropout *dropout) {
    tt_attention_backward(&compute, dwide, dy, wide, y, kept, &tokens, dropout, &form, E, H, scratch);
}
static void attention_forward(void) { attention(&none); }
static void attention_backward(void) { attention_back(&none); }
static void attention_dropout_forward(void) { attention(&some); }
static void attention_dropout_backward(void) { attention_back(&some); }

/* With a form of its own, which the next layer does not have. */
static void formed(const tt_attention_form *with, void (*run)(const tt_dropout *)) {
    form = *with;
    run(&some);
    form = (tt_attention_form){0};
}
static void window_forward(void) { formed(&(tt_attention_form){.window = 5}, attention); }
static void window_backward(void) { formed(&(tt_attention_form){.window = 5}, attention_back); }
static void bias_forward(void) { formed(&(tt_attention_form){.bias = bias}, attention); }
static void bias_backward(void) { formed(&(tt_attention_form){.bias = bias, .dbias = dbias}, attention_back); }
static void both_forward(void) { formed(&(tt_attention_form){.window = 9, .bias = bias}, attention); }
static void both_backward(void) {
    formed(&(tt_attention_form){.window = 9, .bias = bias, .dbias = dbias}, attention_back);
}

static void rope_forward(void) {
    memcpy(turned, wide, 3 * N * E * sizeof *wide);
    tt_rope_turn(&compute, turned, table, &tokens, E, H, false);
}
static void rope_backward(void) {
    memcpy(dwide, dturned, 3 * N * E * sizeof *dwide);
    tt_rope_turn(&compute, dwide, table, &tokens, E, H, true);
}
static void gated_forward(void) { tt_gated_forward(&compute, activation, y, wide, N, E); }
static void gated_backward(void) {
    tt_gated_backward(&compute, activation, dwide, kept, dy, wide, N, E);
    for (int i = 0; i < N * E; i++) CHECK(kept[i] == y[i]);
}
static void plain_norm_forward(void) {
    memcpy(kept, x, N * E * sizeof *x);
    tt_norm_forward(&compute, y, mean, rstd, kept, NULL, NULL, 0, w, NULL, (real)1e-3, N, E);
}
static void plain_norm_backward(void) {
    tt_norm_backward(&compute, dx, NULL, dw, NULL, dy, kept, w, mean, rstd, NULL, 0, N, E);
}

static void relu_forward(void) { tt_relu_forward(&compute, y, x, N, E); }
static void relu_backward(void) { tt_relu_backward(&compute, dx, dy, y, N, E); }
static void mean_forward(void) { tt_mean_forward(&compute, y, x, &tokens, E); }
static void mean_backward(void) { tt_mean_backward(&compute, dx, dy, &tokens, E); }

static void unit_forward(void) {
    memcpy(y, x, N * E * sizeof *x);
    tt_unit_forward(&compute, y, mean, N, E);
}
static void unit_backward(void) {
    memcpy(dx, dy, N * E * sizeof *x);
    tt_unit_backward(&compute, dx, y, mean, N, E);
}

static void embed_forward(void) { tt_embed_forward(&compute, y, &tokens, x, residual, w, &(tt_pending_decay){0}, E); }
static void words_forward(void) { tt_embed_forward(&compute, y, &tokens, x, NULL, NULL, &(tt_pending_decay){0}, E); }
static void words_backward(void) { tt_embed_backward(&compute, dx, NULL, NULL, dy, &tokens, row_of, E); }
static void embed_backward(void) { tt_embed_backward(&compute, dx, dresidual, dw, dy, &tokens, row_of, E); }

/* Losses: `wide` are the logits [M,O], y the loss over its denominator. */
static double class_labels[M] = {0, 6, 3, 3, 1}, labels_of_outputs[M * O];
static float read_weights[M] = {1, 0.5, 0.5, 1, 0.25}, class_weights[O] = {1, 0.5, 3, 2, 1, 0.25, 4};
static tt_loss_rule rule = {.outputs = O};

static void run_loss(const tt_task *task, real *dlogits, double smoothing, const float *weights) {
    const double *labels = task->classes ? class_labels : labels_of_outputs;
    rule.label_smoothing = smoothing, rule.class_weights = weights;
    const double denominator = task->share(&rule, labels, read_weights, M);
    y[0] = (real)(task->loss(&rule, dlogits, kept, wide, labels, read_weights, denominator, M) / denominator);
    for (int i = 0; dlogits && i < M * O; i++) dlogits[i] *= dy[0];
}
static void cross_entropy_forward(void) { run_loss(tt_task_at(0), NULL, 0, NULL); }
static void cross_entropy_backward(void) { run_loss(tt_task_at(0), dwide, 0, NULL); }
static void smoothed_forward(void) { run_loss(tt_task_at(0), NULL, 0.3, class_weights); }
static void smoothed_backward(void) { run_loss(tt_task_at(0), dwide, 0.3, class_weights); }
static void binary_forward(void) { run_loss(tt_task_at(1), NULL, 0, class_weights); }
static void binary_backward(void) { run_loss(tt_task_at(1), dwide, 0, class_weights); }
static void squared_forward(void) { run_loss(tt_task_at(2), NULL, 0, NULL); }
static void squared_backward(void) { run_loss(tt_task_at(2), dwide, 0, NULL); }

/* Heads: from hidden states x [N,E] to logits y [M,O], with dropout. Those of texts read first tokens, those of words
 * any. */
static const int32_t reads[M] = {0, 60, 61, 70, 2};
static tt_params params;
static tt_shape shape;
static tt_head head;
static real *head_grads[TT_TOP_ROWS];
static const tt_dropout_key dropout_key = {.on = true, .seed = 3, .step = 2};

static void head_forward(void) {
    tokens.reads = reads, tokens.read_count = M;
    tt_head_read(&head, x, &tokens);
    memcpy(y, tt_head_logits(&head, 9, M, &dropout_key), M * O * sizeof *y);
}
static void head_backward(void) {
    real **of = calloc((size_t)params.count, sizeof *of);
    memcpy(of + tt_top_row(&params, 0), head_grads, sizeof head_grads);
    memcpy(head.dlogits, dy, M * O * sizeof *dy);
    tt_head_backward(&head, dx, &(tt_grads){.of = of}, &tokens, 9, M, &dropout_key);
    free(of);
}

static real *top_weight(int field) { return params.items[tt_top_row(&params, field)].data; }

/* A head of the task in place of the one before. */
static void make_head(tt_arena *arena, const tt_task *task) {
    CHECK_OK(tt_params_head(&params, &shape, task, O, TT_POOL_CLS, 1, &err));
    head = (tt_head){.shape = &shape, .params = &params, .compute = &compute, .outputs = O};
    tt_arena_free(arena);
    tt_head_layout(&head, arena, M, true);
    CHECK_OK(tt_arena_back(arena, &err));
    tt_head_layout(&head, arena, M, true);
    for (int field = 0; field < TT_TOP_ROWS; field++) {
        const tt_param *param = &params.items[tt_top_row(&params, field)];
        for (size_t i = 0; i < tt_param_size(param); i++) {
            param->data[i] = (real)tt_rng_normal(tt_rng_key(8, 0, (uint64_t)field), (uint32_t)i) / 2;
        }
    }
}

static void check_layer(const layer *l);

static void check_heads(void) {
    const char *const config =
        "{\"model_type\":\"bert\",\"hidden_size\":12,\"num_attention_heads\":3,\"num_hidden_layers\":1,"
        "\"intermediate_size\":8,\"vocab_size\":9,\"max_position_embeddings\":70,\"classifier_dropout\":0.3}";
    tt_arena arena = {0};
    CHECK_OK(tt_shape_parse(&shape, config, &err));
    CHECK_OK(tt_params_new(&params, &shape, &err));
    for (int field = 0; field < TT_TOP_ROWS; field++) head_grads[field] = zeros(O * E + E * E);
    make_head(&arena, tt_task_at(0));
    check_layer(&(layer){"head of texts",
                         head_forward,
                         head_backward,
                         y,
                         dy,
                         M * O,
                         {{"hidden", x, dx, N * E},
                          {"pooler w", top_weight(TT_POOLER_W), head_grads[TT_POOLER_W], E * E},
                          {"pooler b", top_weight(TT_POOLER_B), head_grads[TT_POOLER_B], E},
                          {"w", top_weight(TT_CLASSIFIER_W), head_grads[TT_CLASSIFIER_W], O * E},
                          {"b", top_weight(TT_CLASSIFIER_B), head_grads[TT_CLASSIFIER_B], O}}});
    make_head(&arena, tt_task_at(3));
    check_layer(&(layer){"head of words",
                         head_forward,
                         head_backward,
                         y,
                         dy,
                         M * O,
                         {{"hidden", x, dx, N * E},
                          {"w", top_weight(TT_CLASSIFIER_W), head_grads[TT_CLASSIFIER_W], O * E},
                          {"b", top_weight(TT_CLASSIFIER_B), head_grads[TT_CLASSIFIER_B], O}}});
    for (int field = 0; field < TT_TOP_ROWS; field++) free(head_grads[field]);
    tt_arena_free(&arena);
    tt_params_free(&params);
}

/* y (rows E apart) += an adapter of rank 2 from x [N,E] to O, and x's own part of the residual's gradient. */
enum { RANK = 2 };
static real *narrow, *dropped, lora_sign = 1;
static tt_lora lora_of(const tt_dropout *dropout, real sign) {
    return (tt_lora){RANK, sign * (real)1.5, *dropout, 11, narrow, dropped};
}
static void lora(const tt_dropout *dropout) {
    const tt_lora adapter = lora_of(dropout, 1);
    memcpy(y, residual, N * E * sizeof *y);
    tt_lora_forward(&compute, y, E, &adapter, x, w, b, N, E, O);
}
static void lora_back(const tt_dropout *dropout) {
    const tt_lora adapter = lora_of(dropout, lora_sign);
    memset(dx, 0, N * E * sizeof *dx);
    tt_lora_backward(&compute, dx, dw, db, false, &adapter, dy, E, x, w, b, N, E, O);
    memcpy(dresidual, dy, N * E * sizeof *dy);
}
static void lora_forward(void) { lora(&none); }
static void lora_backward(void) { lora_back(&none); }
static void lora_dropout_forward(void) { lora(&some); }
static void lora_dropout_backward(void) { lora_back(&some); }

static void make_numbers(void) {
    for (int i = 0; i < M * O; i++) labels_of_outputs[i] = (i % 3 == 0);
    for (int s = 0; s < SEQUENCES; s++) {
        for (int i = starts[s]; i < starts[s + 1]; i++) {
            positions[i] = i - starts[s];
            segments[i] = positions[i] > 4;
            ids[i] = (i * i + 3) % VOCAB;
        }
    }
    for (int id = 0; id < VOCAB; id++) row_of[id] = id;
    none = tt_dropout_at(0, 1, 1, 1);
    some = tt_dropout_at(0.3, 1, 1, 1);
    x = numbers(N * E, 1, 1), dx = zeros(N * E), y = zeros(N * E), dy = numbers(N * E, 2, 1);
    w = numbers(O * E, 3, 1), dw = zeros(O * E), b = numbers(O * RANK, 4, 1), db = zeros(O * RANK);
    narrow = zeros(N * RANK), dropped = zeros(N * E);
    residual = numbers(N * E, 5, 1), dresidual = zeros(N * E);
    wide = numbers(N * 3 * E, 6, (real)1.5), dwide = zeros(N * 3 * E);
    kept = zeros(N * E), mean = zeros(N), rstd = zeros(N);
    bias = numbers(TT_BUCKETS * H, 9, 1), dbias = zeros(TT_BUCKETS * H);
    table = zeros(POSITIONS * E / H), turned = zeros(N * 3 * E), dturned = numbers(N * 3 * E, 10, 1);
    tt_rope_table(table, 10000, POSITIONS, E / H);
}

#ifdef TT_DOUBLE

static double loss_of(const layer *l) {
    double sum = 0;
    l->forward();
    for (size_t i = 0; i < l->n; i++) sum += l->y[i] * l->dy[i];
    return sum;
}

/* Largest error over the inputs, of 1 + |gradient|. The step's own error is h^2 f''' / 6 + eps |f| / h, about 1e-9. */
static void check_gradient(const layer *l) {
    const double h = 1e-5;
    for (const input *in = l->inputs; in->name; in++) memset(in->dx, 0, in->n * sizeof *in->dx);
    l->forward();
    l->backward();
    for (const input *in = l->inputs; in->name; in++) {
        double worst = 0, opposite = 0;
        const size_t stride = in->n > 1000 ? 5 : 1; /* it divides no row's width: every column is met */
        for (size_t i = 0; i < in->n; i += stride) {
            double was = in->x[i];
            in->x[i] = was + h;
            double above = loss_of(l);
            in->x[i] = was - h;
            double below = loss_of(l);
            in->x[i] = was;
            double slope = (above - below) / (2 * h), size = 1 + fabs(in->dx[i]);
            double error = fabs(slope - in->dx[i]) / size;
            if (!(error <= worst)) worst = error;
            opposite = fmax(opposite, fabs(slope + in->dx[i]) / size);
        }
        printf("%s, %s: %.1e\n", l->name, in->name, worst);
        CHECK_NEAR(worst, 0, 1e-7, "central differences in double");
        CHECK(opposite > 1e-2); /* a turned sign would be seen */
    }
}

static void check_layer(const layer *l) { check_gradient(l); }

#else

/* Outputs and gradients with one thread, then with others, and with another tile. */
static void check_threads(const layer *l) {
    static const int counts[] = {1, 2, 5};
    real *want[MOST + 1] = {0};
    for (int c = 0; c < 3; c++) {
        compute.tile = c % TT_TILES;
        CHECK_OK(tt_threads_new(&compute.threads, counts[c], &err));
        for (const input *in = l->inputs; in->name; in++) memset(in->dx, 0, in->n * sizeof *in->dx);
        l->forward();
        l->backward();
        for (int i = 0; i == 0 || l->inputs[i - 1].name; i++) {
            const real *got = i ? l->inputs[i - 1].dx : l->y;
            size_t bytes = (i ? l->inputs[i - 1].n : l->n) * sizeof *got;
            if (c == 0) {
                want[i] = malloc(bytes);
                memcpy(want[i], got, bytes);
            }
            if (memcmp(want[i], got, bytes) != 0) printf("%s differs with %d threads\n", l->name, counts[c]);
            CHECK(memcmp(want[i], got, bytes) == 0);
        }
        tt_threads_free(compute.threads);
        compute.threads = NULL;
    }
    for (int i = 0; i <= MOST; i++) free(want[i]);
}

static void check_layer(const layer *l) { check_threads(l); }

#endif

static void flipped_gelu_backward(real *out, real *again, const real *from, const real *at, int n) {
    tt_kernels_ref.activations[TT_GELU].backward(out, again, from, at, n);
    for (int i = 0; i < n; i++) out[i] = -out[i];
}

int main(int argc, char **argv) {
    tt_kernels kernels = tt_kernels_simd;
    const bool flip = argc > 1 && strcmp(argv[1], "flip") == 0;
    if (flip) {
        kernels.activations[TT_GELU].backward = flipped_gelu_backward;
        lora_sign = -1;
    }
    make_numbers();
    size_t attention_scratch = tt_attention_scratch(tokens.longest, E / H, &(tt_attention_form){.bias = bias});
    scratch = zeros(5 * attention_scratch);
    compute = (tt_compute){.kernels = &kernels};
    rule.kernels = &kernels;
    compute.scratch_size = tt_linear_scratch(N, E, 3 * E);
    compute.scratch = zeros(compute.scratch_size);
#ifdef TT_DOUBLE
    CHECK_OK(tt_threads_new(&compute.threads, 1, &err));
#endif
    const size_t ne = N * E;
    enum { FEED_FORWARD = 2, LORA }; /* those that are turned */
    const layer layers[] = {
        {"linear",
         linear_forward,
         linear_backward,
         y,
         dy,
         N * O,
         {{"x", x, dx, ne}, {"w", w, dw, O * E}, {"b", b, db, O}}},
        {"norm",
         norm_forward,
         norm_backward,
         y,
         dy,
         ne,
         {{"x", x, dx, ne}, {"residual", residual, dresidual, ne}, {"w", w, dw, E}, {"b", b, db, E}}},
        {"feed-forward",
         feed_forward,
         feed_backward,
         y,
         dy,
         ne,
         {{"x", x, dx, ne}, {"w", w, dw, O * E}, {"b", b, db, O}, {"v", wide, dwide, O * E}}},
        {"lora",
         lora_forward,
         lora_backward,
         y,
         dy,
         ne,
         {{"x", x, dx, ne}, {"residual", residual, dresidual, ne}, {"A", w, dw, RANK * E}, {"B", b, db, O * RANK}}},
        {"lora with dropout",
         lora_dropout_forward,
         lora_dropout_backward,
         y,
         dy,
         ne,
         {{"x", x, dx, ne}, {"residual", residual, dresidual, ne}, {"A", w, dw, RANK * E}, {"B", b, db, O * RANK}}},
        {"mean", mean_forward, mean_backward, y, dy, SEQUENCES * E, {{"x", x, dx, ne}}},
        {"rows of length 1", unit_forward, unit_backward, y, dy, ne, {{"x", x, dx, ne}}},
        {"relu", relu_forward, relu_backward, y, dy, ne, {{"x", x, dx, ne}}},
        {"tanh", tanh_forward, tanh_backward, y, dy, ne, {{"x", x, dx, ne}}},
        {"dropout", dropout_forward, dropout_backward, y, dy, ne, {{"x", x, dx, ne}}},
        {"attention", attention_forward, attention_backward, y, dy, ne, {{"qkv", wide, dwide, 3 * ne}}},
        {"attention with dropout",
         attention_dropout_forward,
         attention_dropout_backward,
         y,
         dy,
         ne,
         {{"qkv", wide, dwide, 3 * ne}}},
        {"attention in a window", window_forward, window_backward, y, dy, ne, {{"qkv", wide, dwide, 3 * ne}}},
        {"attention with a bias",
         bias_forward,
         bias_backward,
         y,
         dy,
         ne,
         {{"qkv", wide, dwide, 3 * ne}, {"bias", bias, dbias, TT_BUCKETS * H}}},
        {"attention with both",
         both_forward,
         both_backward,
         y,
         dy,
         ne,
         {{"qkv", wide, dwide, 3 * ne}, {"bias", bias, dbias, TT_BUCKETS * H}}},
        {"rotary positions", rope_forward, rope_backward, turned, dturned, 3 * ne, {{"qkv", wide, dwide, 3 * ne}}},
        {"norm without bias", plain_norm_forward, plain_norm_backward, y, dy, ne, {{"x", x, dx, ne}, {"w", w, dw, E}}},
        {"words alone", words_forward, words_backward, y, dy, ne, {{"word", x, dx, VOCAB * E}}},
        {"embed",
         embed_forward,
         embed_backward,
         y,
         dy,
         ne,
         {{"word", x, dx, VOCAB * E}, {"position", residual, dresidual, POSITIONS * E}, {"type", w, dw, 2 * E}}},
        {"cross-entropy", cross_entropy_forward, cross_entropy_backward, y, dy, 1, {{"logits", wide, dwide, M * O}}},
        {"cross-entropy, weighted and smoothed",
         smoothed_forward,
         smoothed_backward,
         y,
         dy,
         1,
         {{"logits", wide, dwide, M * O}}},
        {"binary cross-entropy", binary_forward, binary_backward, y, dy, 1, {{"logits", wide, dwide, M * O}}},
        {"squared error", squared_forward, squared_backward, y, dy, 1, {{"logits", wide, dwide, M * O}}},
    };
    const size_t first = flip ? FEED_FORWARD : 0, end = flip ? LORA + 1 : sizeof layers / sizeof *layers;
    for (size_t i = first; i < end; i++) check_layer(&layers[i]);
    for (activation = TT_GELU; activation < TT_ACTIVATIONS && !flip; activation++) {
        check_layer(&layers[FEED_FORWARD]);
        check_layer(&(layer){"gated", gated_forward, gated_backward, y, dy, ne, {{"inner", wide, dwide, 2 * ne}}});
    }
    if (!flip) check_heads();
    tt_threads_free(compute.threads);
    real *all[] = {x,     dx,    y,      dy,     w,    dw,      b,      db,      residual,        dresidual,
                   wide,  dwide, kept,   mean,   rstd, scratch, narrow, dropped, compute.scratch, bias,
                   dbias, table, turned, dturned};
    for (size_t i = 0; i < sizeof all / sizeof *all; i++) free(all[i]);
    return check_end("check_layers");
}
