/* SPDX-License-Identifier: Apache-2.0
 * JSON in: a recursive descent over the text that leaves one node a value. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/json.h"
#include "base/utf8.h"

enum { MAX_DEPTH = 64, MAX_NUMBER = 400 }; /* a double's exact decimal may be long, but no file needs that */

typedef struct {
    tt_json *out;
    int32_t room;
    size_t at, n;
    int depth;
    tt_error *err;
} parser;

static tt_status bad(parser *p, const char *what) {
    return tt_fail(p->err, TT_E_FORMAT, (int64_t)p->at, "broken JSON at byte %zu: %s", p->at, what);
}

/* The next byte, or -1 at the end of the text. */
static int peek(const parser *p) { return p->at < p->n ? (unsigned char)p->out->text[p->at] : -1; }

static void skip_space(parser *p) {
    for (int c = peek(p); c == ' ' || c == '\t' || c == '\n' || c == '\r'; c = peek(p)) p->at++;
}

static bool is_digit(int c) { return c >= '0' && c <= '9'; }

static tt_status add(int32_t *index, parser *p, tt_json_type type) {
    tt_json *out = p->out;
    if (out->count == p->room) {
        int32_t room = p->room < 32 ? 32 : p->room * 2;
        tt_json_node *nodes = p->room > INT32_MAX / 2 ? NULL : tt_grow(out->nodes, (uint64_t)room, sizeof *nodes);
        if (!nodes) return tt_fail(p->err, TT_E_MEMORY, (int64_t)p->at, "not enough memory to read a JSON text");
        out->nodes = nodes;
        p->room = room;
    }
    *index = out->count++;
    out->nodes[*index] = (tt_json_node){.type = type, .next = -1, .start = (uint32_t)p->at, .end = (uint32_t)p->at};
    return TT_OK;
}

static tt_status parse_escape(parser *p) {
    p->at++;
    int c = peek(p);
    if (c == 'u') {
        for (int i = 0; i < 4; i++) {
            p->at++;
            c = peek(p);
            if (!is_digit(c) && !(c >= 'a' && c <= 'f') && !(c >= 'A' && c <= 'F')) {
                return bad(p, "\\u needs four hexadecimal digits");
            }
        }
    } else if (c <= 0 || !strchr("\"\\/bfnrt", c)) {
        return bad(p, "an unknown escape in a string");
    }
    p->at++;
    return TT_OK;
}

static tt_status parse_string(int32_t *index, parser *p) {
    p->at++;
    TT_TRY(add(index, p, TT_JSON_STRING));
    for (;;) {
        int c = peek(p);
        if (c == '"') break;
        if (c < 0) return bad(p, "the text ends inside a string");
        if (c < 0x20) return bad(p, "a control character in a string");
        if (c == '\\') {
            TT_TRY(parse_escape(p));
        } else {
            size_t length = tt_utf8_length(p->out->text + p->at, p->n - p->at);
            if (length == 0) return bad(p, "invalid UTF-8 in a string");
            p->at += length;
        }
    }
    p->out->nodes[*index].end = (uint32_t)p->at++;
    return TT_OK;
}

static tt_status parse_digits(parser *p) {
    if (!is_digit(peek(p))) return bad(p, "a digit is expected here");
    while (is_digit(peek(p))) p->at++;
    return TT_OK;
}

static tt_status parse_number(int32_t *index, parser *p) {
    TT_TRY(add(index, p, TT_JSON_NUMBER));
    size_t start = p->at;
    if (peek(p) == '-') p->at++;
    if (peek(p) == '0') {
        p->at++;
        if (is_digit(peek(p))) return bad(p, "a number must not begin with 0");
    } else {
        TT_TRY(parse_digits(p));
    }
    if (peek(p) == '.') {
        p->at++;
        TT_TRY(parse_digits(p));
    }
    if (peek(p) == 'e' || peek(p) == 'E') {
        p->at++;
        if (peek(p) == '+' || peek(p) == '-') p->at++;
        TT_TRY(parse_digits(p));
    }
    if (p->at - start > MAX_NUMBER) return bad(p, "a number of more than 400 characters");
    p->out->nodes[*index].end = (uint32_t)p->at;
    return TT_OK;
}

