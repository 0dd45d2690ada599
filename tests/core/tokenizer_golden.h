/* SPDX-License-Identifier: Apache-2.0
 * Tokens, offsets and texts of a tokenizer against a golden of tests/golden/tokenizer. */
#ifndef TOKENIZER_GOLDEN_H
#define TOKENIZER_GOLDEN_H

#include "base/json.h"
#include "check.h"
#include "text/tokenizer.h"

static const char *const tokenizer_folder = "tests/golden/tokenizer";

/* The bytes of a file and a NUL, or NULL. */
static char *slurp(const char *directory, const char *name, size_t *n) {
    char path[512], *bytes = NULL;
    long size;
    snprintf(path, sizeof path, "%s/%s", directory, name);
    FILE *file = fopen(path, "rb");
    if (!file) return NULL;
    if (fseek(file, 0, SEEK_END) == 0 && (size = ftell(file)) >= 0) {
        rewind(file);
        bytes = malloc((size_t)size + 1);
        *n = bytes ? fread(bytes, 1, (size_t)size, file) : 0;
        if (bytes) bytes[*n] = 0;
    }
    fclose(file);
    return bytes;
}

/* One text of a golden: `count` tokens from `place` on, three numbers each. */
static bool same_tokens(const tt_encoding *got, int32_t place, int segment, long count, char **line) {
    long before = 0;
    for (long i = 0; i < count; i++, place++) {
        long id = strtol(*line, line, 10), start = before + strtol(*line, line, 10);
        before = start + strtol(*line, line, 10);
        if (got->ids[place] != id || got->starts[place] != start || got->ends[place] != before) return false;
        if (got->segments[place] != segment) return false;
    }
    return true;
}

/* `count` special tokens from `place` on, which stand for no text. */
static bool same_specials(const tt_encoding *got, int32_t place, int32_t count, int segment, int32_t id) {
    for (int32_t i = place; i < place + count; i++) {
        if (got->ids[i] != id || got->segments[i] != segment || got->starts[i] != 0 || got->ends[i] != 0) return false;
    }
    return true;
}

/* `names`: the first special token, and all others. */
static bool same_line(const tt_encoding *got, const tt_tokenizer *tokenizer, const int32_t ids[2], bool pair,
                      char *line) {
    const tt_frame *frame = tt_tokenizer_frame(tokenizer);
    long first = strtol(line, &line, 10), second = strtol(line, &line, 10), full = strtol(line, &line, 10);
    const int32_t end = frame->before + (int32_t)first, place = end + frame->between;
    if (got->count != first + second + tt_frame_size(frame, pair ? 2 : 1) || got->full != full) return false;
    if (!same_specials(got, 0, frame->before, 0, ids[0]) || !same_tokens(got, frame->before, 0, first, &line)) {
        return false;
    }
    if (!pair) return same_specials(got, end, frame->after, 0, ids[1]);
    return same_specials(got, end, frame->between, 0, ids[1]) && same_tokens(got, place, 1, second, &line) &&
           same_specials(got, place + (int32_t)second, frame->after, 1, ids[1]);
}

/* The id of a name among the pieces, or -1. */
static int32_t id_of(const tt_tokenizer *tokenizer, const char *name) {
    for (int32_t id = 0; id < tt_tokenizer_size(tokenizer); id++) {
        size_t n;
        const char *piece = tt_tokenizer_piece(tokenizer, id, &n);
        if (n == strlen(name) && memcmp(piece, name, n) == 0) return id;
    }
    return -1;
}

/* Every case of a file against its line of NAME.txt; `specials` are the first special token and the others. */
static void compare(const tt_tokenizer *tokenizer, const char *case_file, const char *name, const char *const *specials,
                    const char *what) {
    const int32_t ids[2] = {id_of(tokenizer, specials[0]), id_of(tokenizer, specials[1])};
    char file[64], text[4096], pair[4096];
    size_t n, text_n, pair_n;
    tt_json cases = {0};
    tt_encoding got = {0};
    int compared = 0, wrong = 0;
    snprintf(file, sizeof file, "%s.txt", name);
    char *json = slurp(tokenizer_folder, case_file, &n), *goldens = slurp(tokenizer_folder, file, &text_n),
         *line = goldens;
    CHECK(json != NULL && goldens != NULL);
    if (json) CHECK_OK(tt_json_parse(&cases, json, n, &err));
    for (int32_t i = tt_json_first(&cases, 0); i >= 0 && line && *line; i = cases.nodes[i].next, compared++) {
        int32_t second = cases.nodes[tt_json_first(&cases, i)].next;
        int64_t max_length = 0;
        char *next = strchr(line, '\n');
        bool is_pair = tt_json_string(&cases, second, pair, sizeof pair, &pair_n);
        bool read = tt_json_string(&cases, tt_json_first(&cases, i), text, sizeof text, &text_n) &&
                    tt_json_integer(&cases, cases.nodes[second].next, &max_length);
        CHECK(read && next);
        tt_status status = tt_tokenizer_encode(&got, tokenizer, text, text_n, is_pair ? pair : NULL, pair_n,
                                               (int32_t)max_length, NULL);
        if (status != TT_OK || !same_line(&got, tokenizer, ids, is_pair, line)) {
            if (wrong++ < 5) printf("  %s %s, case %d: %s\n", name, what, compared, text);
        }
        line = next ? next + 1 : NULL;
    }
    CHECK(compared > 200 && line && !*line);
    CHECK(wrong == 0);
    tt_encoding_free(&got);
    tt_json_free(&cases);
    free(json);
    free(goldens);
}

#endif
