/* SPDX-License-Identifier: Apache-2.0 */
#include "check.h"
#include "model/checkpoint.h"
#include "model/safetensors.h"

static const tt_shape shape = {.hidden_size = 4,
                               .num_hidden_layers = 2,
                               .num_attention_heads = 1,
                               .intermediate_size = 6,
                               .max_position_embeddings = 5,
                               .vocab_size = 9,
                               .type_vocab_size = 2,
                               .initializer_range = 0.02};
static const size_t pieces[] = {1, 7, 64, 1 << 20};
enum { PIECES = 4, FILE_MAX = 32768 };

typedef struct {
    unsigned char bytes[FILE_MAX];
    size_t n;
} file;

static tt_params new_params(int outputs) {
    tt_params params;
    CHECK_OK(tt_params_new(&params, &shape, &err));
    if (outputs) CHECK_OK(tt_params_head(&params, &shape, outputs, 3, &err));
    return params;
}

/* Distinct numbers that even BF16 keeps exactly. */
static void fill(tt_params *params) {
    int k = 0;
    for (int i = 0; i < params->count; i++) {
        for (size_t j = 0; j < tt_param_size(&params->items[i]); j++, k++) {
            params->items[i].data[j] = (real)ldexp((k % 2 ? 1 : -1) * (1 + k % 128 / 128.0), k / 128 % 8 - 4);
        }
    }
}

static bool same(const tt_params *a, const tt_params *b, int count) {
    for (int i = 0; i < count; i++) {
        const size_t size = tt_param_size(&a->items[i]);
        if (memcmp(a->items[i].data, b->items[i].data, size * sizeof(real)) != 0) return false;
    }
    return true;
}

static void export_all(file *out, const tt_params *params, unsigned groups, const char *dtype, size_t piece) {
    tt_export *export;
    tt_status status = TT_OK;
    size_t total, n;
    out->n = 0;
    CHECK_OK(tt_export_new(&export, &total, params, groups, dtype, NULL, -1, &err));
    while (status == TT_OK) {
        size_t cap = piece < FILE_MAX - out->n ? piece : FILE_MAX - out->n;
        status = tt_export_next(&n, export, out->bytes + out->n, cap, NULL);
        out->n += n;
    }
    CHECK(status == TT_DONE && out->n == total);
    tt_export_free(export);
}

/* Writes `n` bytes and ends the file. */
static tt_status feed(tt_import *import, const unsigned char *bytes, size_t n, size_t piece, tt_error *err) {
    for (size_t at = 0; at < n; at += piece) {
        TT_TRY(tt_import_write(import, bytes + at, piece < n - at ? piece : n - at, err));
    }
    return tt_import_end_file(import, err);
}

static tt_status import_file(tt_params *params, const file *in, size_t piece, tt_error *err) {
    tt_import *import;
    TT_TRY(tt_import_new(&import, params, err));
    tt_status status = feed(import, in->bytes, in->n, piece, err);
    tt_import_free(import);
    return status;
}

static void put_file(file *out, const char *header, const void *data, size_t n) {
    const size_t size = strlen(header);
    const uint64_t size_field = size;
    memcpy(out->bytes, &size_field, 8);
    memcpy(out->bytes + 8, header, size);
    if (n) memcpy(out->bytes + 8 + size, data, n);
    out->n = 8 + size + n;
}

/* The table's rows from `first` on as a file of another writer: any dtype, names without prefix, gamma and beta,
 * backwards, with a tensor among them that is none of ours. */
