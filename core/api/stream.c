/* SPDX-License-Identifier: Apache-2.0
 * Bytes in and out, in pieces of any size: files of weights, saved runs. */
#include <stdlib.h>
#include <string.h>

#include "api/handles.h"
#include "api/spec.h"

/* Takes the stream's place in the model's state. */
static tt_status open_stream(tt_stream **out, const tt_stream *with, tt_error *err) {
    tt_stream *stream = malloc(sizeof *stream);
    if (!stream) return tt_no_memory(err, "reading or writing a file");
    *out = stream;
    *stream = *with;
    stream->model->references++;
    if (stream->run) stream->run->references++;
    if (stream->kind == TT_IMPORT || stream->kind == TT_RESTORE) {
        stream->model->writer = stream;
    } else {
        stream->model->readers++;
    }
    return TT_OK;
}

static void close_stream(tt_stream *stream) {
    if (stream->model->writer == stream) {
        stream->model->writer = NULL;
    } else {
        stream->model->readers--;
    }
    tt_import_free(stream->import);
    tt_export_free(stream->export);
    tt_resume_free(&stream->resume);
    tt_run_free(stream->run);
    tt_model_free(stream->model);
    free(stream);
}

/* A head that is not ready can still be given its numbers. */
static tt_status takes_head(const tt_model *model, tt_error *err) {
    TT_TRY(tt_needs_encoder(model, "the import of a head", err));
    if (tt_params_has_head(&model->params)) return TT_OK;
    return tt_fail(err, TT_E_STATE, -1,
                   "the import of a head is not possible: the encoder has no head yet; give it one first");
}

tt_status tt_import_begin(tt_stream **out, tt_model *model, const char *spec_json, tt_error *err) {
    static const char *const keys[] = {"what", NULL}, *const kinds[] = {"model", "head", NULL};
    tt_stream stream = {.kind = TT_IMPORT, .model = model};
    tt_json json;
    int kind = 0;
    *out = NULL;
    TT_TRY(tt_may_change(model, "an import", err));
    TT_TRY(tt_spec_parse(&json, spec_json, "the description of an import", keys, err));
    tt_status status = tt_spec_choice(&kind, &json, "what", kinds, err);
    tt_json_free(&json);
    TT_TRY(status);
    if (kind == 1) TT_TRY(takes_head(model, err));
    TT_TRY(tt_import_new(&stream.import, &model->params, kind == 1, err));
    status = open_stream(out, &stream, err);
    if (status != TT_OK) tt_import_free(stream.import);
    return status;
}

/* Numbers of the file have come: what was there is no more. */
static void touch(tt_stream *stream) {
    tt_model *model = stream->model;
    const unsigned touched = tt_import_touched(stream->import);
    if (!touched || stream->touched) return;
    stream->touched = true;
    model->generation++;
    if (touched >> TT_HEAD & 1) model->head_ready = false;
    if (!(touched & ~(1u << TT_HEAD))) return;
    model->params.version++;
    if (model->complete) tt_text_reset(&model->ignored);
    model->complete = false;
    tt_params_drop_adapters(&model->params);
}

/* Every weight of the encoder that a run may have changed has come from a file since. */
static bool renewed(const tt_params *params) {
    for (int i = 0; i < params->count; i++) {
        const tt_param *row = &params->items[i];
        const bool own = row->group != TT_HEAD && !(row->group == TT_POOLER && params->head_pooler);
        if (own && row->loaded && !row->renewed) return false;
    }
    return true;
}

static tt_status end_import(tt_stream *stream, tt_error *err) {
    tt_model *model = stream->model;
    const unsigned touched = tt_import_touched(stream->import);
    const tt_status status = tt_import_end_file(stream->import, err);
    if (status != TT_OK && status != TT_DONE) return status;
    /* Its pooler may lie in other files than its outputs do. */
    const bool waits = !model->head_ready && touched >> TT_POOLER & 1;
    if (waits || touched >> TT_HEAD & 1) model->head_ready = tt_params_head_loaded(&model->params);
    if (model->complete) return status; /* it brought a head */
    tt_import_ignored(&model->ignored, stream->import);
    if (model->ignored.failed) {
        tt_text_reset(&model->ignored);
        return tt_no_memory(err, "the names of the file's tensors");
    }
    if (status != TT_DONE) return status;
    model->complete = true;
    tt_params_fingerprint(model->fingerprint, &model->params);
    if (renewed(&model->params)) model->params.moved = false;
    return status;
}

