/* SPDX-License-Identifier: Apache-2.0
 * Texts and labels -> rows: each text is encoded, cut to its windows, and told where the head reads. */
#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"
#include "data/rows.h"

/* Rows in the making: `encoding` is that of the row at hand, in full. */
typedef struct {
    tt_rows *out;
    const tt_rows_source *source;
    const tt_tokenizer *tokenizer;
    tt_encoding encoding;
    size_t id_room, text_room, text_used;
    int32_t sequence_room, read_room;
} builder;

static tt_status no_room(int32_t row, tt_error *err) {
    return tt_fail(err, TT_E_MEMORY, row, "there is not enough memory for the tokens of this data");
}

/* Room for `count` items of `size` bytes at `*items`. */
static bool grow(void *items, uint64_t count, size_t size) {
    void **place = items, *grown = tt_grow(*place, count, size);
    if (grown) *place = grown;
    return grown != NULL;
}

/* Room for one more sequence of `n` tokens with one more read. */
static bool reserve(builder *b, size_t n) {
    tt_rows *out = b->out;
    const size_t wanted = out->starts[out->sequences] + n;
    if (wanted > b->id_room) {
        const size_t room = wanted + b->id_room / 2;
        if (!grow(&out->ids, room, sizeof *out->ids)) return false;
        if (b->source->offsets && !grow(&out->offsets, room, 2 * sizeof *out->offsets)) return false;
        b->id_room = room;
    }
    if (out->sequences == b->sequence_room) {
        const int32_t room = b->sequence_room + b->sequence_room / 2 + 1;
        if (!grow(&out->starts, (uint64_t)room + 1, sizeof *out->starts) ||
            !grow(&out->second, (uint64_t)room, sizeof *out->second) ||
            !grow(&out->read_starts, (uint64_t)room + 1, sizeof *out->read_starts)) {
            return false;
        }
        b->sequence_room = room;
    }
    return true;
}

static tt_status add_read(builder *b, int32_t row, int32_t position, int32_t item, tt_error *err) {
    tt_rows *out = b->out;
    if (out->read_count == b->read_room) {
        const int32_t room = b->read_room + b->read_room / 2 + 1;
        if (!grow(&out->reads, (uint64_t)room, sizeof *out->reads)) return no_room(row, err);
        b->read_room = room;
    }
    out->reads[out->read_count++] = (tt_read){.position = position, .item = item};
    out->item_reads[item]++;
    return TT_OK;
}

/* Appends a sequence of tokens `first` .. `first + n` - 1 of the encoding. */
static void add_tokens(builder *b, int32_t first, int32_t n) {
    tt_rows *out = b->out;
    size_t *end = &out->starts[out->sequences + 1];
    memcpy(out->ids + *end, b->encoding.ids + first, (size_t)n * sizeof *out->ids);
    for (int32_t i = 0; out->offsets && i < n; i++) {
        out->offsets[2 * (*end + (size_t)i)] = b->encoding.begins[first + i];
        out->offsets[2 * (*end + (size_t)i) + 1] = b->encoding.ends[first + i];
    }
    *end += (size_t)n;
}

/* The window's tokens of a text that begins at token `first` of the encoding. */
static void add_window(builder *b, int32_t first, const tt_window *window) {
    add_tokens(b, first + window->from, window->to - window->from);
    add_tokens(b, first + window->again, window->end - window->again);
}

static tt_status begin_sequence(builder *b, int32_t row, tt_error *err) {
    tt_rows *out = b->out;
    if (!reserve(b, (size_t)b->source->max_length * (b->out->apart ? 2 : 1))) return no_room(row, err);
    out->starts[out->sequences + 1] = out->starts[out->sequences];
    return TT_OK;
}

static void end_sequence(builder *b, int32_t second) {
    tt_rows *out = b->out;
    const int32_t sequence = out->sequences++, unknown = tt_tokenizer_unknown(b->tokenizer);
    out->second[sequence] = second;
    out->read_starts[out->sequences] = out->read_count;
    if (tt_sequence_length(out, sequence) > out->longest) out->longest = tt_sequence_length(out, sequence);
    for (size_t i = out->starts[sequence]; i < out->starts[sequence + 1]; i++) out->unknown += out->ids[i] == unknown;
}

