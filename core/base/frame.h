/* SPDX-License-Identifier: Apache-2.0
 * The layout of special tokens around the texts of a row: `before` a `after`, or `before` a `between` b `after` for a
 * pair. */
#ifndef TT_FRAME_H
#define TT_FRAME_H

#include "base/base.h"

/* Numbers of special tokens. The first is [CLS] or its like, all others are [SEP] or its like. */
typedef struct {
    int32_t before, between, after;
} tt_frame;

/* [CLS] a [SEP], [CLS] a [SEP] b [SEP] (Devlin et al. 2019). */
static const tt_frame tt_frame_bert = {1, 1, 1};

/* Special tokens of a row of `parts` texts, 1 or 2. */
static inline int32_t tt_frame_size(const tt_frame *frame, int parts) {
    return frame->before + (parts == 2 ? frame->between : 0) + frame->after;
}

#endif
