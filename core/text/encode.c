/* SPDX-License-Identifier: Apache-2.0
 * From a row's texts to its encoding. */
#include <stdlib.h>
#include <string.h>

#include "text/tokenizer_parts.h"

/* In bytes and tokens: those of two texts can be counted. */
enum { MAX_TEXT = INT32_MAX / 4, MAX_TOKENS = INT32_MAX / 4 };

void tt_encoding_free(tt_encoding *encoding) {
    tt_work *work = encoding->work;
    if (work) {
        tt_symbols_free(&work->text);
        tt_changing_free(&work->normalized);
        for (int i = 0; i < TT_MAX_SPLITTERS; i++) tt_symbols_free(&work->levels[i]);
        tt_symbols_free(&work->word);
        tt_merging_free(&work->merging);
        tt_searching_free(&work->searching);
    }
    free(work);
    free(encoding->ids);
    free(encoding->segments);
    free(encoding->starts);
    free(encoding->ends);
    free(encoding->begins);
    memset(encoding, 0, sizeof *encoding);
}

static bool grow(int32_t **items, int32_t cap) {
    int32_t *grown = tt_grow(*items, (uint64_t)cap, sizeof **items);
    if (grown) *items = grown;
    return grown != NULL;
}

static bool reserve(tt_encoding *encoding, int32_t count) {
    if (count <= encoding->cap) return true;
    int32_t cap = count > INT32_MAX / 2 ? count : count * 2;
    bool grown = grow(&encoding->ids, cap) && grow(&encoding->segments, cap) && grow(&encoding->starts, cap) &&
                 grow(&encoding->ends, cap) && grow(&encoding->begins, cap);
    if (grown) encoding->cap = cap;
    return grown;
}

static bool is_space(tt_symbol symbol) {
    return symbol.code == TT_BYTE_SPACE || tt_char_flags(symbol.code) & TT_CHAR_SPACE;
}

/* As Hugging Face's ByteLevel and RobertaProcessing do: each white space symbol at an end of the token takes off one
 * code point, but not the space that add_prefix_space put in front of a text. */
static void trim(const tt_writer *writer, int32_t place, const tt_symbol *symbols, size_t n) {
    int32_t *start = &writer->out->starts[place], *end = &writer->out->ends[place], leading = 0, trailing = 0;
    while ((size_t)leading < n && is_space(symbols[leading])) leading++;
    while ((size_t)trailing < n && is_space(symbols[n - 1 - (size_t)trailing])) trailing++;
    const bool first = writer->count == 0 || *start == 0;
    if (!(first && writer->tokenizer->trim_prefix && leading == 1)) *start = tt_min(*start + leading, *end);
    if (*end >= trailing) *end = tt_max(*end - trailing, *start);
}

/* The first code point of the original text among `symbols` that is no white space, or their end. */
static int32_t begin_of(const tt_writer *writer, const tt_symbol *symbols, size_t n) {
    const tt_symbol *original = writer->work->text.items;
    size_t i = 0;
    while (i < n && tt_char_flags(original[symbols[i].at].code) & TT_CHAR_SPACE) i++;
    return i < n ? symbols[i].at : symbols[n - 1].at + 1;
}

void tt_put(tt_writer *writer, int32_t id, const tt_symbol *symbols, size_t n) {
    const int32_t place = writer->base + writer->count;
    if (writer->failed) return;
    if (writer->count < writer->limit) {
        if (!reserve(writer->out, place + 1)) {
            writer->failed = true;
            return;
        }
        writer->out->ids[place] = id;
        writer->out->starts[place] = symbols[0].at;
        writer->out->ends[place] = symbols[n - 1].at + 1;
        writer->out->begins[place] = begin_of(writer, symbols, n);
        if (writer->tokenizer->trim_offsets && id != writer->tokenizer->unknown) trim(writer, place, symbols, n);
    }
    writer->count++;
    if (writer->count == MAX_TOKENS) writer->failed = true;
}

typedef void (*part)(tt_writer *writer, const tt_symbol *text, size_t n);

/* Takes the tokens of `added` out of a text and gives what is between them to `rest`. */
static void take_out(tt_writer *writer, const tt_added *added, const tt_symbol *text, size_t n, part rest) {
    size_t done = 0, space = 0; /* `space`: where the white space behind the last token ends */
    for (size_t i = 0; i < n;) {
        const tt_added_token *token = tt_added_find(added, text + i, n - i);
        if (!token) {
            i++;
            continue;
        }
        size_t start = i, end = i + token->n;
        i = end;
        if (token->lstrip) {
            while (start > done && tt_char_flags(text[start - 1].code) & TT_CHAR_SPACE) start--;
            if (start < done && done < end) start = done; /* its own, which the token before has taken */
        }
        if (token->rstrip) {
            if (end < space) end = space;
            while (end < n && tt_char_flags(text[end].code) & TT_CHAR_SPACE) end++;
            space = end;
        }
        if (start > done) rest(writer, text + done, start - done);
        tt_put(writer, token->id, text + start, end - start);
        done = end;
    }
    if (n > done) rest(writer, text + done, n - done);
}

static void put_words(tt_writer *writer, const tt_symbol *text, size_t n) { tt_split(writer, 0, text, n); }

