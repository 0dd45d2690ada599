/* SPDX-License-Identifier: Apache-2.0 */
#include "train/resume.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

enum { WEIGHTS, FIRST_MOMENTS, SECOND_MOMENTS, START_WEIGHTS, BEST_WEIGHTS, ARRAYS };
enum { SUM = 4, MOST_HEADER = 1 << 20 };

static const char magic[] = "tabtune run ", version[] = "3 ";
static const char *const names[] = {"weights", "first moments", "second moments", "start weights", "best weights"};

static bool is_saved(const tt_optim *optim, int32_t array) {
    return array < START_WEIGHTS || (array == START_WEIGHTS ? optim->start != NULL : optim->best != NULL);
}

static size_t data_size(const tt_optim *optim) {
    size_t size = 0;
    for (int32_t i = 0; i < ARRAYS; i++) {
        if (is_saved(optim, i)) size += optim->trained * sizeof(real) + SUM;
    }
    return size;
}

/* The chunk that the data stands at. Weights that come in wait in the place of the gradients until all is there, and
 * so do those of the last update while the table has an average. */
static real *chunk_at(const tt_resume *resume, size_t *count) {
    const tt_optim *optim = &resume->run->optim;
    const tt_chunk *c = &optim->chunks[resume->chunk];
    const ptrdiff_t at = c->g - optim->g;
    *count = (size_t)c->n;
    switch (resume->array) {
        case WEIGHTS:
            return resume->restoring || optim->averaged ? c->g : c->w;
        case FIRST_MOMENTS:
            return c->m;
        case SECOND_MOMENTS:
            return c->v;
        case START_WEIGHTS:
            return optim->start + at;
        default:
            return optim->best + at;
    }
}

/* Behind an array. */
static void next_array(tt_resume *resume) {
    resume->byte = resume->sum = 0;
    resume->chunk = 0;
    do resume->array++;
    while (resume->array < ARRAYS && !is_saved(&resume->run->optim, resume->array));
}

static tt_status begin(tt_resume *resume, tt_run_state *run, const char *encoder, tt_error *err) {
    *resume = (tt_resume){0};
    if (!run->fresh) {
        return tt_fail(err, TT_E_STATE, -1,
                       "the encoder was trained before this run began, so no file has the weights that the run started "
                       "from; open the encoder again");
    }
    snprintf(resume->encoder, sizeof resume->encoder, "%s", encoder);
    tt_crc32_begin(&resume->crc);
    resume->run = run;
    return TT_OK;
}

tt_status tt_resume_save_begin(tt_resume *resume, size_t *total, tt_run_state *run, const char *encoder,
                               tt_error *err) {
    const char *ignore;
    char front[TT_RESUME_FRONT + 1];
    tt_text *header = &resume->header;
    if (run->phase == TT_FINISHED) return tt_fail(err, TT_E_STATE, -1, "the run is finished; save the model");
    if (run->phase == TT_FAILED) return tt_fail(err, TT_E_STATE, -1, "the run has failed and cannot be continued");
    TT_TRY(begin(resume, run, encoder, err));
    for (int i = 0; i < TT_RESUME_FRONT; i++) tt_text_put(header, " ");
    tt_resume_header_write(header, run, encoder);
    TT_TRY(tt_text_end(&ignore, header, err));
    resume->header_size = header->n;
    const uint32_t sum = tt_crc32_of(&resume->crc, 0, header->bytes + TT_RESUME_FRONT, header->n - TT_RESUME_FRONT);
    snprintf(front, sizeof front, "%s%s%08x %08x\n", magic, version, (unsigned)(header->n - TT_RESUME_FRONT),
             (unsigned)sum);
    memcpy(header->bytes, front, TT_RESUME_FRONT);
    *total = resume->total = header->n + data_size(&run->optim);
    return TT_OK;
}

