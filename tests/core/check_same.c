/* SPDX-License-Identifier: Apache-2.0
 * The weights after a few updates of every task and method have the hashes of tests/golden/same/table.txt, on one
 * thread and on three, with the argument `all` on every number from one to eight. `check_same print` writes the table
 * with the hashes of this build. tests/same/train.ts is the same for browsers. */
#include "check.h"
#include "streams.h"
#include "tabtune.h"

enum { ROWS = 24, MOST_WORDS = 7, READ_WORDS = 3, NAME = 24, MOST = 24, SOME_THREADS = 3, MOST_THREADS = 8 };

typedef struct {
    char name[NAME], folder[80]; /* the folder of an encoder */
    char first[400], second[24]; /* of an encoder: "vocab.txt", or "-" for w0 to w77; of a task: head, labels; of a
                                    method: options */
    int max_length, stride;
} entry;

typedef struct {
    entry items[MOST];
    int count;
} entries;

static entries encoders, tasks, methods;

static char texts[2 * ROWS * MOST_WORDS * 4];
static uint32_t ends[2 * ROWS], word_ends[ROWS], spans[2 * ROWS * READ_WORDS];
static double labels[ROWS * READ_WORDS * 2];

static const entry *find(const entries *list, const char *name) {
    for (int i = 0; i < list->count; i++) {
        if (!strcmp(list->items[i].name, name)) return &list->items[i];
    }
    printf("%s is not in the table\n", name);
    exit(2);
}

/* Row i: three words and i mod 5 more. */
static uint32_t put_text(uint32_t at, int i) {
    const uint32_t start = at;
    for (int k = 0; k < READ_WORDS + i % 5; k++) {
        if (k) texts[at++] = ' ';
        if (k < READ_WORDS) spans[2 * (i * READ_WORDS + k)] = at - start;
        at += (uint32_t)sprintf(texts + at, "w%d", (7 * i + 5 * k) % 78);
        if (k < READ_WORDS) spans[2 * (i * READ_WORDS + k) + 1] = at - start;
    }
    return at;
}

static tt_data *make_rows(tt_model *model, const entry *task) {
    const char *kind = task->second;
    const bool pairs = !strcmp(kind, "pairs"), words = !strcmp(kind, "words"), gaps = !strcmp(kind, "gaps");
    const int width = !strcmp(kind, "flags") ? 3 : !strcmp(kind, "numbers") ? 2 : 1, parts = pairs ? 2 : 1;
    uint32_t at = 0;
    for (int i = 0; i < ROWS; i++) {
        at = ends[i * parts] = put_text(at, i);
        if (pairs) at = ends[2 * i + 1] = put_text(at, (i + 1) % ROWS);
        word_ends[i] = (uint32_t)(i + 1) * READ_WORDS;
        for (int k = 0; k < READ_WORDS && words; k++) labels[i * READ_WORDS + k] = (i + k) % 3;
        for (int k = 0; k < width && !words; k++) {
            labels[i * width + k] = width == 3 ? (i + k) % 2 : width == 2 ? i * 0.25 + k : i % 3;
        }
    }
    char spec[160];
    snprintf(spec, sizeof spec, "{\"max_length\":%d,\"stride\":%d,\"width\":%d,\"parts\":%d,\"mlm\":%s}",
             task->max_length, task->stride, width, parts, gaps ? "true" : "false");
    tt_data *data;
    CHECK_OK(tt_data_new(&data, model, spec, texts, ends, words ? word_ends : NULL, words ? spans : NULL,
                         gaps ? NULL : labels, ROWS, &err));
    return data;
}

/* Of the numbers behind the header of a safetensors file. */
static void hash_weights(char hash[17], const char *file, size_t n) {
    uint32_t a = 0x811c9dc5, b = 0;
    uint64_t header;
    memcpy(&header, file, sizeof header);
    for (size_t at = 8 + (size_t)header; at < n; at += sizeof(uint32_t)) {
        uint32_t word;
        memcpy(&word, file + at, sizeof word);
        a = (a ^ word) * 0x01000193;
        b = (b + word) * 0x85ebca6b;
        b ^= b >> 13;
    }
    snprintf(hash, 17, "%08x%08x", (unsigned)a, (unsigned)b);
}