/* Where the second text of a pair begins in the encoding. */
static int32_t second_text(const tt_encoding *encoding) {
    int32_t second = 0;
    while (second < encoding->count && encoding->segments[second] == 0) second++;
    return second;
}

/* The special tokens between the texts of a pair. */
static void add_between(builder *b, int32_t second) {
    const tt_frame *frame = &b->out->frame;
    if (b->out->apart) {
        add_tokens(b, b->encoding.count - frame->after, frame->after);
        add_tokens(b, 0, frame->before);
    } else {
        add_tokens(b, second - frame->between, frame->between);
    }
}

/* The texts share the room as in longest_first, unless they are apart; with a stride the longer one is read through
 * windows of its share, each beside what is kept of the other. */
static tt_status take_pair(builder *b, int32_t row, tt_error *err) {
    const tt_rows_source *source = b->source;
    const tt_frame *frame = &b->out->frame;
    const int32_t second = second_text(&b->encoding);
    const int32_t n = second - tt_tokenizer_frame(b->tokenizer)->between - frame->before;
    const int32_t m = b->encoding.count - second - frame->after;
    const int32_t stride = n > m ? source->stride : 0, pair_stride = n > m ? 0 : source->stride;
    int32_t room = n, pair_room = m;
    if (b->out->apart) {
        const int32_t most = source->max_length - tt_frame_size(frame, 1);
        room = tt_min(n, most), pair_room = tt_min(m, most);
        b->encoding.full = tt_max(n, m) + tt_frame_size(frame, 1); /* what the positions must reach */
    } else {
        tt_pair_cut(&room, &pair_room, source->max_length - tt_frame_size(frame, 2));
    }
    const int32_t windows = tt_window_count(n, room, stride) * tt_window_count(m, pair_room, pair_stride);
    for (int32_t w = 0; w < windows; w++) { /* one of the two has one window, whatever its number */
        const tt_window window = tt_window_at(w, n, room, source->truncation, stride);
        const tt_window pair = tt_window_at(w, m, pair_room, source->truncation, pair_stride);
        TT_TRY(begin_sequence(b, row, err));
        add_tokens(b, 0, frame->before);
        add_window(b, frame->before, &window);
        add_between(b, second);
        const int32_t before = tt_sequence_length(b->out, b->out->sequences);
        add_window(b, second, &pair);
        add_tokens(b, b->encoding.count - frame->after, frame->after);
        TT_TRY(add_read(b, row, 0, row, err));
        end_sequence(b, before);
    }
    if ((room < n && stride == 0) || (pair_room < m && pair_stride == 0)) b->out->cut++;
    return TT_OK;
}

/* Of a single text in the encoding. */
static int32_t text_tokens(const builder *b) { return b->encoding.count - tt_frame_size(&b->out->frame, 1); }

/* The first piece that begins in a word, white space aside, as a token of the text from 0, or -1. `*piece` goes along
 * with the words. */
static int32_t piece_of(const builder *b, int32_t *piece, const uint32_t *span) {
    const int32_t before = b->out->frame.before, n = text_tokens(b);
    const int32_t *begins = b->encoding.begins + before, *ends = b->encoding.ends + before;
    while (*piece < n && ((uint32_t)begins[*piece] < span[0] || begins[*piece] >= ends[*piece])) (*piece)++;
    return *piece < n && (uint32_t)begins[*piece] < span[1] ? *piece : -1;
}

/* How far the words of a row are read. */
typedef struct {
    int32_t word, piece;
} cursor;

