/* SPDX-License-Identifier: Apache-2.0
 *
 * Tabtune: fine-tune a BERT-family encoder on labelled text. The public API and nothing else.
 *
 *     tt_engine -> tt_model -> tt_data -> tt_run | tt_eval
 *
 *     tt_engine_new(&engine, 2, &err);
 *     tt_model_new(&model, engine, config_json, vocab, vocab_bytes, tokenizer_config_json, &err);
 *     tt_import_begin(&file, model, "{\"what\":\"model\"}", &err);
 *     while ((n = read(...))) tt_stream_write(file, piece, n, &err);
 *     tt_stream_end(file, &err);                                       // TT_DONE: the encoder is complete
 *     tt_model_head(model, "{\"task\":\"single_label_classification\",\"outputs\":2,\"seed\":1}", &err);
 *     tt_data_new(&train, model, "{\"max_length\":128}", texts, ends, NULL, NULL, labels, rows, &err);
 *     tt_run_new(&run, model, train, NULL, "{\"epochs\":3}", &err);
 *     while (tt_run_step(run, &err) == TT_OK) tt_run_log(&json, run, &err);  // an update
 *
 * Rules. Free each handle once, in any order: what a handle was made from stays in memory until that handle is freed
 * too. `_free(NULL)` does nothing. Handles of one engine are used by one thread at a time. Memory passed in is read
 * during the call and never kept. A `const char **json` result belongs to the handle and lives until the next call on
 * that handle. Every status other than TT_OK and TT_DONE comes with a sentence in `err`. A call that returned TT_DONE
 * (tt_engine_tune excepted), and a step or a piece that failed, return the same when they are called again; after
 * TT_E_MEMORY from any other call nothing has changed, and the call may be repeated when there is memory. Nothing here
 * prints, exits or calls back; a long job is a call that you repeat.
 *
 * A call out of order is TT_E_STATE. What may be called while something of the same model is open:
 *
 *     call                                  run, not done   evaluation   import, restore   export, save
 *     tt_model_info, tt_tokenize,
 *     tt_data_new, tt_data_info,
 *     tt_data_lend                          yes             yes          yes               yes
 *     tt_model_head, tt_import_begin,
 *     tt_run_new                            no              yes (1)      no                no
 *     tt_run_plan, tt_meter_plan,
 *     tt_meter_new, tt_meter_read,
 *     tt_baseline_new, tt_data_compare,
 *     tt_eval_new, tt_eval_step,
 *     tt_novelty_new, tt_novelty_step,
 *     tt_attribution_new,
 *     tt_attribution_step                   yes (2)         yes          no                yes
 *     tt_run_step                           yes             yes          no                no
 *     tt_save_begin                         yes             yes          no                yes
 *     tt_restore_begin, before its
 *     run's first step                      yes             yes          no                no
 *     tt_export_begin                       yes (2)         yes          no                yes
 *     every _free, the calls on a baseline,
 *     what an evaluation has found, and the
 *     other calls on a novelty or an
 *     attribution                           yes             yes          yes               yes
 *
 * (1) An evaluation goes on only on the head and the files that it was made for: after another head or file its
 * tt_eval_step is TT_E_STATE; a run that trains them in the meantime is allowed. The same goes for a novelty and an
 * attribution. (2)
 * Between two steps of the run. A run is done when tt_run_step has returned TT_DONE or when it is freed; a stream is
 * open until tt_stream_end. */
#ifndef TABTUNE_H
#define TABTUNE_H

#include <stddef.h>
#include <stdint.h>

typedef enum {
    TT_OK = 0,    /* done, or: call again for more */
    TT_DONE,      /* nothing is left to do */
    TT_E_MEMORY,  /* not enough memory */
    TT_E_FORMAT,  /* a file is damaged or of another format */
    TT_E_CONFIG,  /* a configuration or option is not supported or out of bounds */
    TT_E_DATA,    /* the labelled data cannot be used */
    TT_E_STATE,   /* a call out of order */
    TT_E_NUMERIC, /* a number stopped being finite */
} tt_status;

typedef struct {
    tt_status code;
    int64_t at;     /* the byte, row or step it happened at; -1: nowhere in particular */
    char text[240]; /* one sentence in UTF-8: what went wrong, where, and what to do */
} tt_error;