static void put_foreign(file *out, const tt_params *params, int first, int end, tt_dtype dtype) {
    static char header[FILE_MAX];
    static unsigned char data[FILE_MAX];
    size_t at = 16;
    int n = snprintf(header, sizeof header,
                     "{\"embeddings.position_ids\":{\"dtype\":\"I64\",\"shape\":[1,2],"
                     "\"data_offsets\":[0,16]},\"cls.empty\":{\"dtype\":\"F32\",\"shape\":[0],"
                     "\"data_offsets\":[16,16]}");
    for (int i = end - 1; i >= first; i--) {
        const tt_param *row = &params->items[i];
        char name[80], dims[32];
        snprintf(name, sizeof name, "%s", row->name + (strncmp(row->name, "bert.", 5) == 0 ? 5 : 0));
        char *norm = strstr(name, "LayerNorm.");
        if (norm) strcpy(norm + 10, row->kind == TT_NORM_WEIGHT ? "gamma" : "beta");
        const bool matrix = row->kind == TT_TABLE || row->kind == TT_MATRIX;
        snprintf(dims, sizeof dims, matrix ? "%d,%d" : "%.0d%d", matrix ? row->rows : 0, row->cols);
        const size_t bytes = tt_param_size(row) * tt_dtype_size(dtype);
        n += snprintf(header + n, sizeof header - (size_t)n,
                      ", \"%s\" : {\"shape\":[%s],\"data_offsets\":[%zu,%zu],\"dtype\":\"%s\"}", name, dims, at,
                      at + bytes,
                      dtype == TT_F32   ? "F32"
                      : dtype == TT_F16 ? "F16"
                                        : "BF16");
        if (dtype == TT_BF16) {
            for (size_t k = 0; k < tt_param_size(row); k++) {
                const float value = (float)row->data[k];
                memcpy(data + at + 2 * k, (const unsigned char *)&value + 2, 2);
            }
        } else {
            tt_encode(data + at, row->data, tt_param_size(row), dtype);
        }
        at += bytes;
    }
    snprintf(header + n, sizeof header - (size_t)n, "}   ");
    put_file(out, header, data, at);
}

static void round_trips(void) {
    static file ours, again;
    tt_params from = new_params(3);
    const unsigned all = (1u << TT_GROUPS) - 1;
    fill(&from);
    for (int d = 0; d < 2; d++) {
        const char *dtype = d ? "F16" : "F32";
        export_all(&ours, &from, all, dtype, 1 << 20);
        for (int p = 0; p < PIECES; p++) {
            tt_params to = new_params(3);
            export_all(&again, &from, all, dtype, pieces[p]);
            CHECK(again.n == ours.n && memcmp(again.bytes, ours.bytes, ours.n) == 0);
            CHECK(import_file(&to, &ours, pieces[p], NULL) == TT_DONE);
            CHECK(same(&from, &to, from.count));
            for (int i = 0; i < to.count; i++) CHECK(to.items[i].loaded);
            CHECK(!to.head_pooler);
            tt_params_free(&to);
        }
        uint64_t header;
        memcpy(&header, ours.bytes, 8);
        CHECK(header % 8 == 0 && ours.bytes[8] == '{');
    }
    tt_params_free(&from);
}

static void other_writers(void) {
    static file foreign;
    tt_params from = new_params(3);
    fill(&from);
    for (int dtype = TT_F32; dtype <= TT_BF16; dtype++) {
        for (int p = 0; p < PIECES; p++) {
            tt_params to = new_params(3);
            tt_import *import;
            tt_text text = {0};
            const char *ignored;
            put_foreign(&foreign, &from, 0, from.count, (tt_dtype)dtype);
            CHECK_OK(tt_import_new(&import, &to, &err));
            CHECK(feed(import, foreign.bytes, foreign.n, pieces[p], NULL) == TT_DONE);
            CHECK(same(&from, &to, from.count));
            tt_import_ignored(&text, import);
            CHECK_OK(tt_text_end(&ignored, &text, &err));
            CHECK(strcmp(ignored, "[\"embeddings.position_ids\",\"cls.empty\"]") == 0);
            tt_text_free(&text);
            tt_import_free(import);
            tt_params_free(&to);
        }
    }
    tt_params_free(&from);
}

