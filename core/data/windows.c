/* SPDX-License-Identifier: Apache-2.0 */
#include "data/windows.h"

int32_t tt_window_count(int32_t n, int32_t room, int32_t stride) {
    if (stride == 0 || n <= room) return 1;
    const int32_t step = room - stride;
    return 1 + (n - room + step - 1) / step;
}

tt_window tt_window_at(int32_t i, int32_t n, int32_t room, tt_truncation truncation, int32_t stride) {
    if (n <= room) return (tt_window){.to = n};
    if (stride > 0) {
        const int32_t from = i * (room - stride);
        return (tt_window){.from = from, .to = tt_min(n, from + room)};
    }
    switch (truncation) {
        case TT_CUT_TAIL:
            return (tt_window){.from = n - room, .to = n};
        case TT_CUT_HEAD_TAIL: /* 128 of 510 in Sun et al. 2019, who find it best */
            return (tt_window){.to = room / 4, .again = n - (room - room / 4), .end = n};
        case TT_CUT_HEAD:
            break;
    }
    return (tt_window){.to = room};
}

int32_t tt_window_place(const tt_window *window, int32_t i) {
    if (i >= window->from && i < window->to) return i - window->from;
    if (i >= window->again && i < window->end) return window->to - window->from + i - window->again;
    return -1;
}

int32_t tt_window_context(const tt_window *window, int32_t i) {
    const int32_t place = tt_window_place(window, i);
    return place < 0 ? -1 : tt_min(place, window->to - window->from + window->end - window->again - 1 - place);
}

/* With s = room - stride, window w has i - w s tokens before token i, fewer with every window, and w s + room - 1 - i
 * behind it, more with every window (the last one may end earlier). The two cross at (2 i - room + 1) / 2 s. */
int32_t tt_window_best(int32_t i, int32_t n, int32_t room, tt_truncation truncation, int32_t stride) {
    const int64_t twice = 2 * (int64_t)i - room + 1, step = 2 * ((int64_t)room - stride);
    const int32_t last = tt_window_count(n, room, stride) - 1;
    const int32_t crossing = twice < 0 || last == 0 ? -1 : (int32_t)(twice / step); /* one window may have no room */
    int32_t best = -1, most = -1;
    for (int32_t w = crossing < 0 ? 0 : tt_min(crossing, last); w <= tt_min(crossing + 1, last); w++) {
        const tt_window window = tt_window_at(w, n, room, truncation, stride);
        const int32_t context = tt_window_context(&window, i);
        if (context > most) best = w, most = context;
    }
    return best;
}