typedef struct tt_engine tt_engine;           /* threads and kernels */
typedef struct tt_model tt_model;             /* tokenizer, encoder, head */
typedef struct tt_data tt_data;               /* tokenized rows and their labels */
typedef struct tt_run tt_run;                 /* a training run */
typedef struct tt_eval tt_eval;               /* a forward pass over all rows of a tt_data */
typedef struct tt_baseline tt_baseline;       /* simple models to compare a result with */
typedef struct tt_meter tt_meter;             /* what training changes in an encoder: the forgetting meter */
typedef struct tt_novelty tt_novelty;         /* how unlike the training rows a text is */
typedef struct tt_attribution tt_attribution; /* which pieces of a text a score comes from */
typedef struct tt_stream tt_stream;           /* a file or a saved run, in pieces */

/* The options of a run (name, type, default, bounds, help), the tasks and the metrics, as static JSON. */
const char *tt_schema(void);

/* `threads` >= 1 counts the calling thread. No number of threads changes a result. */
tt_status tt_engine_new(tt_engine **out, int threads, tt_error *err);
void tt_engine_free(tt_engine *engine);
/* Times the inner loops of the matrix product on this machine and keeps the fastest. No result depends on the choice.
 * Repeat the call until TT_DONE, before a model is made; each takes about 1 ms. With TT_DONE `gflops` is the speed of
 * all threads in GFLOP/s; a call after it starts again. The engine has no clock: `seconds` is the duration of the
 * previous call, 0 in the first. An engine that is not tuned uses the default loop. */
tt_status tt_engine_tune(tt_engine *engine, double seconds, double *gflops, tt_error *err);

/* A model with memory for its weights, which are not loaded yet. `vocab` is the content of a vocab.txt or a
 * tokenizer.json; `tokenizer_config_json` may be NULL. Where config.json names a class with a head, as
 * BertForSequenceClassification, the model has that head. */
tt_status tt_model_new(tt_model **out, tt_engine *engine, const char *config_json, const char *vocab,
                       size_t vocab_bytes, const char *tokenizer_config_json, tt_error *err);
void tt_model_free(tt_model *model);
/* Shape (max_position_embeddings: of the tokens that a text can have), parameters by group, missing and ignored
 * tensors, head, fingerprint of the encoder as loaded from its files
 * ("" until they are complete), tokenizer, and the adapter of the last run, or null. */
tt_status tt_model_info(const char **json, tt_model *model, tt_error *err);
/* Replaces the output layer: {"task", "outputs", "names", "seed", "scheme", "pooling"}; weights ~ N(0,
 * initializer_range), biases 0, or in a multi-label run the log-odds of the labels' shares. Tasks are those of
 * tt_schema: single_label_classification, multi_label_classification, regression, token_classification. For
 * token_classification "scheme" is "none" or "iob2". With "iob2" output 0 is O, output 2t + 1 is B- and output 2t + 2
 * is I- of entity type t. "pooling" is what a head of texts reads: "cls", the first token through the family's pooler,
 * "mean", the mean of all tokens, special ones included, as in sentence-transformers, "mean_normalized", that mean
 * scaled to length 1, or "compared", for pairs, whose texts it reads one by one: sqrt(hidden_size) times (u - v)^2 and
 * u v of the normalized means u, v of both texts. The last two are for families whose heads do not always have a
 * pooler. "names", a text for each output, say what the labels mean: where the head reads texts, a fit before the first
 * update begins with what the encoder makes of them (core/linear/probe.h).
 * {"task": "masked_language_modelling"} takes the masked-language-modelling head of the checkpoint, for further
 * pre-training on rows with gaps. The encoder keeps its weights when another head replaces this one. */
tt_status tt_model_head(tt_model *model, const char *head_json, tt_error *err);
/* Of a text (and its pair, or NULL), cut to `max_length` tokens, a list each: "ids", "tokens" as in the vocabulary,
 * "texts" that they stand for, "offsets" in characters, "segments" 0 or 1 by text; and "full", the number of tokens
 * before cutting. */
tt_status tt_tokenize(const char **json, tt_model *model, const char *text, size_t text_bytes, const char *pair,
                      size_t pair_bytes, int max_length, tt_error *err);