static void missing_are(const tt_params *params, const char *first, int count) {
    tt_text text = {0};
    const char *json;
    tt_params_missing(&text, params);
    CHECK_OK(tt_text_end(&json, &text, &err));
    int commas = 0;
    for (const char *c = json; *c; c++) commas += *c == ',';
    CHECK(strncmp(json, first, strlen(first)) == 0);
    CHECK((strlen(json) == 2 ? 0 : commas + 1) == count);
    tt_text_free(&text);
}

/* Two files, the second one in pieces; then a checkpoint with neither pooler nor head. */
static void shards(void) {
    static file one, two;
    tt_params from = new_params(0), to = new_params(0);
    tt_import *import;
    const int cut = tt_layer_row(1, TT_INNER_W), encoder = tt_top_row(&from, TT_POOLER_W);
    fill(&from);
    put_foreign(&one, &from, 0, cut, TT_F32);
    put_foreign(&two, &from, cut, encoder, TT_F16);
    CHECK_OK(tt_import_new(&import, &to, &err));
    missing_are(&to, "[\"bert.embeddings.word_embeddings.weight\",", encoder);
    CHECK(feed(import, one.bytes, one.n, 1 << 20, NULL) == TT_OK);
    missing_are(&to, "[\"bert.encoder.layer.1.intermediate.dense.weight\",", encoder - cut);
    CHECK(feed(import, two.bytes, two.n, 7, NULL) == TT_DONE);
    missing_are(&to, "[]", 0);
    CHECK(same(&from, &to, encoder));
    CHECK(to.head_pooler && !to.items[encoder].loaded);
    tt_import_free(import);
    tt_params_free(&from);
    tt_params_free(&to);
}

/* A head goes alone, with the pooler where it is its own, and comes back on the same encoder. */
static void heads(void) {
    static file encoder, head;
    tt_params from = new_params(3), to;
    char before[17], after[17];
    const int pooler = tt_top_row(&from, TT_POOLER_W), classifier = tt_top_row(&from, TT_CLASSIFIER_W);
    fill(&from);
    put_foreign(&encoder, &from, 0, pooler, TT_F32);
    for (int own = 0; own < 2; own++) {
        to = new_params(3);
        CHECK(import_file(&to, &encoder, 64, NULL) == TT_DONE);
        tt_params_fingerprint(before, &to);
        from.head_pooler = own == 1;
        export_all(&head, &from, 1u << TT_HEAD, "F32", 7);
        CHECK(import_file(&to, &head, 7, NULL) == TT_DONE);
        CHECK(same(&from, &to, pooler) && to.head_pooler);
        CHECK(memcmp(from.items[classifier].data, to.items[classifier].data, 15 * sizeof(real)) == 0);
        CHECK(to.items[classifier].loaded && to.items[pooler].loaded == own);
        const size_t bytes = tt_param_size(&from.items[pooler]) * sizeof(real);
        CHECK((memcmp(from.items[pooler].data, to.items[pooler].data, bytes) == 0) == own);
        tt_params_fingerprint(after, &to);
        CHECK(strcmp(before, after) == 0);
        tt_params_free(&to);
    }
    /* A classifier of another shape is to be replaced: skipped, the rest is taken. */
    to = new_params(2);
    put_foreign(&encoder, &from, 0, from.count, TT_F32);
    CHECK(import_file(&to, &encoder, 64, NULL) == TT_DONE);
    CHECK(same(&from, &to, classifier) && !to.items[classifier].loaded && !to.items[classifier + 1].loaded);
    tt_params_free(&to);
    to = new_params(0);
    tt_export *export;
    size_t total;
    CHECK_FAILS(tt_export_new(&export, &total, &to, 1u << TT_HEAD, "F32", NULL, -1, &err), TT_E_STATE, "no head");
    CHECK(export == NULL);
    tt_params_free(&to);
    tt_params_free(&from);
}