/* The next bytes of the array's checksum, or of its numbers. */
static size_t read_data(tt_resume *resume, char *out, size_t cap) {
    const tt_optim *optim = &resume->run->optim;
    size_t count, n;
    if (resume->chunk == optim->chunk_count) {
        const unsigned char sum[SUM] = {resume->sum & 255, resume->sum >> 8 & 255, resume->sum >> 16 & 255,
                                        (unsigned char)(resume->sum >> 24)};
        n = tt_min_size(SUM - resume->byte, cap);
        memcpy(out, sum + resume->byte, n);
        resume->byte += n;
        if (resume->byte == SUM) next_array(resume);
        return n;
    }
    const char *numbers = (const char *)chunk_at(resume, &count);
    n = tt_min_size(count * sizeof(real) - resume->byte, cap);
    memcpy(out, numbers + resume->byte, n);
    resume->sum = tt_crc32_of(&resume->crc, resume->sum, out, n);
    resume->byte += n;
    if (resume->byte < count * sizeof(real)) return n;
    resume->byte = 0;
    resume->chunk++;
    return n;
}

tt_status tt_resume_save_piece(size_t *n, tt_resume *resume, void *piece, size_t cap) {
    char *out = piece;
    size_t used = 0;
    if (resume->at < resume->header_size) {
        used = tt_min_size(resume->header_size - resume->at, cap);
        memcpy(out, resume->header.bytes + resume->at, used);
    }
    while (used < cap && resume->array < ARRAYS) {
        used += read_data(resume, out + used, cap - used);
    }
    resume->at += used;
    *n = used;
    return resume->at < resume->total ? TT_OK : TT_DONE;
}

tt_status tt_resume_restore_begin(tt_resume *resume, tt_run_state *run, const char *encoder, tt_error *err) {
    TT_TRY(begin(resume, run, encoder, err));
    resume->restoring = true;
    return TT_OK;
}

static bool read_hexadecimal(uint32_t *out, const char *digits) {
    *out = 0;
    for (int i = 0; i < 8; i++) {
        static const char all[] = "0123456789abcdef";
        const char *at = memchr(all, digits[i], 16);
        if (!at) return false;
        *out = *out << 4 | (uint32_t)(at - all);
    }
    return true;
}

/* The first line, as far as it has come. */
static tt_status check_front(tt_resume *resume, tt_error *err) {
    const tt_text *got = &resume->header;
    uint32_t size, sum;
    const size_t words = sizeof magic - 1, all = words + sizeof version - 1;
    if (memcmp(got->bytes, magic, tt_min_size(got->n, words)) != 0) {
        return tt_fail(err, TT_E_FORMAT, 0, "the saved run cannot be continued here: it is no saved run");
    }
    if (got->n > words && memcmp(got->bytes + words, version, tt_min_size(got->n, all) - words) != 0) {
        return tt_fail(err, TT_E_FORMAT, (int64_t)words,
                       "the saved run cannot be continued here: it is of another version of Tabtune");
    }
    if (got->n < TT_RESUME_FRONT) return TT_OK;
    if (!read_hexadecimal(&size, got->bytes + all) || !read_hexadecimal(&sum, got->bytes + all + 9) ||
        size > MOST_HEADER || got->bytes[TT_RESUME_FRONT - 1] != '\n') {
        return tt_fail(err, TT_E_FORMAT, (int64_t)all, "the saved run is damaged: its first line cannot be read");
    }
    resume->header_size = TT_RESUME_FRONT + (size_t)size;
    resume->total = resume->header_size + data_size(&resume->run->optim);
    resume->sum = sum;
    return TT_OK;
}

static tt_status check_header(tt_resume *resume, tt_error *err) {
    const char *bytes = resume->header.bytes + TT_RESUME_FRONT;
    const size_t n = resume->header_size - TT_RESUME_FRONT;
    if (tt_crc32_of(&resume->crc, 0, bytes, n) != resume->sum) {
        return tt_fail(err, TT_E_FORMAT, TT_RESUME_FRONT,
                       "the saved run is damaged: the checksum of its header does not match");
    }
    resume->sum = 0;
    return tt_resume_header_read(&resume->counters, resume->run, resume->encoder, bytes, n, err);
}

/* Takes bytes of the first line and the header; how many goes to `used`. */
static tt_status write_header(tt_resume *resume, const char *bytes, size_t n, size_t *used, tt_error *err) {
    const char *ignore;
    const bool front = resume->at < TT_RESUME_FRONT;
    *used = tt_min_size((front ? TT_RESUME_FRONT : resume->header_size) - resume->at, n);
    tt_text_bytes(&resume->header, bytes, *used);
    TT_TRY(tt_text_end(&ignore, &resume->header, err));
    if (front) TT_TRY(check_front(resume, err));
    if (!front && resume->header.n == resume->header_size) return check_header(resume, err);
    return TT_OK;
}

