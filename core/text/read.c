/* SPDX-License-Identifier: Apache-2.0 */
#include "text/read.h"

#include <stdlib.h>
#include <string.h>

tt_status tt_reader_open(tt_reader *out, tt_tokenizer *to, const char *file, const char *text, size_t n,
                         tt_error *err) {
    tt_error inner;
    uint32_t longest = 0;
    *out = (tt_reader){.to = to, .file = file, .err = err};
    if (tt_json_parse(&out->json, text, n, &inner) != TT_OK) {
        return tt_fail(err, inner.code, inner.at, "%s: %s", file, inner.text);
    }
    for (int32_t i = 0; i < out->json.count; i++) {
        const tt_json_node *node = &out->json.nodes[i];
        if (node->type == TT_JSON_STRING && node->end - node->start > longest) longest = node->end - node->start;
    }
    out->scratch_cap = (size_t)longest + 1;
    out->scratch = malloc(out->scratch_cap);
    if (out->scratch) return TT_OK;
    tt_json_free(&out->json);
    return tt_fail(err, TT_E_MEMORY, -1, "there is not enough memory to read %s", file);
}

void tt_reader_close(tt_reader *reader) {
    tt_json_free(&reader->json);
    free(reader->scratch);
}

int tt_shown(const char *name, size_t n) {
    if (n <= 40) return (int)n;
    for (n = 40; (name[n] & 0xc0) == 0x80;) n--;
    return (int)n;
}

tt_status tt_refuse(tt_reader *reader, int32_t node, const char *what, const char *supported) {
    if (node < 0) {
        return tt_fail(reader->err, TT_E_CONFIG, -1, "%s: %s is missing; supported is %s", reader->file, what,
                       supported);
    }
    const tt_json_node *value = &reader->json.nodes[node];
    const char *found = reader->json.text + value->start;
    return tt_fail(reader->err, TT_E_CONFIG, value->start, "%s: %s is %.*s, at byte %u; supported is %s",
                   reader->file, what, tt_shown(found, value->end - value->start), found, (unsigned)value->start,
                   supported);
}

tt_status tt_refuse_type(tt_reader *reader, int32_t node, const char *what, const char *supported) {
    const int32_t type = tt_json_get(&reader->json, node, "type");
    return tt_refuse(reader, type >= 0 ? type : node, what, supported);
}

bool tt_is_null(const tt_reader *reader, int32_t node) {
    return node < 0 || reader->json.nodes[node].type == TT_JSON_NULL;
}

bool tt_is_type(const tt_reader *reader, int32_t node, const char *type) {
    return tt_json_equals(&reader->json, tt_json_get(&reader->json, node, "type"), type);
}

tt_status tt_read_bool(tt_reader *reader, bool *out, int32_t node, const char *key) {
    const int32_t value = tt_json_get(&reader->json, node, key);
    if (tt_is_null(reader, value) || tt_json_bool(&reader->json, value, out)) return TT_OK;
    return tt_refuse(reader, value, key, "true or false");
}

bool tt_read_name(tt_reader *reader, int32_t node, size_t *n) {
    const int32_t content = tt_json_get(&reader->json, node, "content");
    return tt_json_string(&reader->json, content >= 0 ? content : node, reader->scratch, reader->scratch_cap, n);
}

tt_status tt_need_piece(tt_reader *reader, int32_t *id, const char *name, size_t n) {
    *id = tt_vocab_id(&reader->to->vocab, name, n);
    if (*id >= 0) return TT_OK;
    return tt_fail(reader->err, TT_E_FORMAT, -1, "%s: the vocabulary has no %.*s, which its model needs",
                   reader->file, tt_shown(name, n), name);
}
