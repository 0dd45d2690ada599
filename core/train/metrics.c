/* SPDX-License-Identifier: Apache-2.0 */
#include "train/metrics.h"

#include <math.h>
#include <string.h>

static double ratio(double part, double whole) { return whole > 0 ? part / whole : 0; }

/* Fills the confusion matrix and returns the mean of -log p(label). */
static double count(tt_metrics *m, const float *labels, const float *probabilities, int rows) {
    const double least = 1.17549435e-38; /* a float that underflowed is not certain to be impossible */
    const int32_t outputs = m->outputs;
    double loss = 0;
    memset(m->confusion, 0, (size_t)outputs * (size_t)outputs * sizeof *m->confusion);
    for (int i = 0; i < rows; i++) {
        const float *row = probabilities + (size_t)i * (size_t)outputs;
        int32_t label = (int32_t)labels[i], best = 0;
        for (int32_t k = 1; k < outputs; k++) {
            if (row[k] > row[best]) best = k;
        }
        m->confusion[(size_t)label * (size_t)outputs + (size_t)best]++;
        loss -= log(fmax((double)row[label], least));
    }
    return ratio(loss, rows);
}

void tt_metrics_compute(tt_metrics *metrics, const float *labels, const float *probabilities, int rows) {
    const size_t outputs = (size_t)metrics->outputs;
    tt_metrics m = {.outputs = metrics->outputs, .confusion = metrics->confusion, .per_class = metrics->per_class};
    m.loss = count(&m, labels, probabilities, rows);
    double correct = 0, present = 0, products = 0, true_squares = 0, predicted_squares = 0;
    for (size_t k = 0; k < outputs; k++) {
        double hits = m.confusion[k * outputs + k], support = 0, predicted = 0;
        for (size_t j = 0; j < outputs; j++) {
            support += m.confusion[k * outputs + j];
            predicted += m.confusion[j * outputs + k];
        }
        tt_class_metrics *c = &m.per_class[k];
        c->support = (int32_t)support;
        c->precision = ratio(hits, predicted);
        c->recall = ratio(hits, support);
        c->f1 = ratio(2 * hits, support + predicted);
        present += support + predicted > 0;
        m.macro_precision += c->precision;
        m.macro_recall += c->recall;
        m.macro_f1 += c->f1;
        m.weighted_f1 += ratio(c->f1 * support, rows);
        correct += hits;
        products += support * predicted;
        true_squares += support * support;
        predicted_squares += predicted * predicted;
    }
    m.macro_precision = ratio(m.macro_precision, present);
    m.macro_recall = ratio(m.macro_recall, present);
    m.macro_f1 = ratio(m.macro_f1, present);
    m.accuracy = ratio(correct, rows);
    m.micro_f1 = m.accuracy; /* with one label a row, every miss is one false positive and one false negative */
    const double all = (double)rows * rows;
    m.mcc = ratio(correct * rows - products, sqrt(all - true_squares) * sqrt(all - predicted_squares));
    *metrics = m;
}

void tt_metrics_write(tt_text *text, const tt_metrics *m) {
    const struct {
        const char *name;
        double value;
    } numbers[] = {{"loss", m->loss},
                   {"accuracy", m->accuracy},
                   {"macro_precision", m->macro_precision},
                   {"macro_recall", m->macro_recall},
                   {"macro_f1", m->macro_f1},
                   {"micro_f1", m->micro_f1},
                   {"weighted_f1", m->weighted_f1},
                   {"mcc", m->mcc}};
    tt_text_put(text, "{");
    for (size_t i = 0; i < sizeof numbers / sizeof numbers[0]; i++) {
        tt_text_put(text, "\"%s\":", numbers[i].name);
        tt_text_number(text, numbers[i].value);
        tt_text_put(text, ",");
    }
    tt_text_put(text, "\"per_class\":[");
    for (int32_t k = 0; k < m->outputs; k++) {
        tt_text_put(text, "%s{\"precision\":", k ? "," : "");
        tt_text_number(text, m->per_class[k].precision);
        tt_text_put(text, ",\"recall\":");
        tt_text_number(text, m->per_class[k].recall);
        tt_text_put(text, ",\"f1\":");
        tt_text_number(text, m->per_class[k].f1);
        tt_text_put(text, ",\"support\":%d}", m->per_class[k].support);
    }
    tt_text_put(text, "],\"confusion\":[");
    for (int32_t k = 0; k < m->outputs; k++) {
        for (int32_t j = 0; j < m->outputs; j++) {
            tt_text_put(text, "%s%d", j ? "," : k ? "],[" : "[", m->confusion[k * m->outputs + j]);
        }
    }
    tt_text_put(text, "]]}");
}
