/* SPDX-License-Identifier: Apache-2.0 */
#include "base/json.h"
#include "check.h"

static tt_status parse(tt_json *json, const char *text, tt_error *err) {
    return tt_json_parse(json, text, strlen(text), err);
}

static void reads_values(void) {
    tt_json json;
    double number = 7;
    int64_t integer = 7;
    bool flag = false;
    char text[64];
    size_t n;
    CHECK_OK(parse(
        &json,
        "\xef\xbb\xbf {\"a\": 9, \"a\": [1, -2.5e3, {\"deep\": true}], \"b\" :null,\"c\":false,\n\"d\":\"x\\n\\u00e9"
        "\\ud83d\\ude00\\ud800!\\/\", \"e\": 1e999, \"f\":9007199254740993, \"g\": 12.0, \"\": {}}",
        &err));
    CHECK(json.nodes[0].size == 9);
    int32_t a = tt_json_get(&json, 0, "a");
    CHECK(a > 0 && json.nodes[a].type == TT_JSON_ARRAY && json.nodes[a].size == 3);
    int32_t i = tt_json_first(&json, a);
    CHECK(tt_json_integer(&json, i, &integer) && integer == 1);
    i = json.nodes[i].next;
    CHECK(tt_json_number(&json, i, &number) && number == -2500);
    i = json.nodes[i].next;
    CHECK(tt_json_bool(&json, tt_json_get(&json, i, "deep"), &flag) && flag);
    CHECK(json.nodes[i].next == -1);
    CHECK(tt_json_get(&json, 0, "nothing") == -1 && tt_json_get(&json, -1, "a") == -1 &&
          tt_json_get(&json, a, "a") < 0);
    CHECK(json.nodes[tt_json_get(&json, 0, "b")].type == TT_JSON_NULL);
    CHECK(tt_json_bool(&json, tt_json_get(&json, 0, "c"), &flag) && !flag);
    int32_t d = tt_json_get(&json, 0, "d");
    CHECK(tt_json_string(&json, d, text, sizeof text, &n));
    CHECK(n == 13 && strcmp(text, "x\n\xc3\xa9\xf0\x9f\x98\x80\xef\xbf\xbd!/") == 0);
    CHECK(tt_json_string(&json, d, text, 14, NULL) && !tt_json_string(&json, d, text, 13, NULL));
    number = 7;
    integer = 7;
    CHECK(!tt_json_number(&json, tt_json_get(&json, 0, "e"), &number) && number == 7);
    CHECK(!tt_json_integer(&json, tt_json_get(&json, 0, "f"), &integer) && integer == 7);
    CHECK(tt_json_integer(&json, tt_json_get(&json, 0, "g"), &integer) && integer == 12);
    CHECK(!tt_json_integer(&json, d, &integer) && !tt_json_string(&json, a, text, sizeof text, NULL));
    CHECK(tt_json_first(&json, tt_json_get(&json, 0, "")) == -1);
    tt_json_free(&json);
}

/* Every prefix of a good text is refused, and so are these. */
static void refuses(void) {
    static const struct {
        const char *text, *words;
        int64_t at;
    } bad[] = {
        {"", "ends too early", 0},
        {"{\"a\" 1}", "':' is expected", 5},
        {"{\"a\":1,}", "a key in quotes", 7},
        {"[1,]", "a value is expected", 3},
        {"[1 2]", "',' or ']'", 3},
        {"{\"a\":1 \"b\":2}", "',' or '}'", 7},
        {"01", "must not begin with 0", 1},
        {"1.", "a digit is expected", 2},
        {"-", "a digit is expected", 1},
        {"1e+", "a digit is expected", 3},
        {"nul", "a value is expected", 0},
        {"NaN", "a value is expected", 0},
        {"{} {}", "something follows", 3},
        {"\"\\x\"", "unknown escape", 2},
        {"\"\\u12g4\"", "four hexadecimal", 5},
        {"\"a\nb\"", "control character", 2},
        {"\"\xc0\xaf\"", "invalid UTF-8", 1},
        {"\"\xed\xa0\x80\"", "invalid UTF-8", 1},
    };
    tt_json json;
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        tt_error err = {0};
        tt_status status = parse(&json, bad[i].text, &err);
        if (!strstr(err.text, bad[i].words) || err.at != bad[i].at) printf("%s -> %s\n", bad[i].text, err.text);
        CHECK(status == TT_E_FORMAT && strstr(err.text, bad[i].words) && err.at == bad[i].at);
        CHECK(json.nodes == NULL && json.count == 0);
    }
    const char good[] = "{\"key\":[true,false,null,\"\\u0041\xe2\x82\xac\",{\"x\":[]}]}";
    for (size_t n = 0; n < sizeof good - 1; n++) CHECK(tt_json_parse(&json, good, n, NULL) == TT_E_FORMAT);
    CHECK_OK(tt_json_parse(&json, good, sizeof good - 1, &err));
    tt_json_free(&json);
}