static char *vocabulary(const entry *encoder, size_t *n) {
    if (strcmp(encoder->second, "-") != 0) return read_file(encoder->folder, "vocab.txt", n);
    char *vocab = malloc(1024);
    *n = (size_t)sprintf(vocab, "[PAD]\n[UNK]\n[CLS]\n[SEP]\n[MASK]\n");
    for (int i = 0; i < 78; i++) *n += (size_t)sprintf(vocab + *n, "w%d\n", i);
    return vocab;
}

static void train(char hash[17], const entry *encoder, const entry *task, const entry *method, int threads) {
    tt_engine *engine;
    tt_model *model;
    tt_run *run;
    tt_status status;
    size_t n, vocab_bytes;
    char *config = read_file(encoder->folder, "config.json", &n), *vocab = vocabulary(encoder, &vocab_bytes);
    char *weights = read_file(encoder->folder, "model.safetensors", &n);
    CHECK_OK(tt_engine_new(&engine, threads, &err));
    CHECK_OK(tt_model_new(&model, engine, config, vocab, vocab_bytes, NULL, &err));
    CHECK(import_file(model, "model", weights, n, NULL) == TT_DONE);
    CHECK_OK(tt_model_head(model, task->first, &err));
    tt_data *rows = make_rows(model, task), *validation = make_rows(model, task);
    CHECK_OK(tt_run_new(&run, model, rows, validation, method->first, &err));
    while ((status = tt_run_step(run, NULL)) == TT_OK) {
    }
    CHECK(status == TT_DONE);
    tt_run_free(run);
    char *file = export_file(model, "{\"what\":\"model\",\"dtype\":\"F32\"}", &n);
    hash_weights(hash, file, n);
    free(file);
    free(weights);
    free(config);
    free(vocab);
    tt_data_free(rows);
    tt_data_free(validation);
    tt_model_free(model);
    tt_engine_free(engine);
}

static bool is_relaxed(void) {
#ifdef TT_RELAXED
    return true;
#else
    return false;
#endif
}

static void check_run(const char *line, bool print, bool all) {
    char encoder[NAME], task[NAME], method[NAME], strict[20], relaxed[20], hash[17], again[17];
    if (sscanf(line, "run %23s %23s %23s %19s %19s", encoder, task, method, strict, relaxed) != 5) {
        printf("not a run: %s", line);
        exit(2);
    }
    const entry *e = find(&encoders, encoder), *t = find(&tasks, task), *m = find(&methods, method);
    char *wanted = is_relaxed() ? relaxed : strict;
    train(hash, e, t, m, 1);
    for (int threads = all ? 2 : SOME_THREADS; threads <= (all ? MOST_THREADS : SOME_THREADS); threads++) {
        train(again, e, t, m, threads);
        CHECK(strcmp(hash, again) == 0);
    }
    if (print) {
        strcpy(wanted, hash);
        printf("run %s %s %s %s %s\n", encoder, task, method, strict, relaxed);
    } else {
        if (strcmp(hash, wanted) != 0) printf("  %s %s %s: %s, in the table %s\n", encoder, task, method, hash, wanted);
        CHECK(strcmp(hash, wanted) == 0);
    }
}

int main(int argc, char **argv) {
    const bool print = argc > 1 && !strcmp(argv[1], "print"), all = argc > 1 && !strcmp(argv[argc - 1], "all");
    size_t n;
    char *table = read_file("tests/golden/same", "table.txt", &n);
    for (char *line = strtok(table, "\n"); line; line = strtok(NULL, "\n")) {
        entry e = {0};
        if (!strncmp(line, "run ", 4)) {
            check_run(line, print, all);
            continue;
        }
        if (print) puts(line);
        if (sscanf(line, "encoder %23s %79s %23s", e.name, e.folder, e.second) == 3) {
            encoders.items[encoders.count++] = e;
        } else if (sscanf(line, "task %23s %399s %23s %d %d", e.name, e.first, e.second, &e.max_length, &e.stride) ==
                   5) {
            tasks.items[tasks.count++] = e;
        } else if (sscanf(line, "method %23s %399s", e.name, e.first) == 2) {
            methods.items[methods.count++] = e;
        } else if (*line != '#') {
            printf("not a line of the table: %s\n", line);
            return 2;
        }
    }
    free(table);
    return print ? check_failed > 0 : check_end("check_same");
}