/* Streams: bytes in pieces of any size. A _begin opens a stream, and tt_stream_end closes it, also after an error.
 *
 * tt_import_begin takes one safetensors file: {"what": "model"} a checkpoint or one of its shards, {"what": "head"} the
 * file of an exported head, for the head in place. tt_stream_end returns TT_DONE when the encoder is complete, TT_OK
 * when tensors are still missing (another shard, or see tt_model_info). An error before the end of the header leaves
 * the model as it was. An error after it leaves the encoder incomplete (or the model without a head), and calls that
 * need it are refused until a whole file has been read. A checkpoint's classifier is skipped where its shape differs
 * from the head's; a head's file must have every tensor of the head.
 * tt_export_begin writes a safetensors file of `total` bytes: {"what": "model" | "encoder" | "head" | "adapter",
 * "dtype": "F32" | "F16", "metadata": {..}}. An encoder has its own pooler, and of heads only the
 * masked-language-modelling one, while that is in place.
 * tt_save_begin writes a run between two steps as `total` bytes. tt_restore_begin reads them into a new run of the same
 * model (from the same file), data and options, in the same build of the engine, before its first step: the run
 * continues from there and ends with the same bits. Bytes of another run, damaged or cut short, are refused with the
 * reason; the run is then as it was and can be restored from another file. */
tt_status tt_import_begin(tt_stream **out, tt_model *model, const char *spec_json, tt_error *err);
tt_status tt_export_begin(tt_stream **out, size_t *total, tt_model *model, const char *spec_json, tt_error *err);
tt_status tt_save_begin(tt_stream **out, size_t *total, tt_run *run, tt_error *err);
tt_status tt_restore_begin(tt_stream **out, tt_run *run, tt_error *err);
/* The next `n` bytes into an import or a restore. */
tt_status tt_stream_write(tt_stream *stream, const void *bytes, size_t n, tt_error *err);
/* The next `n` <= `cap` bytes of an export or a save; TT_DONE with the last. */
tt_status tt_stream_read(size_t *n, tt_stream *stream, void *bytes, size_t cap, tt_error *err);
/* Ends the stream and frees it. Returns an error when bytes are missing, or the error of the piece that failed. */
tt_status tt_stream_end(tt_stream *stream, tt_error *err);

/* Tokenizes rows. `texts` is UTF-8, one text after the other; `ends[i]` is the byte where text i ends;
 * a row is `parts` texts (1, or 2 for pairs). `labels` [rows, width] are class numbers (width 1), or one for each
 * output: 0 or 1 for multi-label, numbers within float32's range for a regression. NULL: rows to predict.
 * {"max_length": 128, "parts": 1, "width": 1, "truncation": "head", "stride": 0}
 * A text that is longer keeps its first tokens ("head"), its last ("tail"), or a quarter from the front and the rest
 * from the end ("head_tail"). `stride` > 0: the text is read whole, through windows that share `stride` tokens; a row's
 * prediction is the mean of its windows' logits, and in training its windows share the weight of one row. Of a pair the
 * longer text is cut until it is the shorter one's length, then both; or the longer is read through windows, each
 * beside the shorter, of which at most half a window is kept. A head that compares the texts of a pair reads each with
 * max_length for itself.
 * {"offsets": true}: the place of each token in its text is kept, for tt_attribution_new.
 * {"mlm": true}: single texts without labels, for masked-language modelling.
 * Rows of words, for token_classification, have `word_ends` and `spans`, other rows NULL for both. `word_ends[i]` words
 * belong to rows 0 .. i; `spans` [words, 2] are the code points [start, end) of each in its row's text, rising and
 * apart; `labels` [words] are class numbers or NULL. The head reads a word at the first piece that starts in it, in the
 * window with the most context on both sides. A word without such a piece (white space, or cut off) is not trained on
 * and is predicted as output 0. */
tt_status tt_data_new(tt_data **out, tt_model *model, const char *spec_json, const char *texts, const uint32_t *ends,
                      const uint32_t *word_ends, const uint32_t *spans, const double *labels, int rows, tt_error *err);
void tt_data_free(tt_data *data);
/* Rows, items (rows or words), reads, sequences (windows), tokens, rows by length before cutting (`length_counts`; the
 * last counts rows longer than the model can read), rows cut, share of [UNK] pieces. */
tt_status tt_data_info(const char **json, tt_data *data, tt_error *err);
/* What the encoder as loaded has read of the labelled texts of `of` need not be read again for those of `data`: text i
 * of the one is text `places[i]` of the other. Where they are cut otherwise they are read again; the results are the
 * same. */
tt_status tt_data_lend(tt_data *data, tt_data *of, const int32_t *places, tt_error *err);

