/* SPDX-License-Identifier: Apache-2.0
 * A saved run with some bytes changed and its checksums made right again, in a new run: no trap, whatever is accepted
 * can be trained to its end. The first byte is the method, the second the steps before the run is saved; then three
 * bytes each: where (in 65,536ths of the file, the header taking half of them), and what it is xored with. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "train/resume.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* 47 calls are the most: 7 read the rows for the frozen layers, 12 update, and 7 validate after each of 4 epochs. */
enum { ROWS = 6, LENGTH = 4, TOKENS = ROWS * LENGTH, VOCAB = 7, MOST_STEPS = 47 };

static const tt_shape shape = {.family = &tt_bert,
                               .hidden_size = 4,
                               .embedding_size = 4,
                               .num_hidden_layers = 1,
                               .num_attention_heads = 2,
                               .intermediate_size = 4,
                               .max_position_embeddings = LENGTH,
                               .vocab_size = VOCAB,
                               .type_vocab_size = 1,
                               .layer_norm_eps = 1e-12,
                               .initializer_range = 0.5};
static const char *const methods[] = {"full", "layers", "bias", "lora", "head"};

typedef struct {
    tt_params params;
    tt_rows rows;
    tt_run_state state;
} setup;

static void must(bool condition) {
    if (!condition) abort();
}

static void *list(size_t count, size_t size) {
    void *p = calloc(count, size);
    must(p != NULL);
    return p;
}

/* Rows of four tokens each, of which the first is read. */
static void make_rows(tt_rows *rows) {
    *rows = (tt_rows){.rows = ROWS, .sequences = ROWS, .items = ROWS, .read_count = ROWS, .width = 1};
    rows->row_starts = list(ROWS + 1, sizeof *rows->row_starts);
    rows->item_starts = list(ROWS + 1, sizeof *rows->item_starts);
    rows->read_starts = list(ROWS + 1, sizeof *rows->read_starts);
    rows->starts = list(ROWS + 1, sizeof *rows->starts);
    rows->ids = list(TOKENS, sizeof *rows->ids);
    rows->second = list(ROWS, sizeof *rows->second);
    rows->reads = list(ROWS, sizeof *rows->reads);
    rows->item_reads = list(ROWS, sizeof *rows->item_reads);
    rows->labels = list(ROWS, sizeof *rows->labels);
    rows->row_of = list(VOCAB, sizeof *rows->row_of);
    rows->vocab = VOCAB;
    rows->distinct = VOCAB - 1;
    rows->longest = rows->max_length = rows->positions = LENGTH;
    for (int i = 0; i <= ROWS; i++) {
        rows->row_starts[i] = rows->item_starts[i] = rows->read_starts[i] = i;
        rows->starts[i] = (size_t)i * LENGTH;
    }
    for (int i = 0; i < ROWS; i++) {
        rows->second[i] = LENGTH;
        rows->reads[i].item = i;
        rows->item_reads[i] = 1;
        rows->labels[i] = (i % 2);
    }
    for (int i = 0; i < TOKENS; i++) rows->ids[i] = i % (VOCAB - 1);
    for (int i = 0; i < VOCAB; i++) rows->row_of[i] = i < VOCAB - 1 ? i : -1;
}

static void begin(setup *s, const char *method) {
    char json[256];
    memset(s, 0, sizeof *s);
    make_rows(&s->rows);
    must(tt_params_new(&s->params, &shape, NULL) == TT_OK);
    must(tt_params_head(&s->params, &shape, tt_task_at(0), 2, TT_POOL_CLS, 1, NULL) == TT_OK);
    tt_params_redraw(&s->params, &shape, 1, 1);
    s->state = (tt_run_state){.shape = &shape, .params = &s->params, .train = &s->rows, .validation = &s->rows};
    snprintf(
        json, sizeof json,
        "{\"head_start\":\"random\",\"method\":\"%s\",\"epochs\":4,\"batch_size\":2,\"patience\":2,\"lora_rank\":2,"
        "\"last_layers\":1,\"learning_rate\":0.01}",
        method);
    must(tt_options_parse(&s->state.options, json, NULL) == TT_OK);
    s->state.compute.kernels = &tt_kernels_simd;
    must(tt_threads_new(&s->state.compute.threads, 1, NULL) == TT_OK);
    must(tt_run_state_begin(&s->state, NULL) == TT_OK);
}

static void end(setup *s) {
    tt_threads *threads = s->state.compute.threads;
    tt_run_state_end(&s->state);
    tt_threads_free(threads);
    tt_rows_free(&s->rows);
    tt_params_free(&s->params);
}

static void put(uint8_t *out, uint32_t sum) {
    for (int i = 0; i < 4; i++) out[i] = (uint8_t)(sum >> 8 * i);
}

/* Makes the checksums of the header and of the arrays right. */
static void mend(uint8_t *saved, size_t header, size_t array, size_t n) {
    static tt_crc32 crc;
    char front[TT_RESUME_FRONT + 1];
    tt_crc32_begin(&crc);
    const uint32_t sum = tt_crc32_of(&crc, 0, saved + TT_RESUME_FRONT, header - TT_RESUME_FRONT);
    snprintf(front, sizeof front, "tabtune run 3 %08x %08x\n", (unsigned)(header - TT_RESUME_FRONT), (unsigned)sum);
    memcpy(saved, front, TT_RESUME_FRONT);
    for (size_t at = header; at < n; at += array + 4) put(saved + at + array, tt_crc32_of(&crc, 0, saved + at, array));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    setup first, second;
    tt_resume resume;
    size_t total, got;
    if (size < 2) return 0;
    const char *method = methods[data[0] % 5];
    begin(&first, method);
    for (int i = 0; i < data[1] % 16; i++) {
        if (tt_run_state_step(&first.state, NULL) != TT_OK) break;
    }
    if (tt_resume_save_begin(&resume, &total, &first.state, "fuzz", NULL) == TT_OK) {
        uint8_t *saved = malloc(total);
        must(saved && tt_resume_save_piece(&got, &resume, saved, total) == TT_DONE && got == total);
        const size_t header = resume.header_size, array = first.state.optim.trained * sizeof(real);
        tt_resume_free(&resume);
        for (size_t i = 2; i + 3 <= size; i += 3) {
            const size_t where = (size_t)data[i] << 8 | data[i + 1], half = 32768;
            const size_t at = where < half ? where * header / half : header + (where - half) * (total - header) / half;
            saved[at] ^= data[i + 2];
        }
        mend(saved, header, array, total);
        begin(&second, method);
        tt_status status = tt_resume_restore_begin(&resume, &second.state, "fuzz", NULL);
        if (status == TT_OK) status = tt_resume_restore_piece(&resume, saved, total, NULL);
        if (status == TT_DONE) status = tt_resume_restore_end(&resume, NULL);
        tt_resume_free(&resume);
        int steps = 0;
        while (tt_run_state_step(&second.state, NULL) == TT_OK) must(++steps <= MOST_STEPS);
        must(second.state.step <= second.state.steps);
        end(&second);
        free(saved);
    } else {
        tt_resume_free(&resume);
    }
    end(&first);
    return 0;
}