/* The groups that are exported as `what`. */
static unsigned exported_groups(const tt_params *params, int what) {
    const unsigned pooler = params->head_pooler ? 0 : 1u << TT_POOLER;
    const unsigned masked = params->task && params->task->mlm ? 1u << TT_MLM_HEAD : 0;
    const unsigned groups[] = {((1u << TT_ADAPTERS) - 1) & ~(1u << TT_MLM_HEAD),
                               1u << TT_EMBEDDINGS | 1u << TT_ENCODER | masked | pooler, 1u << TT_HEAD,
                               1u << TT_ADAPTERS | 1u << TT_HEAD};
    return groups[what];
}

static tt_status needs_adapters(const tt_model *model, tt_error *err) {
    const tt_adapters *adapters = &model->params.adapters;
    if (adapters->rank == 0 || !adapters->merged) {
        return tt_fail(err, TT_E_STATE, -1, "there is no adapter: train with the method lora to the end first");
    }
    if (tt_head_lies_apart(&model->params)) {
        return tt_fail(err, TT_E_STATE, -1, "PEFT cannot open a head on the mean of all tokens; save the whole model");
    }
    if (adapters->clean) return TT_OK;
    return tt_fail(
        err, TT_E_STATE, -1,
        "the encoder was trained before the adapter, so the adapter fits no encoder file; open the encoder again and "
        "train once with the method lora");
}

static tt_status new_export(tt_stream *stream, const tt_json *json, tt_error *err) {
    static const char *const kinds[] = {"model", "encoder", "head", "adapter", NULL};
    static const char *const dtypes[] = {"F32", "F16", NULL};
    enum { ENCODER = 1 };
    int what = -1, dtype = 0;
    TT_TRY(tt_spec_choice(&what, json, "what", kinds, err));
    TT_TRY(tt_spec_choice(&dtype, json, "dtype", dtypes, err));
    if (what < 0) {
        return tt_fail(err, TT_E_CONFIG, -1,
                       "what is exported must be \"model\", \"encoder\", \"head\" or \"adapter\"");
    }
    if (what != ENCODER) TT_TRY(tt_needs_head(stream->model, "an export", err));
    const unsigned groups = exported_groups(&stream->model->params, what);
    if (groups >> TT_ADAPTERS & 1) TT_TRY(needs_adapters(stream->model, err));
    return tt_export_new(&stream->export, &stream->total, &stream->model->params, groups, dtypes[dtype], json,
                         tt_json_get(json, 0, "metadata"), err);
}

tt_status tt_export_begin(tt_stream **out, size_t *total, tt_model *model, const char *spec_json, tt_error *err) {
    static const char *const keys[] = {"what", "dtype", "metadata", NULL};
    tt_stream stream = {.kind = TT_EXPORT, .model = model, .run = model->run}; /* whose end would change the weights */
    tt_json json;
    *out = NULL;
    *total = 0;
    TT_TRY(tt_needs_encoder(model, "an export", err));
    TT_TRY(tt_spec_parse(&json, spec_json, "the description of an export", keys, err));
    tt_status status = new_export(&stream, &json, err);
    tt_json_free(&json);
    if (status == TT_OK) status = open_stream(out, &stream, err);
    if (status == TT_OK) tt_show_weights(model);
    if (status != TT_OK) tt_export_free(stream.export);
    if (status == TT_OK) *total = stream.total;
    return status;
}

