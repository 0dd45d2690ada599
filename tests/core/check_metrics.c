/* SPDX-License-Identifier: Apache-2.0 */
#include "check.h"
#include "train/metrics.h"

enum { ROWS = 64, OUTPUTS = 8 };

/* Numbers, arrays and objects of `want` are in `got` within `tolerance`. */
static void compare(const tt_json *got, int32_t g, const tt_json *want, int32_t w, double tolerance, const char *name) {
    double a = NAN, b = NAN;
    if (want->nodes[w].type == TT_JSON_NUMBER) {
        tt_json_number(got, g, &a);
        tt_json_number(want, w, &b);
        if (!(fabs(a - b) <= tolerance)) printf("  %s\n", name);
        CHECK_NEAR(a, b, tolerance, "rounding of sums of at most 64 terms");
        return;
    }
    CHECK(g >= 0 && got->nodes[g].type == want->nodes[w].type && got->nodes[g].size == want->nodes[w].size);
    int32_t other = tt_json_first(got, g);
    for (int32_t i = tt_json_first(want, w); i >= 0; i = want->nodes[i].next) {
        if (want->nodes[w].type == TT_JSON_OBJECT) {
            char key[32];
            CHECK(tt_json_string(want, i, key, sizeof key, NULL));
            compare(got, tt_json_get(got, g, key), want, i + 1, tolerance, key);
        } else {
            compare(got, other, want, i, tolerance, name);
            other = got->nodes[other].next;
        }
    }
}

static void goldens(void) {
    static char golden[1 << 16];
    FILE *file = fopen("tests/golden/metrics.json", "rb");
    CHECK(file != NULL);
    if (!file) return;
    const size_t n = fread(golden, 1, sizeof golden, file);
    fclose(file);
    tt_json json, got;
    CHECK_OK(tt_json_parse(&json, golden, n, &err));
    CHECK(json.nodes[0].size >= 10);
    for (int32_t i = tt_json_first(&json, 0); i >= 0; i = json.nodes[i].next) {
        float labels[ROWS];
        int32_t confusion[OUTPUTS * OUTPUTS];
        float probabilities[ROWS * OUTPUTS];
        tt_class_metrics per_class[OUTPUTS];
        tt_metrics metrics = {.confusion = confusion, .per_class = per_class};
        tt_text text = {0};
        const char *written;
        char name[64];
        int rows = 0, k = 0;
        double number = 0;
        CHECK(tt_json_string(&json, tt_json_get(&json, i, "name"), name, sizeof name, NULL));
        int32_t node = tt_json_first(&json, tt_json_get(&json, i, "labels"));
        for (; node >= 0 && rows < ROWS; node = json.nodes[node].next) {
            CHECK(tt_json_number(&json, node, &number));
            labels[rows++] = (float)number;
        }
        node = tt_json_first(&json, tt_json_get(&json, i, "probabilities"));
        for (; node >= 0; node = json.nodes[node].next) {
            metrics.outputs = json.nodes[node].size;
            for (int32_t p = tt_json_first(&json, node); p >= 0 && k < ROWS * OUTPUTS; p = json.nodes[p].next) {
                CHECK(tt_json_number(&json, p, &number));
                probabilities[k++] = (float)number;
            }
        }
        CHECK(k == rows * metrics.outputs && metrics.outputs <= OUTPUTS);
        tt_metrics_compute(&metrics, labels, probabilities, rows);
        tt_metrics_write(&text, &metrics);
        CHECK_OK(tt_text_end(&written, &text, &err));
        CHECK_OK(tt_json_parse(&got, written, strlen(written), &err));
        compare(&got, 0, &json, tt_json_get(&json, i, "metrics"), 1e-14, name);
        tt_json_free(&got);
        tt_text_free(&text);
    }
    tt_json_free(&json);
}

static void edges(void) {
    int32_t confusion[4];
    tt_class_metrics per_class[2];
    tt_metrics m = {.outputs = 2, .confusion = confusion, .per_class = per_class};
    tt_metrics_compute(&m, NULL, NULL, 0);
    CHECK(m.loss == 0 && m.accuracy == 0 && m.macro_f1 == 0 && m.mcc == 0 && confusion[0] == 0);
    const float label = 1;
    const float certain[2] = {1, 0};
    tt_metrics_compute(&m, &label, certain, 1);
    CHECK(m.loss > 87 && m.loss < 88 && m.accuracy == 0); /* -log of the smallest normal float, not infinity */
}

int main(void) {
    goldens();
    edges();
    return check_end("check_metrics");
}