static void metadata(void) {
    static file out;
    static const char text[] =
        "{\"metadata\":{\"format\":\"tf\",\"labels\":\"[\\\"a\\\",\\\"\\u00e9\\\"]\",\"x\":\"1\"},"
        "\"bad\":{\"x\":1}}";
    tt_params params = new_params(2);
    tt_json json, header;
    tt_export *export;
    size_t total, n, length;
    char labels[32];
    CHECK_OK(tt_json_parse(&json, text, strlen(text), &err));
    CHECK_OK(
        tt_export_new(&export, &total, &params, 1u << TT_HEAD, "F32", &json, tt_json_get(&json, 0, "metadata"), &err));
    CHECK(tt_export_next(&n, export, out.bytes, FILE_MAX, NULL) == TT_DONE && n == total);
    tt_export_free(export);
    CHECK_OK(tt_json_parse(&header, (const char *)out.bytes + 8, out.bytes[8 - 7] * 256u + out.bytes[0], &err));
    const int32_t meta = tt_json_get(&header, 0, "__metadata__");
    CHECK(header.nodes[meta].size == 3);
    CHECK(tt_json_equals(&header, tt_json_get(&header, meta, "format"), "pt"));
    CHECK(tt_json_string(&header, tt_json_get(&header, meta, "labels"), labels, sizeof labels, &length));
    CHECK(strcmp(labels, "[\"a\",\"\xc3\xa9\"]") == 0);
    CHECK_FAILS(
        tt_export_new(&export, &total, &params, 1u << TT_HEAD, "F32", &json, tt_json_get(&json, 0, "bad"), &err),
        TT_E_CONFIG, "metadata \"x\" is no string");
    CHECK_FAILS(tt_export_new(&export, &total, &params, 1u << TT_HEAD, "I8", NULL, -1, &err), TT_E_CONFIG, "\"I8\"");
    tt_json_free(&header);
    tt_json_free(&json);
    tt_params_free(&params);
}

/* All 65536 halves go there and back; a float between two goes to the nearer, or to the even one. */
static void halves(void) {
    int wrong = 0, rounded = 0;
    for (unsigned h = 0; h < 65536; h++) {
        const uint16_t half = (uint16_t)h;
        uint16_t back;
        real value, next;
        const bool finite = tt_decode(&value, (const unsigned char *)&half, 1, TT_F16);
        CHECK(finite == ((h & 0x7c00) != 0x7c00));
        if (!finite) continue;
        tt_encode((unsigned char *)&back, &value, 1, TT_F16);
        wrong += back != half;
        if ((h & 0x7fff) >= 0x7bff) continue;
        const uint16_t above = (uint16_t)(h + 1);
        tt_decode(&next, (const unsigned char *)&above, 1, TT_F16);
        const real middle = (value + next) / 2, ulp = (next - value) / 64;
        const real values[3] = {middle - ulp, middle, middle + ulp};
        uint16_t got[3];
        tt_encode((unsigned char *)got, values, 3, TT_F16);
        rounded += got[0] != half || got[1] != (h % 2 ? above : half) || got[2] != above;
    }
    CHECK(wrong == 0);
    CHECK(rounded == 0);
    uint16_t half = 0x3555;
    real third;
    tt_decode(&third, (const unsigned char *)&half, 1, TT_F16);
    CHECK(third == (real)0.333251953125); /* the half nearest to 1/3, from the standard's table */
    half = 0x0001;
    tt_decode(&third, (const unsigned char *)&half, 1, TT_F16);
    CHECK(third == (real)ldexp(1, -24));
    half = 0x7bff;
    tt_decode(&third, (const unsigned char *)&half, 1, TT_F16);
    CHECK(third == 65504);
}

static void numbers_beyond_range(void) {
    static file out;
    tt_params params = new_params(2);
    tt_export *export;
    size_t total;
    params.head[1] = (real)65519.99; /* rounds down to 65504 */
    export_all(&out, &params, 1u << TT_HEAD, "F16", 64);
    params.head[1] = 65520;
    CHECK_FAILS(tt_export_new(&export, &total, &params, 1u << TT_HEAD, "F16", NULL, -1, &err), TT_E_NUMERIC,
                "number 1 of classifier.weight is 65520, which F16 cannot hold: save as F32");
    export_all(&out, &params, 1u << TT_HEAD, "F32", 64);
    params.head[1] = (real)NAN;
    CHECK_FAILS(tt_export_new(&export, &total, &params, 1u << TT_HEAD, "F32", NULL, -1, &err), TT_E_NUMERIC, "F32");
    tt_params_free(&params);
}