tt_status tt_save_begin(tt_stream **out, size_t *total, tt_run *run, tt_error *err) {
    tt_stream stream = {.kind = TT_SAVE, .model = run->model, .run = run};
    *out = NULL;
    *total = 0;
    TT_TRY(tt_may_read(run->model, "a save", err));
    tt_status status = tt_resume_save_begin(&stream.resume, &stream.total, &run->state, run->model->fingerprint, err);
    if (status == TT_OK) status = open_stream(out, &stream, err);
    if (status != TT_OK) tt_resume_free(&stream.resume);
    if (status == TT_OK) *total = stream.total;
    return status;
}

tt_status tt_restore_begin(tt_stream **out, tt_run *run, tt_error *err) {
    tt_stream stream = {.kind = TT_RESTORE, .model = run->model, .run = run};
    *out = NULL;
    TT_TRY(tt_may_read(run->model, "a restore", err));
    if (run->model->readers > 0) {
        return tt_fail(err, TT_E_STATE, -1, "a restore is not possible while the run is saved; end that save first");
    }
    if (run->begun) {
        return tt_fail(err, TT_E_STATE, -1, "this run has begun already; restore the saved run into a new one");
    }
    tt_status status = tt_resume_restore_begin(&stream.resume, &run->state, run->model->fingerprint, err);
    if (status == TT_OK) status = open_stream(out, &stream, err);
    if (status != TT_OK) tt_resume_free(&stream.resume);
    return status;
}

static tt_status end_restore(tt_stream *stream, tt_error *err) {
    tt_run *run = stream->run;
    const tt_status status = tt_resume_restore_end(&stream->resume, err);
    if (status != TT_DONE) return status;
    run->begun = true;
    if (run->state.phase == TT_FINISHED) run->model->run = NULL;
    return TT_DONE;
}

tt_status tt_stream_write(tt_stream *stream, const void *bytes, size_t n, tt_error *err) {
    tt_error now = {0};
    tt_status status;
    if (stream->kind != TT_IMPORT && stream->kind != TT_RESTORE) {
        return tt_fail(err, TT_E_STATE, -1, "this stream gives bytes and takes none: read it");
    }
    TT_TRY(tt_failed_before(&stream->failure, err));
    if (n == 0) return TT_OK;
    if (stream->kind == TT_IMPORT) {
        status = tt_import_write(stream->import, bytes, n, &now);
        touch(stream);
    } else {
        status = tt_resume_restore_piece(&stream->resume, bytes, n, &now);
    }
    if (status != TT_OK && status != TT_DONE) return tt_keep_failure(&stream->failure, status, &now, err);
    stream->at += n;
    return TT_OK;
}

tt_status tt_stream_read(size_t *n, tt_stream *stream, void *bytes, size_t cap, tt_error *err) {
    *n = 0;
    if (stream->kind != TT_EXPORT && stream->kind != TT_SAVE) {
        return tt_fail(err, TT_E_STATE, -1, "this stream takes bytes and gives none: write to it");
    }
    if (stream->at == stream->total) return TT_DONE;
    const tt_status status = stream->kind == TT_EXPORT ? tt_export_next(n, stream->export, bytes, cap, err)
                                                       : tt_resume_save_piece(n, &stream->resume, bytes, cap);
    if (status != TT_OK && status != TT_DONE) return status;
    stream->at += *n;
    return stream->at == stream->total ? TT_DONE : TT_OK;
}

static tt_status finish(tt_stream *stream, tt_error *err) {
    if (stream->failure.code != TT_OK) return tt_failed_before(&stream->failure, err);
    if (stream->kind == TT_IMPORT) return end_import(stream, err);
    if (stream->kind == TT_RESTORE) return end_restore(stream, err);
    if (stream->at == stream->total) return TT_DONE;
    return tt_fail(err, TT_E_STATE, (int64_t)stream->at, "only %zu of %zu bytes were read", stream->at, stream->total);
}

tt_status tt_stream_end(tt_stream *stream, tt_error *err) {
    const tt_status status = finish(stream, err);
    close_stream(stream);
    return status;
}