/* The words that are read in window `w` of a single text. Windows rise with the words, so each word is met once. */
static tt_status read_words(builder *b, int32_t row, int32_t w, int32_t room, cursor *at, tt_error *err) {
    const tt_rows_source *source = b->source;
    const int32_t n = text_tokens(b);
    const tt_window window = tt_window_at(w, n, room, source->truncation, source->stride);
    for (; at->word < b->out->item_starts[row + 1]; at->word++) {
        const int32_t i = piece_of(b, &at->piece, source->spans + 2 * (size_t)at->word);
        const int32_t best = i < 0 ? -1 : tt_window_best(i, n, room, source->truncation, source->stride);
        if (best > w) break;
        if (best == w) TT_TRY(add_read(b, row, b->out->frame.before + tt_window_place(&window, i), at->word, err));
    }
    return TT_OK;
}

static tt_status take_text(builder *b, int32_t row, tt_error *err) {
    const tt_rows_source *source = b->source;
    tt_rows *out = b->out;
    const tt_frame *frame = &out->frame;
    const int32_t n = text_tokens(b), room = source->max_length - tt_frame_size(frame, 1);
    const int32_t windows = tt_window_count(n, room, source->stride);
    cursor words = {.word = out->item_starts[row]};
    for (int32_t w = 0; w < windows; w++) {
        const tt_window window = tt_window_at(w, n, room, source->truncation, source->stride);
        TT_TRY(begin_sequence(b, row, err));
        add_tokens(b, 0, frame->before);
        add_window(b, frame->before, &window);
        add_tokens(b, b->encoding.count - frame->after, frame->after);
        TT_TRY(source->spans ? read_words(b, row, w, room, &words, err) : add_read(b, row, 0, row, err));
        end_sequence(b, tt_sequence_length(out, out->sequences));
    }
    if (n > room && source->stride == 0) out->cut++;
    return TT_OK;
}

/* Spans rise, do not overlap and end within the text, which is UTF-8. */
static tt_status check_spans(const builder *b, int32_t row, const char *text, size_t bytes, tt_error *err) {
    uint32_t characters = 0, end = 0;
    for (size_t i = 0; i < bytes; i++) characters += ((unsigned char)text[i] & 0xc0) != 0x80;
    for (int32_t word = b->out->item_starts[row]; word < b->out->item_starts[row + 1]; word++) {
        const uint32_t *span = b->source->spans + 2 * (size_t)word;
        const int number = word - b->out->item_starts[row];
        if (span[0] >= span[1]) {
            return tt_fail(err, TT_E_DATA, row, "row %d, word %d: it has no characters, as it goes from %u to %u",
                           (int)row, number, span[0], span[1]);
        }
        if (span[0] < end) {
            return tt_fail(err, TT_E_DATA, row,
                           "row %d, word %d begins at character %u, before the word before it ends at %u", (int)row,
                           number, span[0], end);
        }
        end = span[1];
        if (end > characters) {
            return tt_fail(err, TT_E_DATA, row, "row %d, word %d ends at character %u, but the text has %u", (int)row,
                           number, end, characters);
        }
    }
    return TT_OK;
}

/* Spans count characters; the text is UTF-8 and the spans are checked. */
static tt_status keep_words(builder *b, int32_t row, const char *text, size_t bytes, tt_error *err) {
    tt_rows *out = b->out;
    size_t used = b->text_used, at = 0;
    uint32_t character = 0;
    if (used + bytes > b->text_room) {
        const size_t room = used + bytes + b->text_room / 2;
        if (!grow(&out->word_text, room, sizeof *out->word_text)) return no_room(row, err);
        b->text_room = room;
    }
    for (int32_t word = out->item_starts[row]; word < out->item_starts[row + 1]; word++) {
        const uint32_t *span = b->source->spans + 2 * (size_t)word;
        for (; character < span[1]; character++) {
            const size_t length = tt_utf8_length(text + at, bytes - at);
            for (size_t i = at; character >= span[0] && i < at + length; i++) out->word_text[used++] = text[i];
            at += length;
        }
        out->word_ends[word] = (uint32_t)used;
    }
    b->text_used = used;
    return TT_OK;
}