/* A header that lies, by what it says and where. */
static void lies(void) {
#define TENSOR(name, dtype, shape, offsets) \
    "\"" name "\":{\"dtype\":\"" dtype "\",\"shape\":" shape ",\"data_offsets\":" offsets "}"
    static const struct {
        const char *header, *words;
    } bad[] = {
        {"{}", "names no tensor"},
        {"[]", "does not begin with the length of a header"},
        {" {}", "does not begin with the length of a header"},
        {"{\"a\":1}", "\"a\" no dtype"},
        {"{\"a\":{\"dtype\":", "cannot be read: broken JSON at byte 14"},
        {"{" TENSOR("a", "Q4", "[1]", "[0,1]") "}", "\"a\" has the unknown dtype Q4"},
        {"{" TENSOR("a", "a dtype of many letters", "[1]", "[0,1]") "}", "\"a\" no dtype"},
        {"{" TENSOR("a", "F32", "4", "[0,16]") "}", "\"a\" has no shape"},
        {"{" TENSOR("a", "F32", "[-4]", "[0,16]") "}", "\"a\" has no shape"},
        {"{" TENSOR("a", "F32", "[1,1,1,1,1,1,1,1,1]", "[0,4]") "}", "at most 8"},
        {"{" TENSOR("a", "F32", "[4]", "[16,0]") "}", "no data_offsets of two rising"},
        {"{" TENSOR("a", "F32", "[4]", "[0]") "}", "no data_offsets of two rising"},
        {"{" TENSOR("a", "F32", "[4]", "[0,16,32]") "}", "no data_offsets of two rising"},
        {"{" TENSOR("a", "F32", "[4]", "[0,15]") "}", "shape [4] and dtype F32 cannot have the 15 bytes"},
        {"{" TENSOR("a", "F32", "[4294967296,4294967296]", "[0,0]") "}", "cannot have the 0 bytes"},
        {"{" TENSOR("a", "F32", "[4]", "[0,18446744073709551616]") "}", "no data_offsets"},
        {"{" TENSOR("a", "F32", "[4]", "[4,20]") "}", "tensor a begins at 4, but the first must begin at 0"},
        {"{" TENSOR("a", "F32", "[4]", "[0,16]") "," TENSOR("b", "F32", "[4]", "[12,28]") "}",
         "tensor b begins at 12, but the one before it ends at 16"},
        {"{" TENSOR("b", "F32", "[4]", "[20,36]") "," TENSOR("a", "F32", "[4]", "[0,16]") "}",
         "tensor b begins at 20, but the one before it ends at 16"},
        {"{\"__metadata__\":{\"a\":1}," TENSOR("a", "F32", "[4]", "[0,16]") "}",
         "__metadata__ is no object of strings"},
        {"{\"__metadata__\":7," TENSOR("a", "F32", "[4]", "[0,16]") "}", "__metadata__ is no object of strings"},
        {"{" TENSOR("embeddings.word_embeddings.weight", "F32", "[8,4]", "[0,128]") "}",
         "word_embeddings.weight has shape [8, 4] in the file, and config.json wants [9, 4]"},
        {"{" TENSOR("embeddings.word_embeddings.weight", "F32", "[36]", "[0,144]") "}", "has shape [36] in the file"},
        {"{" TENSOR("embeddings.LayerNorm.bias", "F32", "[1,4]", "[0,16]") "}", "shape [1, 4] in the file, and"},
        {"{" TENSOR("embeddings.LayerNorm.bias", "F64", "[4]", "[0,32]") "}", "bias has dtype F64; F32, F16 and"},
        {"{" TENSOR("embeddings.LayerNorm.bias", "F32", "[4]", "[0,16]") "," TENSOR("bert.embeddings.LayerNorm.beta",
                                                                                    "F32", "[4]", "[16,32]") "}",
         "bert.embeddings.LayerNorm.bias is in the file twice"},
    };
    static const float data[64];
    static file out;
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        for (int p = 0; p < PIECES; p++) {
            tt_params params = new_params(0);
            put_file(&out, bad[i].header, data, 128);
            CHECK_FAILS(import_file(&params, &out, pieces[p], &err), TT_E_FORMAT, bad[i].words);
            CHECK(!params.items[TT_EMBED_NORM_B].loaded);
            tt_params_free(&params);
        }
    }
}

