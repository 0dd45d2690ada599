/* SPDX-License-Identifier: Apache-2.0
 * What the readers of a tokenizer's files share. */
#ifndef TT_READ_H
#define TT_READ_H

#include "text/tokenizer_parts.h"

/* A file being read. Any decoded string of it fits in `scratch`. */
typedef struct {
    tt_tokenizer *to;
    const char *file; /* its name, for messages */
    tt_json json;
    char *scratch;
    size_t scratch_cap;
    tt_error *err;
} tt_reader;

tt_status tt_reader_open(tt_reader *out, tt_tokenizer *to, const char *file, const char *text, size_t n,
                         tt_error *err);
void tt_reader_close(tt_reader *reader);

/* The value is none that can be read: TT_E_CONFIG. `node` -1: it is missing. `supported` is what could be there. */
tt_status tt_refuse(tt_reader *reader, int32_t node, const char *what, const char *supported);
/* As tt_refuse, with the "type" of the part or, where it has none, all of it. */
tt_status tt_refuse_type(tt_reader *reader, int32_t node, const char *what, const char *supported);
/* How many bytes of a name a sentence shows: whole characters. */
int tt_shown(const char *name, size_t n);

bool tt_is_null(const tt_reader *reader, int32_t node); /* missing or null */
bool tt_is_type(const tt_reader *reader, int32_t node, const char *type);
/* The member `key` of `node`; `out` stays where it is missing or null, and any other type is refused. */
tt_status tt_read_bool(tt_reader *reader, bool *out, int32_t node, const char *key);
/* The string at `node`, or at its "content" where a token is written as an object, in `scratch`; false where there is
 * none. */
bool tt_read_name(tt_reader *reader, int32_t node, size_t *n);
/* The id of a name that the vocabulary must have. */
tt_status tt_need_piece(tt_reader *reader, int32_t *id, const char *name, size_t n);

/* The parts of tokenizer.json. */
tt_status tt_read_normalizers(tt_reader *reader);
tt_status tt_read_splitters(tt_reader *reader);
tt_status tt_read_pieces(tt_reader *reader);
tt_status tt_read_post_processor(tt_reader *reader);

#endif
