/* SPDX-License-Identifier: Apache-2.0
 * tt_engine_tune finds the faster tile from durations that are disturbed as a machine with other work disturbs them,
 * and leaves the usual one only for a clear gain. The durations are made up. */
#include "api/handles.h"
#include "check.h"

typedef struct {
    double seconds[TT_TILES]; /* undisturbed */
    double busy;              /* share of the calls that take up to three times as long */
    int late[TT_TILES];       /* so many calls the tile is not compiled and takes five times as long */
} machine;

static int calls;

static int tile_on(const machine *m, uint64_t seed) {
    tt_rng key = tt_rng_key(seed, 0, 0);
    tt_tuning tuning = tt_tuning_new();
    double seconds;
    int turns[TT_TILES] = {0};
    calls = 0;
    do {
        seconds = m->seconds[tuning.tile] * (1 + 0.01 * tt_rng_uniform(key, (uint32_t)(3 * calls)));
        if (tt_rng_uniform(key, (uint32_t)(3 * calls + 1)) < m->busy)
            seconds *= 1 + 2 * tt_rng_uniform(key, (uint32_t)(3 * calls + 2));
        if (turns[tuning.tile]++ < m->late[tuning.tile]) seconds *= 5;
    } while (++calls < 200 && !tt_tuning_note(&tuning, seconds));
    CHECK(calls < 200 && tuning.all > 0);
    return tuning.tile;
}

static void check_engine(void) {
    tt_engine *engine;
    double gflops = 0;
    CHECK_OK(tt_engine_new(&engine, 2, &err));
    CHECK(engine->tile == TT_TILE_USUAL);
    for (int again = 0; again < 2; again++) {
        tt_status status = tt_engine_tune(engine, 0, &gflops, NULL);
        CHECK(status == TT_OK && gflops == 0);
        while (status == TT_OK)
            status = tt_engine_tune(engine, engine->trial.tuning.tile == 0 ? 1e-3 : 2e-3, &gflops, NULL);
        CHECK(status == TT_DONE && gflops > 0);
        CHECK(engine->tile == 0);
        CHECK_NEAR(gflops, 2 * 384.0 * 384 * 384 / 1e-3 / 1e9, 1e-9, "a product of 384 cubed in a millisecond");
    }
    tt_engine_free(engine);
    CHECK_OK(tt_engine_new(&engine, 1, &err)); /* and given up in between */
    CHECK_OK(tt_engine_tune(engine, 0, &gflops, &err));
    tt_engine_free(engine);
}

static void check_picks(const char *what, machine m, int want) {
    int wrong = 0;
    for (uint64_t seed = 1; seed <= 20; seed++) wrong += tile_on(&m, seed) != want;
    if (wrong) printf("%s: the other tile in %d of 20 starts\n", what, wrong);
    CHECK(wrong == 0);
}

int main(void) {
    const double ms = 1e-3;
    const int usual = TT_TILE_USUAL;
    check_picks("equal", (machine){.seconds = {ms, ms}}, usual);
    CHECK(calls <= 30); /* some 30 ms */
    check_picks("two percent", (machine){.seconds = {ms, 1.02 * ms}, .busy = 0.3}, usual);
    check_picks("the usual is faster", (machine){.seconds = {1.1 * ms, ms}, .busy = 0.6}, usual);
    check_picks("ten percent slower", (machine){.seconds = {ms, 1.1 * ms}, .busy = 0.5}, 0);
    check_picks("registers are spilled", (machine){.seconds = {ms, 1.9 * ms}, .busy = 0.5}, 0);
    check_picks("compiled late", (machine){.seconds = {1.1 * ms, ms}, .late = {0, 20}}, usual);
    check_picks("the other late", (machine){.seconds = {ms, 1.9 * ms}, .late = {4, 2}}, 0);
    check_picks("never compiled", (machine){.seconds = {ms, ms}, .late = {0, 500}}, usual);
    check_engine();
    return check_end("tune");
}