static tt_status encode_row(builder *b, int32_t row, tt_error *err) {
    const tt_rows_source *source = b->source;
    const uint32_t *ends = source->ends;
    size_t text = (size_t)row * (size_t)source->parts, from = text ? ends[text - 1] : 0, middle = ends[text];
    const char *texts = source->texts ? source->texts : ""; /* all are empty */
    const char *pair = source->parts == 2 ? texts + middle : NULL;
    tt_error inner = {0};
    if (middle < from || (pair && ends[text + 1] < middle)) {
        return tt_fail(err, TT_E_DATA, row, "row %d: the ends of the texts are not in order", (int)row);
    }
    tt_status status = tt_tokenizer_encode(&b->encoding, b->tokenizer, texts + from, middle - from, pair,
                                           pair ? ends[text + 1] - middle : 0, INT32_MAX, &inner);
    if (status != TT_OK) return tt_fail(err, status, row, "row %d: %.200s", (int)row, inner.text);
    if (source->spans) TT_TRY(check_spans(b, row, texts + from, middle - from, err));
    if (b->out->word_ends) TT_TRY(keep_words(b, row, texts + from, middle - from, err));
    return TT_OK;
}

/* The row in the encoding. */
static tt_status take_row(builder *b, int32_t row, tt_error *err) {
    tt_rows *out = b->out;
    TT_TRY(b->source->parts == 2 ? take_pair(b, row, err) : take_text(b, row, err));
    out->row_starts[row + 1] = out->sequences;
    out->length_counts[b->encoding.full <= out->positions ? b->encoding.full : out->positions + 1]++;
    return TT_OK;
}

/* A vocabulary may have more pieces than the encoder has embeddings, as long as no text needs them. */
static tt_status refuse_piece(const builder *b, size_t token, tt_error *err) {
    const tt_rows *out = b->out;
    int32_t row = 0;
    size_t n;
    while (out->starts[out->row_starts[row + 1]] <= token) row++;
    const char *piece = tt_tokenizer_piece(b->tokenizer, out->ids[token], &n);
    return tt_fail(err, TT_E_DATA, row,
                   "row %d has the piece \"%.*s\", number %d of the vocabulary, but the encoder has embeddings for %d "
                   "only (vocab_size); take the vocabulary that belongs to it",
                   (int)row, (int)n, piece, (int)out->ids[token], (int)out->vocab);
}

/* Which tokens occur: the only rows of the word embeddings that training can move. */
static tt_status number_tokens(const builder *b, tt_error *err) {
    tt_rows *out = b->out;
    memset(out->row_of, 0xff, (size_t)out->vocab * sizeof *out->row_of);
    for (size_t i = 0; i < out->starts[out->sequences]; i++) {
        if (out->ids[i] >= out->vocab) return refuse_piece(b, i, err);
        out->row_of[out->ids[i]] = 0;
    }
    for (int32_t id = 0; id < out->vocab; id++) {
        if (out->row_of[id] == 0) out->row_of[id] = out->distinct++;
    }
    return TT_OK;
}

/* What was reserved for rows that did not come is given back. */
static bool trim(builder *b) {
    tt_rows *out = b->out;
    const size_t sequences = (size_t)out->sequences, tokens = out->starts[sequences];
    return grow(&out->ids, tokens, sizeof *out->ids) &&
           (!out->offsets || grow(&out->offsets, tokens, 2 * sizeof *out->offsets)) &&
           grow(&out->starts, sequences + 1, sizeof *out->starts) &&
           grow(&out->second, sequences, sizeof *out->second) &&
           grow(&out->read_starts, sequences + 1, sizeof *out->read_starts) &&
           grow(&out->reads, (uint64_t)out->read_count, sizeof *out->reads) &&
           (!out->word_text || grow(&out->word_text, b->text_used, sizeof *out->word_text));
}

