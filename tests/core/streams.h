/* SPDX-License-Identifier: Apache-2.0
 * Whole files and saved runs through the streams of tabtune.h, in pieces. */
#ifndef TT_STREAMS_H
#define TT_STREAMS_H

#include "check.h"

enum { IN_PIECE = 977, OUT_PIECE = 1009 };

/* Writes all and ends the stream; the first error, or what the end returns. */
static inline tt_status write_all(tt_stream *stream, const char *bytes, size_t n, size_t piece, tt_error *err) {
    tt_status status = TT_OK;
    for (size_t at = 0; at < n && status == TT_OK; at += piece) {
        status = tt_stream_write(stream, bytes + at, n - at < piece ? n - at : piece, err);
    }
    const tt_status end = tt_stream_end(stream, status == TT_OK ? err : NULL);
    return status == TT_OK ? end : status;
}

/* The caller's to free. */
static inline char *read_all(tt_stream *stream, size_t total, size_t piece) {
    char *bytes = malloc(total + 1);
    size_t n, at = 0;
    tt_status status = TT_OK;
    for (; status == TT_OK; at += n) {
        status = tt_stream_read(&n, stream, bytes + at, total - at < piece ? total - at : piece, NULL);
    }
    CHECK(status == TT_DONE && at == total);
    CHECK(tt_stream_read(&n, stream, bytes, total, NULL) == TT_DONE && n == 0);
    CHECK(tt_stream_end(stream, NULL) == TT_DONE);
    bytes[total] = 0;
    return bytes;
}

/* `what`: "model" or "head". */
static inline tt_status import_file(tt_model *model, const char *what, const char *bytes, size_t n, tt_error *err) {
    tt_stream *stream;
    char spec[32];
    snprintf(spec, sizeof spec, "{\"what\":\"%s\"}", what);
    tt_status status = tt_import_begin(&stream, model, spec, err);
    return status == TT_OK ? write_all(stream, bytes, n, 100003, err) : status;
}

static inline char *export_file(tt_model *model, const char *spec, size_t *n) {
    tt_stream *stream;
    CHECK_OK(tt_export_begin(&stream, n, model, spec, &err));
    return read_all(stream, *n, OUT_PIECE);
}

static inline tt_status refuse_export(tt_model *model, const char *spec, tt_error *err) {
    tt_stream *stream;
    size_t total;
    tt_status status = tt_export_begin(&stream, &total, model, spec, err);
    if (status == TT_OK) tt_stream_end(stream, NULL);
    return status;
}

static inline char *save_run(tt_run *run, size_t *n) {
    tt_stream *stream;
    CHECK_OK(tt_save_begin(&stream, n, run, &err));
    return read_all(stream, *n, OUT_PIECE);
}

static inline tt_status restore_run(tt_run *run, const char *bytes, size_t n, tt_error *err) {
    tt_stream *stream;
    tt_status status = tt_restore_begin(&stream, run, err);
    return status == TT_OK ? write_all(stream, bytes, n, IN_PIECE, err) : status;
}

#endif
