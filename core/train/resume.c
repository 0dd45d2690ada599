/* SPDX-License-Identifier: Apache-2.0 */
#include "train/resume.h"

#include <string.h>

/* The front is this, three lines that say what the run is of, and the numbers. */
static const char magic[] = "tabtune run 1\n";

enum { STEP, EPOCH, UPDATES, UNTOUCHED, BEST_UNTOUCHED, BEST, BEST_EPOCH, WAITED, NUMBERS };
enum { WEIGHTS, FIRST_MOMENTS, SECOND_MOMENTS, BEST_WEIGHTS };

static uint64_t mix(uint64_t hash, uint64_t word) {
    hash = (hash ^ word) * UINT64_C(0x9e3779b97f4a7c15);
    return hash ^ hash >> 32;
}

/* Any change of the rows changes it; gaps follow from the seed. */
static uint64_t hash_rows(uint64_t hash, const tt_rows *rows) {
    if (!rows) return mix(hash, 0);
    const size_t tokens = rows->starts[rows->sequences];
    hash = mix(mix(hash, (uint64_t)rows->rows), tokens);
    for (size_t i = 0; i < tokens; i++) hash = mix(hash, (uint64_t)rows->ids[i]);
    for (int32_t s = 0; s < rows->sequences; s++) hash = mix(mix(hash, rows->starts[s]), (uint64_t)rows->second[s]);
    for (int64_t i = 0; rows->labels && !rows->replaced && i < (int64_t)rows->items * rows->width; i++) {
        uint32_t bits;
        memcpy(&bits, &rows->labels[i], sizeof bits);
        hash = mix(hash, bits);
    }
    return hash;
}

static void put_identity(tt_text *out, const tt_trainer *trainer, const char *encoder) {
    const uint64_t data = hash_rows(hash_rows(1, trainer->train), trainer->validation);
    tt_text_put(out, "%sencoder %s, %d outputs, numbers of %d bytes\n", magic, encoder,
                (int)tt_params_outputs(trainer->params), (int)sizeof(real));
    tt_text_put(out, "data %016llx\noptions ", (unsigned long long)data);
    tt_options_write(out, &trainer->options);
    tt_text_put(out, "\n");
}

/* The chunk the data stands at, or NULL at its end; `bytes` its size. */
static char *place(const tt_resume *resume, size_t *bytes) {
    const tt_optim *optim = &resume->trainer->optim;
    const int32_t arrays = optim->best ? BEST_WEIGHTS + 1 : BEST_WEIGHTS;
    if (resume->array == arrays) return NULL;
    const tt_chunk *c = &optim->chunks[resume->chunk];
    real *const of[] = {c->w, c->m, c->v, optim->best ? optim->best + (c->g - optim->g) : NULL};
    *bytes = (size_t)c->n * sizeof(real);
    return (char *)of[resume->array];
}

/* Data passes between the trainer and `piece`; how many bytes. */
static size_t pass(tt_resume *resume, char *piece, size_t n, bool out) {
    size_t used = 0, bytes;
    char *here;
    while (used < n && (here = place(resume, &bytes)) != NULL) {
        const size_t left = bytes - resume->byte, count = left < n - used ? left : n - used;
        here += resume->byte;
        memcpy(out ? piece + used : here, out ? here : piece + used, count);
        used += count;
        resume->byte += count;
        if (resume->byte < bytes) continue;
        resume->byte = 0;
        if (++resume->chunk == resume->trainer->optim.chunk_count) {
            resume->chunk = 0;
            resume->array++;
        }
    }
    return used;
}

static size_t data_size(const tt_optim *optim) {
    return optim->trained * sizeof(real) * (optim->best ? BEST_WEIGHTS + 1 : BEST_WEIGHTS);
}

static tt_status begin(tt_resume *resume, tt_trainer *trainer, const char *encoder, tt_error *err) {
    const char *ignore;
    *resume = (tt_resume){0};
    if (!trainer->fresh) {
        return tt_fail(
            err, TT_E_STATE, -1,
            "the encoder had been trained before this run began, so no file brings the run's start back; open "
            "the encoder anew");
    }
    put_identity(&resume->front, trainer, encoder);
    TT_TRY(tt_text_end(&ignore, &resume->front, err));
    resume->front_size = resume->front.n + NUMBERS * sizeof(double);
    resume->total = resume->front_size + data_size(&trainer->optim);
    resume->trainer = trainer;
    return TT_OK;
}

tt_status tt_resume_save(tt_resume *resume, size_t *total, tt_trainer *trainer, const char *encoder, tt_error *err) {
    const char *ignore;
    const tt_stopping *stopping = &trainer->stopping;
    const double numbers[NUMBERS] = {[STEP] = trainer->step,
                                     [EPOCH] = trainer->epoch,
                                     [UPDATES] = trainer->optim.step,
                                     [UNTOUCHED] = (double)trainer->params->pending_decay.factor,
                                     [BEST_UNTOUCHED] = (double)trainer->optim.best_pending_decay,
                                     [BEST] = stopping->best,
                                     [BEST_EPOCH] = stopping->epoch,
                                     [WAITED] = stopping->waited};
    if (trainer->phase == TT_FINISHED) return tt_fail(err, TT_E_STATE, -1, "the run is finished; save the model");
    TT_TRY(begin(resume, trainer, encoder, err));
    tt_text_bytes(&resume->front, (const char *)numbers, sizeof numbers);
    *total = resume->total;
    return tt_text_end(&ignore, &resume->front, err);
}