static void bounds(void) {
    char text[1024];
    tt_json json;
    memset(text, '[', 64);
    memset(text + 64, ']', 64);
    CHECK_OK(tt_json_parse(&json, text, 128, &err));
    CHECK(json.count == 64);
    tt_json_free(&json);
    memset(text, '[', 65);
    memset(text + 65, ']', 65);
    CHECK_FAILS(tt_json_parse(&json, text, 130, &err), TT_E_FORMAT, "64 deep");
    memset(text, '1', sizeof text);
    CHECK_FAILS(tt_json_parse(&json, text, sizeof text, &err), TT_E_FORMAT, "400 characters");
    CHECK_OK(tt_json_parse(&json, text, 300, &err)); /* no byte after the text is read */
    tt_json_free(&json);
}

static void writes_numbers(void) {
    static const struct {
        double value;
        const char *text;
    } numbers[] = {{0.1, "0.1"},
                   {1, "1"},
                   {-0.0, "-0"},
                   {2e-5, "2e-05"},
                   {1.0 / 3, "0.3333333333333333"},
                   {1e300 * 1e300, "null"},
                   {123456789, "123456789"},
                   {0.1 + 0.2, "0.30000000000000004"}};
    tt_text text = {0};
    const char *out;
    for (size_t i = 0; i < sizeof numbers / sizeof numbers[0]; i++) {
        tt_text_reset(&text);
        tt_text_number(&text, numbers[i].value);
        CHECK_OK(tt_text_end(&out, &text, &err));
        if (strcmp(out, numbers[i].text) != 0) printf("%s, wanted %s\n", out, numbers[i].text);
        CHECK(strcmp(out, numbers[i].text) == 0);
    }
    tt_text_free(&text);
}

static void writes_strings(void) {
    tt_text text = {0};
    const char *out;
    CHECK_OK(tt_text_end(&out, &text, &err));
    CHECK(strcmp(out, "") == 0);
    tt_text_string(&text, "a\"\\\n\0\xc3\xa9\xff\x7f", 9);
    CHECK_OK(tt_text_end(&out, &text, &err));
    CHECK(strcmp(out, "\"a\\\"\\\\\\u000a\\u0000\xc3\xa9\xef\xbf\xbd\x7f\"") == 0);
    for (int code = 0; code < 0x20; code++) { /* RFC 8259: all of them are escaped */
        const char character = (char)code;
        char want[16];
        tt_text_reset(&text);
        tt_text_string(&text, &character, 1);
        CHECK_OK(tt_text_end(&out, &text, &err));
        snprintf(want, sizeof want, "\"\\u%04x\"", (unsigned)code);
        CHECK(strcmp(out, want) == 0);
    }
    tt_text_reset(&text);
    for (int i = 0; i < 1000; i++) tt_text_put(&text, "%d,%s;", i, "x"); /* across several growths */
    CHECK_OK(tt_text_end(&out, &text, &err));
    CHECK(strlen(out) == 10 * 4 + 90 * 5 + 900 * 6 && strstr(out, ";999,x;") != NULL);
    text.failed = true;
    tt_text_put(&text, "more");
    CHECK_FAILS(tt_text_end(&out, &text, &err), TT_E_MEMORY, "memory");
    tt_text_free(&text);
}

static void excerpts(void) {
    char out[TT_JSON_EXCERPT], text[200] = "[\"short\",7,\"";
    tt_json json;
    for (int i = 0; i < 30; i++) strcat(text, "x\xe2\x82\xac");
    strcat(text, "\"]");
    CHECK_OK(parse(&json, text, &err));
    tt_json_excerpt(out, &json, 1);
    CHECK(strcmp(out, "\"short\"") == 0);
    tt_json_excerpt(out, &json, 2);
    CHECK(strcmp(out, "7") == 0);
    tt_json_excerpt(out, &json, 3); /* 60 bytes: the quote, 14 pairs of 4 bytes, and x, but not the 3 after it */
    CHECK(strlen(out) == 61 && strcmp(out + 54, "\xe2\x82\xacx...") == 0);
    tt_json_free(&json);
    tt_error err;
    tt_fail(&err, TT_E_DATA, 3, "%sab%s", text, text); /* a sentence, too, ends with a whole character */
    CHECK(strlen(err.text) == 239 - 2 && strcmp(err.text + 236, "x") == 0 && err.at == 3);
}

int main(void) {
    excerpts();
    reads_values();
    refuses();
    bounds();
    writes_numbers();
    writes_strings();
    return check_end("check_json");
}
