/* SPDX-License-Identifier: Apache-2.0 */
#include "measure/counts.h"

#include <math.h>

double tt_surprise(double probability) { return -log(fmax(probability, 1.17549435e-38)); }

int32_t tt_argmax(const double *values, int32_t n) {
    int32_t best = 0;
    for (int32_t k = 1; k < n; k++) {
        if (values[k] > values[best]) best = k;
    }
    return best;
}

void tt_prefer(double *values, int32_t n, int32_t place) {
    const int32_t most = tt_argmax(values, n);
    const double largest = values[most];
    values[most] = values[place];
    values[place] = largest;
    /* of equal ones the first is the argmax */
    if (tt_argmax(values, n) != place) values[place] = (double)nextafterf((float)largest, INFINITY);
}

typedef struct {
    const double *keys;
    size_t stride;
} sort_keys;

static bool before(const sort_keys *by, int32_t a, int32_t b) {
    const double x = by->keys[(size_t)a * by->stride], y = by->keys[(size_t)b * by->stride];
    return x < y || (x == y && a < b);
}

static void sift(int32_t *heap, const sort_keys *by, int32_t at, int32_t n) {
    const int32_t moved = heap[at];
    for (int32_t child = 2 * at + 1; child < n; child = 2 * at + 1) {
        if (child + 1 < n && before(by, heap[child], heap[child + 1])) child++;
        if (!before(by, moved, heap[child])) break;
        heap[at] = heap[child];
        at = child;
    }
    heap[at] = moved;
}

/* Heap sort: in place, and with the keys at hand, which the C library's qsort has not. */
void tt_sort_by(int32_t *order, const double *keys, int32_t n, int32_t stride) {
    const sort_keys by = {keys, (size_t)stride};
    for (int32_t i = 0; i < n; i++) order[i] = i;
    for (int32_t i = n / 2 - 1; i >= 0; i--) sift(order, &by, i, n);
    for (int32_t end = n - 1; end > 0; end--) {
        const int32_t last = order[end];
        order[end] = order[0];
        order[0] = last;
        sift(order, &by, 0, end);
    }
}

tt_class_metrics tt_class_scores(double hits, double actual, double predicted) {
    return (tt_class_metrics){.precision = tt_ratio(hits, predicted),
                              .recall = tt_ratio(hits, actual),
                              .f1 = tt_ratio(2 * hits, actual + predicted),
                              .support = (int32_t)actual};
}

void tt_class_metrics_put(tt_text *text, const tt_class_metrics *metrics) {
    tt_text_put(text, "\"precision\":");
    tt_text_number(text, metrics->precision);
    tt_text_put(text, ",\"recall\":");
    tt_text_number(text, metrics->recall);
    tt_text_put(text, ",\"f1\":");
    tt_text_number(text, metrics->f1);
    tt_text_put(text, ",\"support\":%d", (int)metrics->support);
}
