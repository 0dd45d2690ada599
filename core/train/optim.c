/* SPDX-License-Identifier: Apache-2.0 */
#include "train/optim.h"

#include <math.h>
#include <string.h>

#include "train/stopping.h"

/* Numbers of a chunk, and chunks of a task. A sum of squares is over one chunk in float, over chunks in double. */
enum { TT_CHUNK = 4096, CHUNKS = 8 };

static size_t trained_size(const tt_optim *optim, int row) {
    const tt_param *param = &optim->params->items[row];
    return row == TT_WORD ? (size_t)optim->rows->distinct * (size_t)param->cols : tt_param_size(param);
}

/* The word embeddings' rows lie apart in memory, so each is a chunk of its own. */
static size_t chunks_of(const tt_optim *optim, int row) {
    return row == TT_WORD ? (size_t)optim->rows->distinct : (trained_size(optim, row) + TT_CHUNK - 1) / TT_CHUNK;
}

static void bind_word_chunks(tt_optim *optim, size_t at) {
    const tt_rows *rows = optim->rows;
    tt_param *word = &optim->params->items[TT_WORD];
    double rate = tt_row_rate(optim->params, TT_WORD, optim->options);
    size_t E = (size_t)word->cols;
    for (int32_t id = 0; id < rows->vocab; id++) {
        if (rows->row_of[id] < 0) continue;
        size_t to = at + (size_t)rows->row_of[id] * E;
        optim->chunks[optim->chunk_count++] = (tt_chunk){.w = word->data + (size_t)id * E,
                                                         .g = optim->g + to,
                                                         .m = optim->m + to,
                                                         .v = optim->v + to,
                                                         .n = word->cols,
                                                         .rate = rate,
                                                         .summed = true,
                                                         .decays = true};
    }
}

static void bind_chunks(tt_optim *optim, int row, size_t at) {
    tt_param *param = &optim->params->items[row];
    size_t n = tt_param_size(param);
    double rate = tt_row_rate(optim->params, row, optim->options);
    for (size_t i = 0; i < n; i += TT_CHUNK) {
        optim->chunks[optim->chunk_count++] = (tt_chunk){.w = param->data + i,
                                                         .g = optim->g + at + i,
                                                         .m = optim->m + at + i,
                                                         .v = optim->v + at + i,
                                                         .rate = rate,
                                                         .n = (int32_t)(n - i < TT_CHUNK ? n - i : TT_CHUNK),
                                                         .summed = param->kind != TT_MATRIX,
                                                         .decays = param->kind == TT_TABLE || param->kind == TT_MATRIX};
    }
}

void tt_optim_layout(tt_optim *optim, tt_arena *arena) {
    size_t chunks = 0;
    int count = optim->params->count;
    optim->trained = 0;
    for (int row = 0; row < count; row++) {
        if (!tt_row_trained(optim->params, row, optim->options)) continue;
        optim->trained += trained_size(optim, row);
        chunks += chunks_of(optim, row);
    }
    optim->grads.of = TT_TAKE(arena, "gradients", real *, count, 1);
    optim->g = TT_TAKE(arena, "gradients", real, optim->trained, 1);
    optim->m = TT_TAKE(arena, "moments", real, optim->trained, 1);
    optim->v = TT_TAKE(arena, "moments", real, optim->trained, 1);
    optim->chunks = TT_TAKE(arena, "moments", tt_chunk, chunks, 1);
    optim->best = tt_stopping_keeps(optim->options) ? TT_TAKE(arena, "best weights", real, optim->trained, 1) : NULL;
    optim->start = optim->options->start_share > 0 ? TT_TAKE(arena, "start weights", real, optim->trained, 1) : NULL;
    optim->grads.row_of = optim->rows->row_of;
    if (!optim->g) return;
    size_t at = 0;
    for (int row = 0; row < count; row++) {
        optim->grads.of[row] = tt_row_trained(optim->params, row, optim->options) ? optim->g + at : NULL;
        if (!optim->grads.of[row]) continue;
        if (row == TT_WORD)
            bind_word_chunks(optim, at);
        else
            bind_chunks(optim, row, at);
        at += trained_size(optim, row);
    }
}

static int tasks(const tt_optim *optim) { return tt_blocks(optim->chunk_count, CHUNKS); }

static tt_chunk *first_of(const tt_optim *optim, int task) { return optim->chunks + (size_t)task * CHUNKS; }

static tt_chunk *end_of(const tt_optim *optim, int task) {
    return optim->chunks + tt_min((task + 1) * CHUNKS, optim->chunk_count);
}

static void zero_chunks(void *context, int task, int thread) {
    const tt_optim *optim = context;
    (void)thread;
    for (tt_chunk *c = first_of(optim, task); c < end_of(optim, task); c++) {
        if (c->summed) memset(c->g, 0, (size_t)c->n * sizeof *c->g);
    }
}

void tt_optim_zero(tt_optim *optim) {
    optim->grads.add = false;
    tt_parallel(optim->compute->threads, tasks(optim), zero_chunks, optim);
}

static void square_chunks(void *context, int task, int thread) {
    const tt_optim *optim = context;
    (void)thread;
    for (tt_chunk *c = first_of(optim, task); c < end_of(optim, task); c++) {
        c->square = (double)optim->compute->kernels->dot(c->g, c->g, c->n);
    }
}

/* As torch.nn.utils.clip_grad_norm_ has it, 1e-6 included. */
double tt_optim_norm(tt_optim *optim, double max_grad_norm, double *clip) {
    double sum = 0;
    tt_parallel(optim->compute->threads, tasks(optim), square_chunks, optim);
    for (int32_t i = 0; i < optim->chunk_count; i++) sum += optim->chunks[i].square;
    double norm = sqrt(sum), factor = max_grad_norm / (norm + 1e-6);
    *clip = max_grad_norm > 0 && factor < 1 ? factor : 1;
    return norm;
}