static tt_status parse_word(int32_t *index, parser *p, tt_json_type type, const char *word) {
    size_t length = strlen(word);
    TT_TRY(add(index, p, type));
    if (p->n - p->at < length || memcmp(p->out->text + p->at, word, length) != 0) {
        return bad(p, "a value is expected here");
    }
    p->at += length;
    p->out->nodes[*index].end = (uint32_t)p->at;
    return TT_OK;
}

static tt_status parse_value(int32_t *index, parser *p);

/* An object or an array: they differ in the keys alone. */
static tt_status parse_container(int32_t *index, parser *p, tt_json_type type) {
    const int close = type == TT_JSON_OBJECT ? '}' : ']';
    int32_t previous = -1;
    if (++p->depth > MAX_DEPTH) return bad(p, "nested more than 64 deep");
    TT_TRY(add(index, p, type));
    p->at++;
    skip_space(p);
    while (peek(p) != close) {
        int32_t item, value;
        if (previous >= 0) {
            if (peek(p) != ',')
                return bad(p, close == '}' ? "',' or '}' is expected here" : "',' or ']' is expected here");
            p->at++;
            skip_space(p);
        }
        if (type == TT_JSON_OBJECT) {
            if (peek(p) != '"') return bad(p, "a key in quotes is expected here");
            TT_TRY(parse_string(&item, p));
            skip_space(p);
            if (peek(p) != ':') return bad(p, "':' is expected here");
            p->at++;
            skip_space(p);
            TT_TRY(parse_value(&value, p));
        } else {
            TT_TRY(parse_value(&item, p));
        }
        if (previous >= 0) p->out->nodes[previous].next = item;
        previous = item;
        p->out->nodes[*index].size++;
        skip_space(p);
    }
    p->out->nodes[*index].end = (uint32_t)++p->at;
    p->depth--;
    return TT_OK;
}

static tt_status parse_value(int32_t *index, parser *p) {
    int c = peek(p);
    switch (c) {
        case '{':
            return parse_container(index, p, TT_JSON_OBJECT);
        case '[':
            return parse_container(index, p, TT_JSON_ARRAY);
        case '"':
            return parse_string(index, p);
        case 't':
            return parse_word(index, p, TT_JSON_TRUE, "true");
        case 'f':
            return parse_word(index, p, TT_JSON_FALSE, "false");
        case 'n':
            return parse_word(index, p, TT_JSON_NULL, "null");
        default:
            break;
    }
    if (c == '-' || is_digit(c)) return parse_number(index, p);
    return bad(p, c < 0 ? "the text ends too early" : "a value is expected here");
}

tt_status tt_json_parse(tt_json *out, const char *text, size_t n, tt_error *err) {
    parser p = {.out = out, .n = n, .err = err};
    int32_t root;
    *out = (tt_json){.text = text};
    if (n > INT32_MAX) return tt_fail(err, TT_E_FORMAT, -1, "a JSON text of more than 2 GB");
    if (n >= 3 && memcmp(text, "\xef\xbb\xbf", 3) == 0) p.at = 3; /* a byte order mark, as some editors add */
    skip_space(&p);
    tt_status status = parse_value(&root, &p);
    skip_space(&p);
    if (status == TT_OK && p.at < n) status = bad(&p, "something follows the end of the value");
    if (status != TT_OK) tt_json_free(out);
    return status;
}

void tt_json_free(tt_json *json) {
    free(json->nodes);
    *json = (tt_json){0};
}

static bool is_a(const tt_json *json, int32_t node, tt_json_type type) {
    return node >= 0 && node < json->count && json->nodes[node].type == type;
}

int32_t tt_json_first(const tt_json *json, int32_t node) {
    bool holds = is_a(json, node, TT_JSON_OBJECT) || is_a(json, node, TT_JSON_ARRAY);
    return holds && json->nodes[node].size > 0 ? node + 1 : -1;
}