/* Two answers to the same labelled rows: `outputs` and `other`, each [items, outputs] as tt_eval_outputs gives them,
 * each read with {"thresholds"} of its own spec (or NULL). {"primary": the number that decides, "metrics": those of
 * `other` with their intervals, "against": the paired test of `outputs` less `other`}, as a baseline has them. */
tt_status tt_data_compare(const char **json, tt_data *data, const double *outputs, const char *spec_json,
                          const double *other, const char *other_spec_json, tt_error *err);

/* What a run would need: bytes by region, steps, floating-point operations, and the options with defaults filled in. A
 * head that a run has trained is planned as a new one. */
tt_status tt_run_plan(const char **json, tt_model *model, tt_data *train, tt_data *validation, const char *options_json,
                      tt_error *err);
/* Takes all the memory of the plan; trains `model` in place. `validation` may be NULL. A regression learns each target
 * in standard deviations from its mean over the training rows; logged losses and the predictions of the model are in
 * the target's own units. Weights are float32: around 1e9 predictions have steps of 64. */
tt_status tt_run_new(tt_run **out, tt_model *model, tt_data *train, tt_data *validation, const char *options_json,
                     tt_error *err);
/* The model keeps the weights of the last update or, with the option patience or keep "best" and once an epoch has been
 * validated, those of the best epoch; with the option start_share their average with the weights at the start. keep
 * "best", the default, is "last" with fewer than 20 validation rows. */
void tt_run_free(tt_run *run);
/* One optimizer update, one piece of the validation after an epoch or, before the first update of a new head with the
 * option head_start "fitted", one micro-batch of features or one iteration of the fit; TT_DONE after the last. Between
 * two steps the model predicts and is exported as after the last update, with start_share already taken into account;
 * the end puts the best epoch in its place where one is kept. After an error every further step gives the same error;
 * its sentence names the weights that the model keeps. */
tt_status tt_run_step(tt_run *run, tt_error *err);
/* The rows logged since the last call, a JSON array. */
tt_status tt_run_log(const char **json, tt_run *run, tt_error *err);

/* A forward pass over all rows of `data`, a micro-batch a step. */
tt_status tt_eval_new(tt_eval **out, tt_model *model, tt_data *data, tt_error *err);
void tt_eval_free(tt_eval *eval);
tt_status tt_eval_step(tt_eval *eval, tt_error *err);
/* Progress in rows: {"done", "rows"}. */
tt_status tt_eval_progress(const char **json, tt_eval *eval, tt_error *err);
/* After TT_DONE: [items, outputs] in the order of the rows or of their words. Probabilities that add up to 1, one of
 * each label (multi-label), or the numbers of a regression; a word that is not read has 1, 0, 0 ... Probabilities are
 * rounded to float. With the scheme "iob2" the largest of each word gives the most probable sequence of tags in which
 * I-X follows B-X or I-X only; where that changes a word's tag, the two probabilities are exchanged. */
tt_status tt_eval_outputs(const double **outputs, tt_eval *eval, tt_error *err);
/* After TT_DONE, for rows with labels: the task's metrics with 95 % bootstrap intervals, also by class, type or output;
 * with one label a row, the calibration. `spec_json` holds what tt_eval_calibrate found on other rows, {"thresholds",
 * "temperature"}, or is NULL. */
tt_status tt_eval_metrics(const char **json, tt_eval *eval, const char *spec_json, tt_error *err);
/* After TT_DONE, for validation rows with labels. Several labels: {"thresholds"}, for each label the threshold with the
 * largest F1. One label a row: {"temperature", "calibration", "calibrated"}; logits divided by the temperature have the
 * least loss (Guo et al. 2017), and the other two are the calibration without and with it. Other tasks: {}. */
tt_status tt_eval_calibrate(const char **json, tt_eval *eval, tt_error *err);

/* How unlike the training rows a text is, by the features that the output layer reads, for heads of texts; see
 * core/measure/novelty.h. It is of the weights as they are now: make it when a run has ended. `validation` may be NULL.
 * A single training row is TT_E_DATA. */