static void put_normalized(tt_writer *writer, const tt_symbol *text, size_t n) {
    tt_changing *normalized = &writer->work->normalized;
    tt_symbols_copy(&normalized->now, text, n);
    tt_normalizers_run(normalized, &writer->tokenizer->normalizers);
    take_out(writer, &writer->tokenizer->after, normalized->now.items, normalized->now.n, put_words);
}

/* Whether an allocation failed since the last call. */
static bool take_failure(tt_work *work) {
    tt_symbols *all[5 + TT_MAX_SPLITTERS] = {&work->text, &work->normalized.now, &work->normalized.next,
                                             &work->normalized.marks, &work->word};
    bool failed = false;
    for (int i = 0; i < TT_MAX_SPLITTERS; i++) all[5 + i] = &work->levels[i];
    for (size_t i = 0; i < sizeof all / sizeof *all; i++) {
        failed = failed || all[i]->failed;
        all[i]->failed = false;
    }
    return failed;
}

static tt_status put_text(tt_writer *writer, const char *text, size_t n, tt_error *err) {
    tt_work *work = writer->work;
    if (n > MAX_TEXT) return tt_fail(err, TT_E_DATA, -1, "the text has %zu bytes; %d is the limit", n, MAX_TEXT);
    take_failure(work);
    TT_TRY(tt_symbols_decode(&work->text, text, n, err));
    if (!work->text.failed) {
        take_out(writer, &writer->tokenizer->before, work->text.items, work->text.n, put_normalized);
    }
    if (take_failure(work) || writer->failed) {
        return tt_fail(err, TT_E_MEMORY, -1, "there is not enough memory for a text of %zu bytes", n);
    }
    return TT_OK;
}

void tt_pair_cut(int32_t *a, int32_t *b, int32_t budget) {
    int32_t *shorter = *a > *b ? b : a, *longer = *a > *b ? a : b;
    if (*shorter > budget - *longer) { /* else nothing is over */
        if (*shorter > budget / 2) *shorter = budget / 2;
        *longer = budget - *shorter;
    }
}

static void put_specials(tt_encoding *out, int32_t place, int32_t count, int32_t id) {
    for (int32_t i = place; i < place + count; i++) {
        out->ids[i] = id;
        out->starts[i] = out->ends[i] = out->begins[i] = 0;
    }
}

static void move(int32_t *items, int32_t to, int32_t from, int32_t count) {
    memmove(items + to, items + from, (size_t)count * sizeof *items);
}

/* Frames the tokens of the texts, which stand at `a->base` and `b->base`, and closes the gap between them. */
static void finish(tt_encoding *out, const tt_writer *a, const tt_writer *b, int32_t max_length, int parts) {
    const tt_tokenizer *tokenizer = a->tokenizer;
    const tt_frame *frame = &tokenizer->frame;
    const int32_t specials = tt_frame_size(frame, parts);
    int32_t a_count = a->count, b_count = b->count;
    tt_pair_cut(&a_count, &b_count, max_length - specials);
    put_specials(out, 0, frame->before, tokenizer->start);
    int32_t end = frame->before + a_count, second = INT32_MAX;
    if (parts == 2) {
        put_specials(out, end, frame->between, tokenizer->separator);
        second = end + frame->between;
        move(out->ids, second, b->base, b_count);
        move(out->starts, second, b->base, b_count);
        move(out->ends, second, b->base, b_count);
        move(out->begins, second, b->base, b_count);
        end = second + b_count;
    }
    put_specials(out, end, frame->after, tokenizer->separator);
    out->count = end + frame->after;
    out->full = a->count + b->count + specials;
    out->unknown = 0;
    for (int32_t i = 0; i < out->count; i++) {
        out->segments[i] = i >= second;
        out->unknown += out->ids[i] == tokenizer->unknown;
    }
}

tt_status tt_tokenizer_encode(tt_encoding *out, const tt_tokenizer *tokenizer, const char *text, size_t n,
                              const char *pair, size_t pair_n, int32_t max_length, tt_error *err) {
    const tt_frame *frame = &tokenizer->frame;
    const int parts = pair ? 2 : 1;
    const int32_t specials = tt_frame_size(frame, parts);
    out->count = 0;
    if (max_length < specials) {
        return tt_fail(err, TT_E_CONFIG, -1, "max_length is %d; it must be at least %d, the number of special tokens",
                       (int)max_length, (int)specials);
    }
    const int32_t budget = max_length - specials;
    if (!out->work) out->work = calloc(1, sizeof(tt_work));
    if (!out->work) return tt_fail(err, TT_E_MEMORY, -1, "there is not enough memory for a text");
    tt_writer a = {tokenizer, out, out->work, frame->before, budget, 0, false}, b = a;
    TT_TRY(put_text(&a, text, n, err));
    /* the special tokens between the texts lie in the gap */
    b.base = frame->before + tt_min(a.count, budget) + frame->between;
    if (pair) TT_TRY(put_text(&b, pair, pair_n, err));
    if (!reserve(out, b.base + tt_min(b.count, budget) + frame->after)) {
        return tt_fail(err, TT_E_MEMORY, -1, "there is not enough memory for the tokens of a text");
    }
    finish(out, &a, &b, max_length, parts);
    return TT_OK;
}
