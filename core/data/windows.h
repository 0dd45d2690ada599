/* SPDX-License-Identifier: Apache-2.0
 * What is kept of a text that is longer than the maximum length: a part of it, or all of it in overlapping windows. */
#ifndef TT_WINDOWS_H
#define TT_WINDOWS_H

#include "base/base.h"

typedef enum { TT_CUT_HEAD, TT_CUT_TAIL, TT_CUT_HEAD_TAIL } tt_truncation;

/* Tokens [from, to) of a text, and after them [again, end): the second part is of "head_tail" alone. */
typedef struct {
    int32_t from, to, again, end;
} tt_window;

/* How many sequences a text of `n` tokens becomes where each has room for `room`; `stride` is what two neighbours
 * share, 0: one sequence, cut. */
int32_t tt_window_count(int32_t n, int32_t room, int32_t stride);
tt_window tt_window_at(int32_t i, int32_t n, int32_t room, tt_truncation truncation, int32_t stride);

/* Which place of its window token `i` of the text has, from 0, or -1. */
int32_t tt_window_place(const tt_window *window, int32_t i);
/* How many tokens are around it in the window, on the side where they are fewer; -1: it is not in it. */
int32_t tt_window_context(const tt_window *window, int32_t i);
/* Of the windows of the text the first that has most around token `i`, as run_squad.py chooses (Devlin et al. 2019), or
 * -1 where none has the token. It never falls with i. */
int32_t tt_window_best(int32_t i, int32_t n, int32_t room, tt_truncation truncation, int32_t stride);

#endif
