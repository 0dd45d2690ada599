/* SPDX-License-Identifier: Apache-2.0 */
#include "data/batch.h"

#include <string.h>

static int32_t at_most(int64_t n, int32_t bound) { return n < bound ? (int32_t)n : bound; }

static int32_t most_sequences(const tt_rows *rows) {
    int32_t most = 0;
    for (int32_t row = 0; row < rows->rows; row++) {
        if (tt_row_sequences(rows, row) > most) most = tt_row_sequences(rows, row);
    }
    return most;
}

int32_t tt_batch_reads(const tt_rows *rows, int32_t batch) {
    int32_t most = 0;
    for (int32_t row = 0; row < rows->rows; row++) {
        int32_t reads = rows->read_starts[rows->row_starts[row + 1]] - rows->read_starts[rows->row_starts[row]];
        if (reads > most) most = reads;
    }
    return at_most((int64_t)most * batch, rows->read_count);
}

/* No sequence has more reads a token than the one that has most. */
static int32_t reads_among(const tt_rows *rows, int32_t tokens) {
    double most = 0;
    for (int32_t s = 0; s < rows->sequences; s++) {
        const double share = (double)tt_sequence_reads(rows, s) / tt_sequence_length(rows, s);
        if (share > most) most = share;
    }
    return (int32_t)(most * tokens + 1e-6);
}

/* How many sequences are longer than `length`, and their tokens. */
static int32_t longer_than(int64_t *tokens, const tt_rows *rows, int32_t length) {
    int32_t count = 0;
    *tokens = 0;
    for (int32_t s = 0; s < rows->sequences; s++) {
        if (tt_sequence_length(rows, s) <= length) continue;
        *tokens += tt_sequence_length(rows, s);
        count++;
    }
    return count;
}

/* The tokens of the `count` longest sequences: bisects for the shortest length that only so many exceed. */
static int64_t longest_tokens(const tt_rows *rows, int32_t count) {
    int32_t low = 0, high = rows->longest;
    int64_t tokens;
    while (low < high) {
        const int32_t middle = low + (high - low) / 2;
        if (longer_than(&tokens, rows, middle) <= count) {
            high = middle;
        } else {
            low = middle + 1;
        }
    }
    const int32_t longer = longer_than(&tokens, rows, low);
    return tokens + (int64_t)(count - longer) * low;
}

tt_budget tt_budget_for(const tt_rows *rows, int32_t batch, int32_t tokens) {
    const int32_t sequences = at_most((int64_t)batch * most_sequences(rows), rows->sequences);
    const int32_t most = tt_max(at_most(longest_tokens(rows, sequences), tokens), rows->longest);
    return (tt_budget){.tokens = most,
                       .sequences = tt_min(most / 2, sequences), /* a sequence has at least two tokens */
                       .reads = tt_min(reads_among(rows, most), tt_batch_reads(rows, batch))};
}

void tt_batches_layout(tt_batches *batches, tt_arena *arena, const tt_rows *rows, const tt_budget *budget) {
    size_t N = (size_t)budget->tokens, S = (size_t)budget->sequences, M = (size_t)budget->reads;
    *batches = (tt_batches){.rows = rows, .budget = *budget};
    batches->order = TT_TAKE(arena, "batches", int32_t, rows->rows, 1);
    batches->logical = TT_TAKE(arena, "batches", int32_t, rows->sequences, 1);
    batches->places = TT_TAKE(arena, "batches", int32_t, rows->longest + 1, 1);
    batches->ids = TT_TAKE(arena, "batches", int32_t, N, 1);
    batches->segments = TT_TAKE(arena, "batches", int32_t, N, 1);
    batches->positions = TT_TAKE(arena, "batches", int32_t, N, 1);
    batches->starts = TT_TAKE(arena, "batches", int32_t, (rows->apart ? 2 : 1) * S + 1, 1);
    batches->positions_read = TT_TAKE(arena, "batches", int32_t, M, 1);
    batches->reads = TT_TAKE(arena, "batches", int32_t, M, 1);
    batches->labels = TT_TAKE(arena, "batches", double, M, rows->width);
    batches->weights = TT_TAKE(arena, "batches", float, M, 1);
}

void tt_batches_in_order(tt_batches *batches) {
    for (int32_t row = 0; row < batches->rows->rows; row++) batches->order[row] = row;
    batches->drawn = 0;
}

void tt_batches_shuffle(tt_batches *batches, uint64_t seed, uint64_t epoch) {
    const uint64_t site = UINT64_C(1) << 32; /* beyond every dropout site */
    tt_batches_in_order(batches);
    tt_rng_shuffle(batches->order, batches->rows->rows, tt_rng_key(seed, epoch, site));
}

/* The sequences of the next `count` rows into `logical`, longest first, ties in the order drawn (a counting sort): how
 * many. */