tt_status tt_novelty_new(tt_novelty **out, tt_model *model, tt_data *train, tt_data *validation, tt_error *err);
/* The same from the file that tt_novelty_file gave, for a model with the same head: it is done. */
tt_status tt_novelty_read(tt_novelty **out, tt_model *model, const void *bytes, size_t n, tt_error *err);
void tt_novelty_free(tt_novelty *novelty);
/* A micro-batch of features or a fit; TT_DONE after the last. */
tt_status tt_novelty_step(tt_novelty *novelty, tt_error *err);
/* {"done", "rows"}, and after TT_DONE {"reference": "validation" | "training", "count"}: which rows a text is compared
 * with, and how many. Fewer than 20 validation rows make no reference: then it is the training rows, each scored by a
 * fit on the other four fifths. */
tt_status tt_novelty_info(const char **json, tt_novelty *novelty, tt_error *err);
/* After TT_DONE: a safetensors file of `n` bytes. */
tt_status tt_novelty_file(const void **bytes, size_t *n, tt_novelty *novelty, tt_error *err);
/* Before its first step: the evaluation also computes how unlike the training rows its rows are. */
tt_status tt_eval_novelty(tt_eval *eval, tt_novelty *novelty, tt_error *err);
/* After TT_DONE of such an evaluation: [rows] the share of the reference that is less unlike the training rows. */
tt_status tt_eval_unlike(const double **shares, tt_eval *eval, tt_error *err);

/* Which pieces of a text the score of an output comes from: integrated gradients over the word embeddings, see
 * core/measure/attribution.h for score, baseline and rule. `data` keeps the offsets. {"row": 0, "word": 0, "output": 1,
 * "points": 20}: the row of `data`; for token_classification the word of that row whose score it is, in a row of words;
 * the output; the points of the path, 1 for gradient times input, up to 200. A word that the head does not read is
 * TT_E_DATA. */
tt_status tt_attribution_new(tt_attribution **out, tt_model *model, tt_data *data, const char *spec_json,
                             tt_error *err);
void tt_attribution_free(tt_attribution *attribution);
/* One pass through one window; TT_DONE after the last. */
tt_status tt_attribution_step(tt_attribution *attribution, tt_error *err);
/* Progress in passes: {"done", "passes"}. */
tt_status tt_attribution_progress(const char **json, tt_attribution *attribution, tt_error *err);
/* After TT_DONE: {"score", "baseline_score"} of the text and of the same text with every piece hidden, and of each
 * piece of the text, special tokens left out, lists "shares", "starts", "ends" (code points of its text) and "parts"
 * (0, or 1 in the second text of a pair). A piece in several windows is there once for each. The shares add up to score
 * less baseline_score as far as the rule reaches; with one point they need not. */
tt_status tt_attribution_result(const char **json, tt_attribution *attribution, tt_error *err);

/* Two baselines on the same rows: the most frequent label of `train`, and a linear model on bags of word pieces or, for
 * words, a conditional random field; see core/baseline/baseline.h. `validation` may be NULL. */
tt_status tt_baseline_new(tt_baseline **out, tt_data *train, tt_data *validation, tt_data *test, tt_error *err);
void tt_baseline_free(tt_baseline *baseline);
/* One iteration of the fit; TT_DONE after the last. */
tt_status tt_baseline_step(tt_baseline *baseline, tt_error *err);
/* After TT_DONE: the metrics of both on the test rows and, unless `outputs` is NULL, paired tests against a model.
 * `outputs` [items, outputs] are that model's on the test rows (tt_eval_outputs); `spec_json` has its {"thresholds"} or
 * is NULL. */
tt_status tt_baseline_result(const char **json, tt_baseline *baseline, const double *outputs, const char *spec_json,
                             tt_error *err);

/* The forgetting meter: keeps the encoder's hidden states on the texts of `probe` (at most 4,096 tokens; labels are not
 * used) and compares later ones with them. Read it between two steps of a run, best after a validation. */
/* Memory that a meter on these texts needs: {"bytes"}. */
tt_status tt_meter_plan(const char **json, tt_model *model, tt_data *probe, tt_error *err);
tt_status tt_meter_new(tt_meter **out, tt_model *model, tt_data *probe, tt_error *err);
void tt_meter_free(tt_meter *meter);
/* {"layers": [{"cka", "cosine"}, ..], "masked_loss": {"before", "now"}}: for each layer, the embeddings first, the
 * similarity of the present hidden states to the kept ones, 1 for unchanged (linear CKA, Kornblith et al. 2019; mean
 * cosine over the tokens); the cross-entropy of masked tokens, or null where the checkpoint has no
 * masked-language-modelling head. */
tt_status tt_meter_read(const char **json, tt_meter *meter, tt_error *err);

#endif