static tt_status check_chunk(const tt_resume *resume, const real *numbers, size_t count, tt_error *err) {
    for (size_t i = 0; i < count; i++) {
        if (isfinite(numbers[i]) && (resume->array != SECOND_MOMENTS || numbers[i] >= 0)) continue;
        return tt_fail(err, TT_E_FORMAT, (int64_t)resume->at, "the saved run is damaged: one of its %s is %g",
                       names[resume->array], (double)numbers[i]);
    }
    return TT_OK;
}

static tt_status check_sum(const tt_resume *resume, tt_error *err) {
    const unsigned char *told = resume->told;
    const uint32_t sum = (uint32_t)told[0] | (uint32_t)told[1] << 8 | (uint32_t)told[2] << 16 | (uint32_t)told[3] << 24;
    if (sum == resume->sum) return TT_OK;
    return tt_fail(err, TT_E_FORMAT, (int64_t)resume->at,
                   "the saved run is damaged: the checksum of its %s does not match", names[resume->array]);
}

static tt_status write_data(tt_resume *resume, const char *bytes, size_t n, size_t *used, tt_error *err) {
    size_t count;
    if (resume->chunk == resume->run->optim.chunk_count) {
        *used = tt_min_size(SUM - resume->byte, n);
        memcpy(resume->told + resume->byte, bytes, *used);
        resume->byte += *used;
        if (resume->byte < SUM) return TT_OK;
        TT_TRY(check_sum(resume, err));
        next_array(resume);
        return TT_OK;
    }
    real *numbers = chunk_at(resume, &count);
    *used = tt_min_size(count * sizeof(real) - resume->byte, n);
    memcpy((char *)numbers + resume->byte, bytes, *used);
    resume->sum = tt_crc32_of(&resume->crc, resume->sum, bytes, *used);
    resume->byte += *used;
    if (resume->byte < count * sizeof(real)) return TT_OK;
    resume->byte = 0;
    TT_TRY(check_chunk(resume, numbers, count, err));
    resume->chunk++;
    return TT_OK;
}

tt_status tt_resume_restore_piece(tt_resume *resume, const void *piece, size_t n, tt_error *err) {
    const char *bytes = piece;
    while (n > 0) {
        const bool header = resume->at < TT_RESUME_FRONT || resume->at < resume->header_size;
        size_t used;
        if (!header && resume->at == resume->total) {
            return tt_fail(err, TT_E_FORMAT, (int64_t)resume->total, "the saved run is damaged: bytes follow its end");
        }
        TT_TRY(header ? write_header(resume, bytes, n, &used, err) : write_data(resume, bytes, n, &used, err));
        resume->at += used;
        bytes += used;
        n -= used;
    }
    return resume->total > 0 && resume->at == resume->total ? TT_DONE : TT_OK;
}

tt_status tt_resume_restore_end(tt_resume *resume, tt_error *err) {
    tt_run_state *run = resume->run;
    tt_optim *optim = &run->optim;
    if (resume->total == 0 || resume->at < resume->total) {
        return tt_fail(err, TT_E_FORMAT, (int64_t)resume->at, "the saved run is cut short: it ends after %zu bytes",
                       resume->at);
    }
    for (const tt_chunk *c = optim->chunks; c < optim->chunks + optim->chunk_count; c++) {
        memcpy(c->w, c->g, (size_t)c->n * sizeof *c->w);
    }
    memset(optim->g, 0, optim->trained * sizeof *optim->g);
    if (run->options.method != TT_METHOD_HEAD) run->params->moved = true;
    resume->restoring = false;
    tt_resume_continue(run, &resume->counters);
    return TT_DONE;
}

void tt_resume_free(tt_resume *resume) {
    if (resume->run && resume->restoring) {
        tt_optim *optim = &resume->run->optim;
        memset(optim->g, 0, optim->trained * sizeof *optim->g);
        memset(optim->m, 0, optim->trained * sizeof *optim->m);
        memset(optim->v, 0, optim->trained * sizeof *optim->v);
    }
    tt_text_free(&resume->header);
    *resume = (tt_resume){0};
}
