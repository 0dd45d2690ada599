/* SPDX-License-Identifier: Apache-2.0
 * Any bytes as JSON: no trap, and what was read is written back and read again as the same tree. */
#include <stdlib.h>
#include <string.h>

#include "base/json.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void write_node(tt_text *text, const tt_json *json, int32_t node) {
    const tt_json_node *n = &json->nodes[node];
    size_t cap = (size_t)(n->end - n->start) * 3 + 1, length;
    char *bytes;
    double number;
    switch (n->type) {
        case TT_JSON_OBJECT:
        case TT_JSON_ARRAY:
            tt_text_put(text, n->type == TT_JSON_OBJECT ? "{" : "[");
            for (int32_t i = tt_json_first(json, node), first = i; i >= 0; i = json->nodes[i].next) {
                if (i != first) tt_text_put(text, ",");
                write_node(text, json, i);
                if (n->type == TT_JSON_OBJECT) {
                    tt_text_put(text, ":");
                    write_node(text, json, i + 1);
                }
            }
            tt_text_put(text, n->type == TT_JSON_OBJECT ? "}" : "]");
            break;
        case TT_JSON_STRING:
            bytes = malloc(cap);
            if (!bytes || !tt_json_string(json, node, bytes, cap, &length)) abort();
            tt_text_string(text, bytes, length);
            free(bytes);
            break;
        case TT_JSON_NUMBER:
            if (tt_json_number(json, node, &number)) {
                tt_text_number(text, number);
            } else {
                tt_text_put(text, "0");
            }
            break;
        case TT_JSON_TRUE:
        case TT_JSON_FALSE:
        case TT_JSON_NULL:
            tt_text_bytes(text, json->text + n->start, n->end - n->start);
            break;
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    tt_json json, again;
    tt_error err;
    tt_text text = {0}, twice = {0};
    const char *written, *rewritten;
    if (tt_json_parse(&json, (const char *)data, size, &err) != TT_OK) return 0;
    write_node(&text, &json, 0);
    if (tt_text_end(&written, &text, NULL) != TT_OK) abort();
    if (tt_json_parse(&again, written, strlen(written), &err) != TT_OK) abort();
    if (again.count != json.count) abort();
    write_node(&twice, &again, 0);
    if (tt_text_end(&rewritten, &twice, NULL) != TT_OK || strcmp(written, rewritten) != 0) abort();
    tt_json_free(&again);
    tt_json_free(&json);
    tt_text_free(&text);
    tt_text_free(&twice);
    return 0;
}
