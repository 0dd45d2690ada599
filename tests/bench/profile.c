/* SPDX-License-Identifier: Apache-2.0
 * Where a step goes: the linker puts a clock around the layers' functions (--wrap), so what is timed is the step
 * itself, as it is. A call from one file of the engine into another passes through here; what passes through no
 * clock is the difference to the whole step. */
#include <emscripten/emscripten.h>
#include <string.h>

#include "bench.h"

typedef struct {
    const char *work; /* a string literal */
    int calls;
    double ms, flops;
} entry;

enum { ENTRIES = 64 };
static entry entries[ENTRIES];
static int entry_count;
static bool on;
static const char *inside; /* the work whose clock runs */
static tt_text text;

static entry *entry_of(const char *work) {
    for (int i = 0; i < entry_count; i++) {
        if (strcmp(entries[i].work, work) == 0) return &entries[i];
    }
    if (entry_count == ENTRIES) return &entries[ENTRIES - 1];
    entries[entry_count] = (entry){.work = work};
    return &entries[entry_count++];
}

typedef struct {
    double started, flops; /* started 0: no clock */
} watch;

static watch start(const char *work, double flops) {
    if (!on || inside) return (watch){0};
    inside = work;
    return (watch){emscripten_get_now(), flops};
}

static void stop(watch *w) {
    if (w->started == 0) return;
    double ms = emscripten_get_now() - w->started;
    entry *e = entry_of(inside);
    e->calls++;
    e->ms += ms;
    e->flops += w->flops;
    inside = NULL;
}

void bench_profile(int begin) {
    if (begin) entry_count = 0;
    on = begin;
}

tt_status bench_profile_read(const char **json, tt_error *err) {
    tt_text_reset(&text);
    tt_text_put(&text, "[");
    for (int i = 0; i < entry_count; i++) {
        const entry *e = &entries[i];
        tt_text_put(&text, "%s{\"work\":\"%s\",\"calls\":%d,\"ms\":", i ? "," : "", e->work, e->calls);
        tt_text_number(&text, e->ms);
        tt_text_put(&text, ",\"flops\":");
        tt_text_number(&text, e->flops);
        tt_text_put(&text, "}");
    }
    tt_text_put(&text, "]");
    return tt_text_end(json, &text, err);
}

/* Which of a layer's four products has these sizes. */
typedef struct {
    const char *qkv, *attention, *inner, *outer;
} names;
static const char *name_of(const names *n, int I, int O) {
    return O == 3 * I ? n->qkv : O == I ? n->attention : O > I ? n->inner : n->outer;
}
static const names forward_names = {"qkv", "attention out", "feed-forward in", "feed-forward out"};
static const names input_names = {"qkv, input gradient", "attention out, input gradient",
                                  "feed-forward in, input gradient", "feed-forward out, input gradient"};
static const names weights_names = {"qkv, weight gradient", "attention out, weight gradient",
                                    "feed-forward in, weight gradient", "feed-forward out, weight gradient"};

static double squares(const tt_tokens *tokens) {
    double sum = 0;
    for (int s = 0; s < tokens->sequences; s++) {
        double length = tokens->starts[s + 1] - tokens->starts[s];
        sum += length * length;
    }
    return sum;
}

#include "clocks.h"