static void no_checkpoints(void) {
    static const struct {
        const char *bytes;
        size_t n;
        const char *words;
    } bad[] = {
        {"", 0, "is empty"},
        {"\x10\0\0", 3, "ends at byte 3, within its header"},
        {"\x10\0\0\0\0\0\0\0{\"a", 11, "ends at byte 11, within its header"},
        {"\0\0\0\0\0\0\0\0{}", 10, "bytes say 0"},
        {"\xff\xff\xff\xff\xff\xff\xff\xff{}", 10, "bytes say 18446744073709551615"},
        {"\0\0\0\x10\0\0\0\0{}", 10, "bytes say 268435456"},
        {"PK\x03\x04\0\0\0\0\0", 9, "zip archive"},
        {"<!DOCTYPE html>", 15, "a web page"},
        {"version https://git-lfs", 23, "Git LFS pointer"},
        {"\x80\x02\x8a\x0al\xfc\x9c\x46", 8, "Python pickle"},
    };
    tt_params params = new_params(0);
    static file out;
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        for (int p = 0; p < PIECES; p++) {
            memcpy(out.bytes, bad[i].bytes, bad[i].n);
            out.n = bad[i].n;
            CHECK_FAILS(import_file(&params, &out, pieces[p], &err), TT_E_FORMAT, bad[i].words);
        }
    }
    tt_params_free(&params);
}

/* A good file, cut at every byte, with one byte more, and with a number that is none. */
static void damaged(void) {
    static file good, bad;
    tt_params from = new_params(0), to = new_params(0);
    put_foreign(&good, &from, TT_EMBED_NORM_W, TT_LAYERS, TT_F32); /* 2 tensors of 16 bytes behind 16 of ids */
    CHECK(import_file(&to, &good, 7, NULL) == TT_OK);              /* most are missing */
    for (size_t n = 0; n < good.n; n++) {
        bad = good;
        bad.n = n;
        CHECK_FAILS(import_file(&to, &bad, 5, &err), TT_E_FORMAT, n ? "cut short" : "empty");
    }
    bad = good;
    bad.n = good.n - 1;
    CHECK_FAILS(import_file(&to, &bad, 5, &err), TT_E_FORMAT, "within tensor embeddings.LayerNorm.gamma");
    CHECK(!to.items[TT_EMBED_NORM_W].loaded && to.items[TT_EMBED_NORM_B].loaded);
    bad.n = good.n + 1;
    tt_error err;
    CHECK(import_file(&to, &bad, 5, &err) == TT_E_FORMAT && err.at == (int64_t)good.n);
    CHECK(strstr(err.text, "goes on after its last tensor"));
    bad = good;
    memset(bad.bytes + good.n - 20, 0xff, 4); /* the last number of beta, which comes first */
    for (int p = 0; p < PIECES; p++) {
        CHECK(import_file(&to, &bad, pieces[p], &err) == TT_E_FORMAT && err.at == (int64_t)good.n - 20);
        CHECK(strstr(err.text, "bert.embeddings.LayerNorm.bias holds a number that is not finite"));
    }
    tt_params_free(&from);
    tt_params_free(&to);
}

int main(void) {
    round_trips();
    other_writers();
    shards();
    heads();
    metadata();
    halves();
    numbers_beyond_range();
    lies();
    no_checkpoints();
    damaged();
    return check_end("check_checkpoint");
}