typedef struct {
    const tt_optim *optim;
    tt_adamw_numbers numbers; /* but for the learning rate and the decay, which are a chunk's own */
    double learning_rate;
} update;

/* What decoupled decay leaves of a weight in an update. */
static real kept_of(const update *u, double rate) {
    return (real)(1 - u->learning_rate * rate * u->optim->options->weight_decay);
}

static void update_chunks(void *context, int task, int thread) {
    const update *u = context;
    (void)thread;
    for (tt_chunk *c = first_of(u->optim, task); c < end_of(u->optim, task); c++) {
        tt_adamw_numbers numbers = u->numbers;
        numbers.learning_rate = (real)(u->learning_rate * c->rate);
        numbers.decay = c->decays ? kept_of(u, c->rate) : 1;
        u->optim->compute->kernels->adamw(c->w, c->m, c->v, c->g, c->n, &numbers);
    }
}

void tt_optim_update(tt_optim *optim, double learning_rate, double clip) {
    const tt_options *options = optim->options;
    optim->step++;
    update u = {.optim = optim, .learning_rate = learning_rate};
    u.numbers = (tt_adamw_numbers){.beta1 = (real)options->adam_beta1,
                                   .beta2 = (real)options->adam_beta2,
                                   .epsilon = (real)options->adam_epsilon,
                                   .correction1 = (real)(1 - pow(options->adam_beta1, optim->step)),
                                   .correction2 = (real)sqrt(1 - pow(options->adam_beta2, optim->step)),
                                   .clip = (real)clip};
    tt_parallel(optim->compute->threads, tasks(optim), update_chunks, &u);
    if (optim->grads.of[TT_WORD])
        optim->params->pending_decay.factor *= kept_of(&u, tt_row_rate(optim->params, TT_WORD, options));
}

/* Between the table and numbers that lie as the gradients do. */
typedef struct {
    const tt_optim *optim;
    real *numbers; /* [trained] */
    bool back;     /* into the table */
} copy;

static void copy_chunks(void *context, int task, int thread) {
    const copy *to = context;
    (void)thread;
    for (tt_chunk *c = first_of(to->optim, task); c < end_of(to->optim, task); c++) {
        real *beside = to->numbers + (c->g - to->optim->g);
        memcpy(to->back ? c->w : beside, to->back ? beside : c->w, (size_t)c->n * sizeof *c->w);
    }
}

static void copy_trained(const tt_optim *optim, real *numbers, bool back) {
    copy to = {optim, numbers, back};
    tt_parallel(optim->compute->threads, tasks(optim), copy_chunks, &to);
}

void tt_optim_begin(tt_optim *optim) {
    if (optim->start) copy_trained(optim, optim->start, false);
}

static void average_chunks(void *context, int task, int thread) {
    const tt_optim *optim = context;
    const real share = (real)optim->options->start_share;
    (void)thread;
    for (tt_chunk *c = first_of(optim, task); c < end_of(optim, task); c++) {
        const real *start = optim->start + (c->g - optim->g);
        for (int32_t i = 0; i < c->n; i++) {
            c->g[i] = c->w[i];
            c->w[i] += share * (start[i] - c->w[i]);
        }
    }
}

void tt_optim_average(tt_optim *optim) {
    real *factor = &optim->params->pending_decay.factor;
    if (!optim->start || optim->step == 0 || optim->averaged) return;
    tt_parallel(optim->compute->threads, tasks(optim), average_chunks, optim);
    optim->pending_decay = *factor;
    *factor += (real)optim->options->start_share * (1 - *factor);
    optim->averaged = true;
}

void tt_optim_part(tt_optim *optim) {
    if (!optim->averaged) return;
    copy_trained(optim, optim->g, true);
    optim->params->pending_decay.factor = optim->pending_decay;
    optim->averaged = false;
}

void tt_optim_keep(tt_optim *optim) {
    copy_trained(optim, optim->best, false);
    optim->best_pending_decay = optim->params->pending_decay.factor;
}

void tt_optim_restore(tt_optim *optim) {
    copy_trained(optim, optim->best, true);
    optim->params->pending_decay.factor = optim->best_pending_decay;
}

void tt_optim_apply_pending_decay(tt_optim *optim) {
    const tt_param *word = &optim->params->items[TT_WORD];
    const tt_pending_decay decay = optim->params->pending_decay;
    optim->params->pending_decay = (tt_pending_decay){0};
    if (!decay.row_of || decay.factor == 1) return;
    for (int32_t id = 0; id < word->rows; id++) {
        if (decay.row_of[id] >= 0) continue;
        real *w = word->data + (size_t)id * (size_t)word->cols;
        for (int32_t i = 0; i < word->cols; i++) w[i] *= decay.factor;
    }
}

double tt_learning_rate(const tt_options *options, int32_t step, int32_t steps) {
    const double pi = 3.14159265358979323846;
    double warmup = ceil(options->warmup_ratio * steps);
    double factor = 1, done = (step - warmup) / (steps - warmup);
    if (step < warmup)
        factor = step / warmup;
    else if (options->schedule == TT_SCHEDULE_LINEAR)
        factor = (steps - step) / (steps - warmup);
    else if (options->schedule == TT_SCHEDULE_COSINE)
        factor = 0.5 * (1 + cos(pi * done));
    return options->learning_rate * (factor > 0 ? factor : 0);
}