int32_t tt_json_get(const tt_json *json, int32_t node, const char *key) {
    int32_t found = -1;
    if (!is_a(json, node, TT_JSON_OBJECT)) return -1;
    for (int32_t i = tt_json_first(json, node); i >= 0; i = json->nodes[i].next) {
        if (tt_json_equals(json, i, key)) found = i + 1;
    }
    return found;
}

bool tt_json_number(const tt_json *json, int32_t node, double *out) {
    char digits[MAX_NUMBER + 1];
    if (!is_a(json, node, TT_JSON_NUMBER)) return false;
    size_t n = json->nodes[node].end - json->nodes[node].start;
    memcpy(digits, json->text + json->nodes[node].start, n);
    digits[n] = '\0';
    double value = strtod(digits, NULL);
    if (!isfinite(value)) return false;
    *out = value;
    return true;
}

bool tt_json_integer(const tt_json *json, int32_t node, int64_t *out) {
    double value;
    if (!tt_json_number(json, node, &value)) return false;
    if (!(fabs(value) < 9007199254740992.0) || value != floor(value)) return false; /* 2^53: exact below it */
    *out = (int64_t)value;
    return true;
}

bool tt_json_bool(const tt_json *json, int32_t node, bool *out) {
    bool value = is_a(json, node, TT_JSON_TRUE);
    if (!value && !is_a(json, node, TT_JSON_FALSE)) return false;
    *out = value;
    return true;
}

static uint32_t hex4(const char *digits) {
    char text[5] = {digits[0], digits[1], digits[2], digits[3], '\0'};
    return (uint32_t)strtoul(text, NULL, 16);
}

/* Decodes the escape at `text` (after its backslash) into `out` [4]; `used` counts its bytes. */
static size_t decode_escape(char *out, const char *text, size_t n, size_t *used) {
    static const char names[] = "bfnrt", values[] = "\b\f\n\r\t";
    if (text[0] != 'u') {
        const char *name = strchr(names, text[0]);
        out[0] = name ? values[name - names] : text[0];
        *used = 1;
        return 1;
    }
    uint32_t code = hex4(text + 1);
    *used = 5;
    if (code >= 0xd800 && code < 0xdc00 && n >= 11 && text[5] == '\\' && text[6] == 'u') {
        uint32_t low = hex4(text + 7);
        if (low >= 0xdc00 && low < 0xe000) {
            code = 0x10000 + ((code - 0xd800) << 10) + (low - 0xdc00);
            *used = 11;
        }
    }
    return tt_utf8_put(out, code);
}

bool tt_json_string(const tt_json *json, int32_t node, char *out, size_t cap, size_t *n) {
    if (!is_a(json, node, TT_JSON_STRING) || cap == 0) return false;
    const char *at = json->text + json->nodes[node].start, *end = json->text + json->nodes[node].end;
    size_t length = 0;
    while (at < end) {
        char character[4] = {*at};
        size_t used = 1, bytes = 1;
        if (*at == '\\') {
            at++;
            bytes = decode_escape(character, at, (size_t)(end - at), &used);
        }
        if (bytes >= cap - length) return false;
        memcpy(out + length, character, bytes);
        length += bytes;
        at += used;
    }
    out[length] = '\0';
    if (n) *n = length;
    return true;
}

bool tt_json_equals(const tt_json *json, int32_t node, const char *text) {
    if (!is_a(json, node, TT_JSON_STRING)) return false;
    size_t n = json->nodes[node].end - json->nodes[node].start;
    return strlen(text) == n && memcmp(json->text + json->nodes[node].start, text, n) == 0;
}

void tt_json_excerpt(char out[TT_JSON_EXCERPT], const tt_json *json, int32_t node) {
    const tt_json_node *n = &json->nodes[node];
    const size_t quote = n->type == TT_JSON_STRING, room = TT_JSON_EXCERPT - sizeof "...";
    const char *text = json->text + n->start - quote;
    size_t size = n->end - n->start + 2 * quote, kept = size;
    if (size > room) {
        size_t step;
        kept = 0;
        while ((step = tt_utf8_length(text + kept, size - kept)) > 0 && kept + step <= room) kept += step;
    }
    snprintf(out, TT_JSON_EXCERPT, "%.*s%s", (int)kept, text, kept < size ? "..." : "");
}