static tt_status make_room(builder *b, tt_error *err) {
    tt_rows *out = b->out;
    const size_t n = (size_t)out->rows, items = (size_t)out->items;
    const uint64_t labels = (uint64_t)items * (uint64_t)out->width;
    b->sequence_room = out->rows;
    out->row_starts = calloc(n + 1, sizeof *out->row_starts);
    out->item_starts = calloc(n + 1, sizeof *out->item_starts);
    out->starts = calloc(n + 1, sizeof *out->starts);
    out->second = calloc(n, sizeof *out->second);
    out->read_starts = calloc(n + 1, sizeof *out->read_starts);
    out->item_reads = calloc(items, sizeof *out->item_reads);
    out->labels = b->source->labels ? tt_grow(NULL, labels, sizeof *out->labels) : NULL;
    const bool keep = b->source->labels && out->words;
    out->word_ends = keep ? malloc(items * sizeof *out->word_ends) : NULL;
    out->row_of = malloc((size_t)out->vocab * sizeof *out->row_of);
    out->length_counts = calloc((size_t)out->positions + 2, sizeof *out->length_counts);
    if (!out->row_starts || !out->item_starts || !out->starts || !out->second || !out->read_starts ||
        !out->item_reads || (b->source->labels && !out->labels) || (keep && !out->word_ends) || !out->row_of ||
        !out->length_counts) {
        return tt_fail(err, TT_E_MEMORY, -1, "there is not enough memory for %d rows", (int)out->rows);
    }
    if (out->labels) memcpy(out->labels, b->source->labels, (size_t)labels * sizeof *out->labels);
    for (int32_t row = 0; row < out->rows; row++) {
        out->item_starts[row + 1] = b->source->spans ? (int32_t)b->source->word_ends[row] : row + 1;
    }
    return TT_OK;
}

/* A row is encoded once for all its forms. */
static tt_status fill(builder *forms, int count, tt_error *err) {
    for (int f = 0; f < count; f++) TT_TRY(make_room(&forms[f], err));
    for (int32_t row = 0; row < forms->out->rows; row++) {
        TT_TRY(encode_row(forms, row, err));
        for (int f = 0; f < count; f++) {
            forms[f].encoding = forms->encoding;
            TT_TRY(take_row(&forms[f], row, err));
        }
    }
    for (int f = 0; f < count; f++) {
        if (!trim(&forms[f])) return no_room(-1, err);
        TT_TRY(number_tokens(&forms[f], err));
    }
    return TT_OK;
}

/* Words are counted before their spans are read. */
static tt_status count_items(int32_t *items, const tt_rows_source *source, tt_error *err) {
    *items = source->rows;
    if (!source->spans) return TT_OK;
    for (int32_t row = 0; row < source->rows; row++) {
        if (row == 0 || source->word_ends[row] >= source->word_ends[row - 1]) continue;
        return tt_fail(err, TT_E_DATA, row, "row %d: the ends of the words are not in order", (int)row);
    }
    const uint32_t words = source->word_ends[source->rows - 1];
    if (words == 0) return tt_fail(err, TT_E_DATA, -1, "there are no words");
    if (words > INT32_MAX / 4) return tt_fail(err, TT_E_DATA, -1, "%u words are too many", words);
    *items = (int32_t)words;
    return TT_OK;
}

tt_status tt_rows_new(tt_rows *out, tt_rows *apart, const tt_tokenizer *tokenizer, const tt_rows_source *source,
                      int32_t vocab, int32_t positions, tt_error *err) {
    builder forms[] = {{.out = out, .source = source, .tokenizer = tokenizer},
                       {.out = apart, .source = source, .tokenizer = tokenizer}};
    int32_t items;
    *out = (tt_rows){0};
    TT_TRY(count_items(&items, source, err));
    *out = (tt_rows){.rows = source->rows,
                     .items = items,
                     .width = source->width,
                     .words = source->spans != NULL,
                     .frame = *tt_tokenizer_frame(tokenizer),
                     .one_segment = tt_tokenizer_one_segment(tokenizer),
                     .max_length = source->max_length,
                     .vocab = vocab,
                     .positions = positions};
    if (apart) {
        *apart = *out;
        apart->apart = apart->one_segment = true;
        apart->frame.between = apart->frame.after + apart->frame.before;
    }
    const tt_status status = fill(forms, apart ? 2 : 1, err);
    tt_encoding_free(&forms->encoding);
    if (status == TT_OK) return TT_OK;
    tt_rows_free(out);
    if (apart) tt_rows_free(apart);
    return status;
}