tt_status tt_resume_read(size_t *n, tt_resume *resume, void *piece, size_t cap) {
    size_t used = 0;
    if (resume->at < resume->front_size) {
        const size_t left = resume->front_size - resume->at;
        used = left < cap ? left : cap;
        memcpy(piece, resume->front.bytes + resume->at, used);
    }
    used += pass(resume, (char *)piece + used, cap - used, true);
    resume->at += used;
    *n = used;
    return resume->at < resume->total ? TT_OK : TT_DONE;
}

tt_status tt_resume_restore(tt_resume *resume, tt_trainer *trainer, const char *encoder, tt_error *err) {
    return begin(resume, trainer, encoder, err);
}

/* The first line in which the bytes are of another run, or of none. */
static tt_status refuse(const tt_resume *resume, tt_error *err) {
    const char *want = resume->front.bytes, *got = resume->got.bytes;
    size_t i = 0, line = 0;
    while (i < resume->got.n && i < resume->front.n && got[i] == want[i]) {
        if (want[i++] == '\n') line++;
    }
    static const char *const differs[] = {"it is no saved run", "its encoder or its number of outputs is another",
                                          "its rows are others", "its options are others"};
    return tt_fail(err, TT_E_FORMAT, (int64_t)i, "the saved run cannot be continued here: %s",
                   differs[line < 3 ? line : 3]);
}

/* Everything is in place but the numbers: what they say, and what follows from them. */
static void finish(tt_resume *resume) {
    tt_trainer *trainer = resume->trainer;
    double numbers[NUMBERS];
    memcpy(numbers, resume->got.bytes + resume->front.n, sizeof numbers);
    trainer->optim.step = (int32_t)numbers[UPDATES];
    trainer->params->pending_decay.factor = (real)numbers[UNTOUCHED];
    trainer->optim.best_pending_decay = (real)numbers[BEST_UNTOUCHED];
    trainer->stopping.best = numbers[BEST];
    trainer->stopping.epoch = (int32_t)numbers[BEST_EPOCH];
    trainer->stopping.waited = (int32_t)numbers[WAITED];
    tt_trainer_continue(trainer, (int32_t)numbers[STEP], (int32_t)numbers[EPOCH]);
}

/* A damaged file may say anything. */
static bool sound(const tt_resume *resume) {
    const tt_trainer *trainer = resume->trainer;
    double numbers[NUMBERS];
    memcpy(numbers, resume->got.bytes + resume->front.n, sizeof numbers);
    return numbers[STEP] >= 0 && numbers[STEP] <= trainer->steps && numbers[EPOCH] >= 0 &&
           numbers[EPOCH] < trainer->options.epochs && numbers[STEP] >= numbers[EPOCH] * trainer->steps_per_epoch &&
           numbers[STEP] <= (numbers[EPOCH] + 1) * trainer->steps_per_epoch && numbers[UPDATES] == numbers[STEP] &&
           numbers[UNTOUCHED] >= 0 && numbers[UNTOUCHED] <= 1 && numbers[BEST_UNTOUCHED] >= 0 &&
           numbers[BEST_UNTOUCHED] <= 1 && numbers[BEST_EPOCH] >= -1 && numbers[BEST_EPOCH] <= numbers[EPOCH] &&
           numbers[WAITED] >= 0 && numbers[WAITED] <= trainer->options.epochs;
}

tt_status tt_resume_write(tt_resume *resume, const void *piece, size_t n, tt_error *err) {
    tt_trainer *trainer = resume->trainer;
    const char *bytes = piece, *ignore;
    if (resume->at + n > resume->total) {
        return tt_fail(err, TT_E_FORMAT, (int64_t)resume->total,
                       "the saved run has more bytes than this run has numbers");
    }
    if (resume->at < resume->front_size) {
        const size_t left = resume->front_size - resume->at, count = left < n ? left : n;
        tt_text_bytes(&resume->got, bytes, count);
        TT_TRY(tt_text_end(&ignore, &resume->got, err));
        const size_t told = resume->got.n < resume->front.n ? resume->got.n : resume->front.n;
        if (memcmp(resume->got.bytes, resume->front.bytes, told) != 0) return refuse(resume, err);
        resume->at += count;
        bytes += count;
        n -= count;
        if (resume->at == resume->front_size && !sound(resume)) {
            return tt_fail(err, TT_E_FORMAT, (int64_t)resume->front.n,
                           "the saved run is damaged: its numbers make no sense");
        }
    }
    if (n > 0 && trainer->options.method != TT_METHOD_HEAD) trainer->params->moved = true;
    resume->at += n > 0 ? pass(resume, (char *)(uintptr_t)bytes, n, false) : 0;
    if (resume->at < resume->total) return TT_OK;
    finish(resume);
    return TT_DONE;
}

void tt_resume_free(tt_resume *resume) {
    tt_text_free(&resume->front);
    tt_text_free(&resume->got);
}
