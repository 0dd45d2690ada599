/* SPDX-License-Identifier: Apache-2.0 */
#include "data/mlm_masking.h"

#include <stdlib.h>

#include "base/rng.h"

/* Between the special tokens at both ends. */
static int32_t masked_tokens_of(const tt_rows *rows, int32_t sequence) {
    const int32_t n = tt_sequence_length(rows, sequence) - tt_frame_size(&rows->frame, 1);
    const int32_t share = (n * 15 + 50) / 100;
    return n < 1 ? 0 : share > 1 ? share : 1;
}

tt_status tt_mlm_prepare(tt_rows *rows, tt_error *err) {
    rows->read_count = 0;
    for (int32_t s = 0; s < rows->sequences; s++) {
        rows->read_starts[s] = rows->read_count;
        rows->read_count += masked_tokens_of(rows, s);
    }
    rows->read_starts[rows->sequences] = rows->items = rows->read_count;
    if (rows->read_count == 0) return tt_fail(err, TT_E_DATA, -1, "the texts are empty: there is nothing to learn");
    for (int32_t row = 0; row <= rows->rows; row++) rows->item_starts[row] = rows->read_starts[rows->row_starts[row]];
    const size_t n = (size_t)rows->read_count;
    free(rows->reads);
    free(rows->item_reads);
    rows->reads = calloc(n, sizeof *rows->reads);
    rows->item_reads = calloc(n, sizeof *rows->item_reads);
    rows->labels = calloc(n, sizeof *rows->labels);
    rows->mlm_inputs = calloc(n, sizeof *rows->mlm_inputs);
    if (!rows->reads || !rows->item_reads || !rows->labels || !rows->mlm_inputs) {
        return tt_fail(err, TT_E_MEMORY, -1, "there is not enough memory for %d gaps", (int)rows->read_count);
    }
    for (int32_t i = 0; i < rows->read_count; i++) {
        rows->reads[i].item = i;
        rows->item_reads[i] = 1;
    }
    /* the output layer moves every row of the word embeddings, whether its token occurs or not */
    rows->distinct = rows->vocab;
    for (int32_t id = 0; id < rows->vocab; id++) rows->row_of[id] = id;
    return TT_OK;
}

void tt_mlm_draw(tt_rows *rows, int32_t mask_id, uint64_t seed, uint64_t epoch) {
    const uint64_t site = (UINT64_C(1) << 32) + 1; /* after that of the shuffle */
    const tt_rng where = tt_rng_key(seed, epoch, site), how = tt_rng_key(seed, epoch, site + 1);
    const tt_rng what = tt_rng_key(seed, epoch, site + 2);
    for (int32_t s = 0; s < rows->sequences; s++) {
        const int32_t end = tt_sequence_length(rows, s) - rows->frame.after;
        int32_t read = rows->read_starts[s];
        /* each token with the chance that makes the number right (Knuth, algorithm S) */
        for (int32_t i = rows->frame.before; i < end && read < rows->read_starts[s + 1]; i++) {
            const size_t at = rows->starts[s] + (size_t)i;
            const double wanted = rows->read_starts[s + 1] - read, left = end - i;
            if (tt_rng_uniform(where, (uint32_t)at) * left >= wanted) continue;
            const double draw = tt_rng_uniform(how, (uint32_t)at);
            rows->reads[read].position = i;
            rows->labels[read] = rows->ids[at];
            rows->mlm_inputs[read++] = draw < 0.8   ? mask_id
                                       : draw < 0.9 ? (int32_t)tt_rng_below(what, (uint32_t)at, (uint32_t)rows->vocab)
                                                    : rows->ids[at];
        }
    }
}