static int32_t sort_by_length(tt_batches *batches, int32_t count) {
    const tt_rows *rows = batches->rows;
    const int32_t *drawn = batches->order + batches->drawn;
    int32_t *places = batches->places, sequences = 0;
    memset(places, 0, ((size_t)rows->longest + 1) * sizeof *places);
    for (int32_t i = 0; i < count; i++) {
        for (int32_t s = rows->row_starts[drawn[i]]; s < rows->row_starts[drawn[i] + 1]; s++) {
            places[tt_sequence_length(rows, s)]++;
        }
    }
    for (int32_t length = rows->longest; length >= 0; length--) {
        const int32_t of_length = places[length];
        places[length] = sequences;
        sequences += of_length;
    }
    for (int32_t i = 0; i < count; i++) {
        for (int32_t s = rows->row_starts[drawn[i]]; s < rows->row_starts[drawn[i] + 1]; s++) {
            batches->logical[places[tt_sequence_length(rows, s)]++] = s;
        }
    }
    return sequences;
}

int32_t tt_batches_draw(tt_batches *batches, int32_t count) {
    int32_t left = batches->rows->rows - batches->drawn;
    if (count > left) count = left;
    batches->logical_count = sort_by_length(batches, count);
    batches->drawn += count;
    batches->taken = 0;
    batches->tokens_before = batches->reads_before = 0;
    return count;
}

static float weight_of(const tt_rows *rows, int32_t item) { return 1 / (float)rows->item_reads[item]; }

double tt_batches_denominator(const tt_batches *batches, tt_loss_share *share, const tt_loss_rule *rule) {
    const tt_rows *rows = batches->rows;
    double sum = 0;
    for (int32_t i = 0; i < batches->logical_count; i++) {
        const int32_t sequence = batches->logical[i];
        for (int32_t read = rows->read_starts[sequence]; read < rows->read_starts[sequence + 1]; read++) {
            const int32_t item = rows->reads[read].item;
            const float weight = weight_of(rows, item);
            sum += share(rule, rows->labels + (size_t)item * (size_t)rows->width, &weight, 1);
        }
    }
    return sum;
}

/* Appends the reads of a sequence whose first token is number `at` of the micro-batch; returns how many there are. */
static int32_t copy_reads(tt_batches *batches, int32_t sequence, int32_t at, int32_t M) {
    const tt_rows *rows = batches->rows;
    const size_t width = (size_t)rows->width;
    for (int32_t read = rows->read_starts[sequence]; read < rows->read_starts[sequence + 1]; read++, M++) {
        const tt_read *from = &rows->reads[read];
        batches->reads[M] = read;
        batches->positions_read[M] = at + from->position;
        batches->weights[M] = weight_of(rows, from->item);
        if (rows->mlm_inputs) batches->ids[at + from->position] = rows->mlm_inputs[read];
        if (!rows->labels) continue;
        memcpy(batches->labels + (size_t)M * width, rows->labels + (size_t)from->item * width,
               width * sizeof *batches->labels);
    }
    return M;
}

int32_t tt_batches_reads(tt_batches *batches) {
    int32_t M = 0;
    for (int32_t i = 0; i < batches->logical_count; i++) M = copy_reads(batches, batches->logical[i], 0, M);
    return M;
}

static void copy_sequence(tt_batches *batches, int32_t sequence, int32_t at, int32_t length) {
    const tt_rows *rows = batches->rows;
    memcpy(batches->ids + at, rows->ids + rows->starts[sequence], (size_t)length * sizeof *batches->ids);
    tt_sequence_fill(batches->segments + at, batches->positions + at, rows, sequence);
}

bool tt_batches_next(tt_batches *batches) {
    const tt_rows *rows = batches->rows;
    int32_t N = 0, S = 0, M = 0, longest = 0;
    const int32_t first = batches->taken;
    batches->starts[0] = 0;
    while (batches->taken < batches->logical_count && batches->taken - first < batches->budget.sequences) {
        int32_t sequence = batches->logical[batches->taken], length = tt_sequence_length(rows, sequence);
        if (N + length > batches->budget.tokens) break;
        copy_sequence(batches, sequence, N, length);
        M = copy_reads(batches, sequence, N, M);
        if (rows->apart) batches->starts[++S] = N + tt_second_begin(rows, sequence);
        batches->starts[++S] = N += length;
        longest = tt_max(longest, length);
        batches->taken++;
    }
    batches->tokens = (tt_tokens){.count = N,
                                  .sequences = S,
                                  .longest = longest,
                                  .ids = batches->ids,
                                  .segments = batches->segments,
                                  .positions = batches->positions,
                                  .starts = batches->starts,
                                  .first = batches->tokens_before,
                                  .read_count = M,
                                  .reads = batches->positions_read,
                                  .first_read = batches->reads_before};
    batches->tokens_before += (uint32_t)N;
    batches->reads_before += (uint32_t)M;
    return S > 0;
}
