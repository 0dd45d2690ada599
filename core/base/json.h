/* SPDX-License-Identifier: Apache-2.0
 * JSON in (RFC 8259, into a flat array of nodes over the caller's text) and JSON out (a growing string).
 * Meant for configurations, headers and reports; large numbers of floats never travel as JSON. */
#ifndef TT_JSON_H
#define TT_JSON_H

#include "base/base.h"

typedef enum {
    TT_JSON_OBJECT,
    TT_JSON_ARRAY,
    TT_JSON_STRING,
    TT_JSON_NUMBER,
    TT_JSON_TRUE,
    TT_JSON_FALSE,
    TT_JSON_NULL
} tt_json_type;

typedef struct {
    tt_json_type type;
    int32_t size;        /* members of an object, elements of an array */
    int32_t next;        /* the sibling after this node, -1: none. A member is its key; the value is key + 1 */
    uint32_t start, end; /* bytes of the text; of a string without its quotes */
} tt_json_node;

typedef struct {
    const char *text;    /* borrowed from the caller for as long as the document lives */
    tt_json_node *nodes; /* nodes[0] is the root */
    int32_t count;
} tt_json;

/* Parses all of `text` [n]; errors say what and at which byte. Nesting is bounded (64), duplicate keys keep
 * the first. On failure `out` is empty and needs no free. */
tt_status tt_json_parse(tt_json *out, const char *text, size_t n, tt_error *err);
void tt_json_free(tt_json *json);

/* The value of `key` in the object `node`, or -1 (also when node is -1 or no object). Of two with one key the last
 * counts, as in JavaScript and Python. */
int32_t tt_json_get(const tt_json *json, int32_t node, const char *key);
/* First key of an object or element of an array, or -1; then follow nodes[i].next. */
int32_t tt_json_first(const tt_json *json, int32_t node);

/* Typed reads: false when `node` is -1 or of another type; `out` is then untouched. */
bool tt_json_number(const tt_json *json, int32_t node, double *out);
bool tt_json_integer(const tt_json *json, int32_t node, int64_t *out); /* whole numbers only */
bool tt_json_bool(const tt_json *json, int32_t node, bool *out);
/* Decodes escapes to UTF-8 and ends with NUL; false also when it does not fit in `cap`. A lone surrogate
 * becomes U+FFFD. The decoded length goes to `n` when it is not NULL. */
bool tt_json_string(const tt_json *json, int32_t node, char *out, size_t cap, size_t *n);
bool tt_json_equals(const tt_json *json, int32_t node, const char *text); /* compares without decoding escapes */

enum { TT_JSON_EXCERPT = 64 };
/* The node's text for a message: with quotes, whole characters, cut where it is long. */
void tt_json_excerpt(char out[TT_JSON_EXCERPT], const tt_json *json, int32_t node);

/* A growing string. A failed allocation sticks: later puts do nothing and tt_text_end reports it. */
typedef struct {
    char *bytes;
    size_t n, cap;
    bool failed;
} tt_text;

void tt_text_reset(tt_text *text); /* empties, keeps the memory */
void tt_text_free(tt_text *text);
void tt_text_put(tt_text *text, const char *format, ...) __attribute__((format(printf, 2, 3)));
void tt_text_bytes(tt_text *text, const char *bytes, size_t n);
void tt_text_string(tt_text *text, const char *bytes, size_t n); /* quoted and escaped */
void tt_text_number(tt_text *text, double value);                /* shortest that reads back; null if not finite */
/* Hands out the text, NUL-terminated; TT_E_MEMORY when any put failed. */
tt_status tt_text_end(const char **out, tt_text *text, tt_error *err);

#endif
