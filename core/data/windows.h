/* SPDX-License-Identifier: Apache-2.0
 * Cuts texts that are longer than the maximum length: to a part, or into overlapping windows. Lengths are in tokens. */
#ifndef TT_WINDOWS_H
#define TT_WINDOWS_H

#include "base/base.h"

typedef enum { TT_CUT_HEAD, TT_CUT_TAIL, TT_CUT_HEAD_TAIL } tt_truncation;

/* Tokens [from, to) of a text, and after them [again, end): only "head_tail" has the second part. */
typedef struct {
    int32_t from, to, again, end;
} tt_window;

/* Number of sequences for a text of `n` tokens where each holds `room` of them. Two neighbours share `stride` tokens;
 * 0: one sequence, cut. */
int32_t tt_window_count(int32_t n, int32_t room, int32_t stride);
tt_window tt_window_at(int32_t i, int32_t n, int32_t room, tt_truncation truncation, int32_t stride);

/* Position of token `i` of the text in the window, from 0; -1: the window does not have it. */
int32_t tt_window_place(const tt_window *window, int32_t i);
/* The context of token `i`: the tokens before it or after it in the window, whichever are fewer; -1: the window does
 * not have it. */
int32_t tt_window_context(const tt_window *window, int32_t i);
/* The first window with the largest context of token `i`, as in run_squad.py (Devlin et al. 2019); -1: no window has
 * the token. It never decreases with i. */
int32_t tt_window_best(int32_t i, int32_t n, int32_t room, tt_truncation truncation, int32_t stride);

#endif
