/* SPDX-License-Identifier: Apache-2.0 */
#include "measure/comparison.h"

/* Of several labels macro F1, which is what their thresholds are tuned for. */
int tt_comparison_primary(tt_metrics_kind kind) {
    static const int places[] = {[TT_CLASSES] = 1, [TT_LABELS] = 2, [TT_NUMBERS] = 4, [TT_SPANS] = 3, [TT_MLM] = 0};
    return places[kind];
}

static void write_counts(tt_text *text, const tt_sample *model, const tt_sample *other, double *p) {
    int32_t only_model = 0, only_other = 0;
    for (int32_t u = 0; u < model->units; u++) {
        const bool a = model->classes.predicted[u] == model->classes.actual[u];
        const bool b = other->classes.predicted[u] == other->classes.actual[u];
        only_model += a && !b;
        only_other += b && !a;
    }
    *p = tt_mcnemar(only_model, only_other);
    tt_text_put(text, "\"only_model\":%d,\"only_other\":%d,", (int)only_model, (int)only_other);
}

void tt_comparison_write(tt_text *text, tt_sample *model, tt_sample *other, tt_bootstrap *bootstrap) {
    const char *const *names;
    tt_difference differences[TT_METRICS_MOST];
    const int count = tt_metrics_names(&names, other);
    tt_bootstrap_differences(differences, bootstrap, model, other);
    double p = differences[tt_comparison_primary(model->kind)].p;
    tt_text_put(text, "\"against\":{");
    if (model->kind == TT_CLASSES && !model->starts) write_counts(text, model, other, &p);
    tt_text_put(text, "\"p\":");
    tt_text_number(text, p);
    for (int k = 0; k < count; k++) {
        tt_text_put(text, "%s\"%s\":{\"value\":", k ? "," : ",\"differences\":{", names[k]);
        tt_text_number(text, differences[k].value);
        tt_text_put(text, ",\"interval\":[");
        tt_text_number(text, differences[k].interval.low);
        tt_text_put(text, ",");
        tt_text_number(text, differences[k].interval.high);
        tt_text_put(text, "],\"p\":");
        tt_text_number(text, differences[k].p);
        tt_text_put(text, "}");
    }
    tt_text_put(text, "}}");
}
