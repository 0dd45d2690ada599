/* SPDX-License-Identifier: Apache-2.0 */
#include "train/run_log.h"

#include <math.h>

static void log_start(tt_run_state *run) {
    if (run->log.n > 0) tt_text_put(&run->log, ",");
}

void tt_run_log_step(tt_run_state *run, double learning_rate, double norm, int64_t tokens) {
    tt_text *log = &run->log;
    log_start(run);
    tt_text_put(log, "{\"kind\":\"step\",\"step\":%d,\"steps\":%d,\"epoch\":%d,\"loss\":", (int)run->step,
                (int)run->steps, (int)run->epoch + 1);
    tt_text_number(log, run->loss);
    tt_text_put(log, ",\"learning_rate\":");
    tt_text_number(log, learning_rate);
    tt_text_put(log, ",\"grad_norm\":");
    tt_text_number(log, norm);
    tt_text_put(log, ",\"tokens\":%lld}", (long long)tokens);
}

void tt_run_log_features(tt_run_state *run) {
    const tt_eval_state *eval = &run->features;
    log_start(run);
    tt_text_put(&run->log, "{\"kind\":\"features\",\"rows\":%d,\"of\":%d,\"tokens\":%lld}",
                (int)tt_eval_state_rows(eval), (int)eval->rows->rows, (long long)eval->tokens);
}

void tt_run_log_fit(tt_run_state *run) {
    const tt_probe *probe = &run->probe;
    tt_text *log = &run->log;
    log_start(run);
    tt_text_put(log, "{\"kind\":\"fit\",\"iterations\":%d,\"strength\":", (int)probe->iterations);
    tt_text_number(log, tt_probe_strength(probe));
    tt_text_put(log, ",\"held_out_loss\":");
    /* that of numbers is in other units than their validation's */
    tt_text_number(log, tt_task_numbers(run->params->task) ? NAN : tt_probe_held_out(probe));
    tt_text_put(log, ",\"held_out_error\":");
    tt_text_number(log, tt_probe_held_out(probe));
    tt_text_put(log, ",\"held_out_accuracy\":");
    tt_text_number(log, tt_probe_held_out_accuracy(probe));
    tt_text_put(log, ",\"names_pull\":");
    tt_text_number(log, tt_probe_pull(probe));
    tt_text_put(log, "}");
}

void tt_run_log_validation(tt_run_state *run) {
    const char *const *names;
    const int count = tt_metrics_names(&names, &run->validation_eval.sample);
    tt_text *log = &run->log;
    log_start(run);
    tt_text_put(log, "{\"kind\":\"validation\",\"step\":%d,\"epoch\":%d", (int)run->step, (int)run->epoch + 1);
    for (int k = 0; k < count; k++) {
        tt_text_put(log, ",\"%s\":", names[k]);
        tt_text_number(log, run->validation_eval.values[k]);
    }
    tt_text_put(log, "}");
}

void tt_run_log_best(tt_run_state *run) {
    const tt_stopping *stopping = &run->stopping;
    tt_text *log = &run->log;
    log_start(run);
    tt_text_put(log, "{\"kind\":\"best\",\"epoch\":%d,\"of\":%d,\"stopped\":%s,\"metric\":\"%s\",\"value\":",
                (int)stopping->epoch + 1, (int)run->epoch, stopping->stopped ? "true" : "false", stopping->metric);
    tt_text_number(log, stopping->best);
    tt_text_put(log, "}");
}
