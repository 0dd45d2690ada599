/* SPDX-License-Identifier: Apache-2.0
 * Good checkpoints: there and back, other writers' files, shards, heads, number types. */
#include "checkpoint_files.h"

static void round_trips(void) {
    static file ours, again;
    tt_params from = new_params(3);
    const unsigned all = (1u << TT_ADAPTERS) - 1;
    fill(&from);
    for (int d = 0; d < 2; d++) {
        const char *dtype = d ? "F16" : "F32";
        export_all(&ours, &from, all, dtype, 1 << 20);
        for (int p = 0; p < PIECES; p++) {
            tt_params to = new_params(3);
            export_all(&again, &from, all, dtype, pieces[p]);
            CHECK(again.n == ours.n && memcmp(again.bytes, ours.bytes, ours.n) == 0);
            CHECK(import_all(&to, false, &ours, pieces[p], NULL) == TT_DONE);
            CHECK(same(&from, &to, from.count));
            for (int i = 0; i < to.count; i++) CHECK(to.items[i].loaded || to.items[i].rows == 0);
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
    for (int dtype = TT_F32; dtype <= TT_F64; dtype++) {
        for (int p = 0; p < PIECES; p++) {
            tt_params to = new_params(3);
            tt_import *import;
            tt_text text = {0};
            const char *ignored;
            put_foreign(&foreign, &from, 0, from.count, (tt_dtype)dtype);
            CHECK_OK(tt_import_new(&import, &to, false, &err));
            CHECK(feed(import, foreign.bytes, foreign.n, pieces[p], NULL) == TT_DONE);
            CHECK(same(&from, &to, from.count));
            tt_import_ignored(&text, import);
            CHECK_OK(tt_text_end(&ignored, &text, &err));
            CHECK(strcmp(ignored, "\"embeddings.position_ids\",\"cls.empty\"") == 0);
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

/* Files that Hugging Face's safetensors wrote. */
static void published_files(void) {
    static const struct {
        const char *folder;
        int outputs;
    } files[] = {{"tests/golden/encoder/plain", 3}, {"tests/golden/encoder/odd", 2}, {"tests/golden/tiny-bert", 0}};
    static char config[4096], piece[997];
    for (size_t i = 0; i < sizeof files / sizeof files[0]; i++) {
        char path[80];
        tt_shape read_shape;
        tt_params params;
        tt_import *import;
        size_t n;
        snprintf(path, sizeof path, "%s/config.json", files[i].folder);
        FILE *in = fopen(path, "rb");
        CHECK(in != NULL);
        if (!in) continue;
        config[fread(config, 1, sizeof config - 1, in)] = '\0';
        fclose(in);
        CHECK_OK(tt_shape_parse(&read_shape, config, &err));
        CHECK(read_shape.outputs == files[i].outputs);
        CHECK_OK(tt_params_new(&params, &read_shape, &err));
        if (read_shape.outputs)
            CHECK_OK(tt_params_head(&params, &read_shape, read_shape.task, read_shape.outputs, TT_POOL_CLS, 1, &err));
        CHECK_OK(tt_import_new(&import, &params, false, &err));
        snprintf(path, sizeof path, "%s/model.safetensors", files[i].folder);
        in = fopen(path, "rb");
        CHECK(in != NULL);
        while (in && (n = fread(piece, 1, sizeof piece, in)) > 0) CHECK_OK(tt_import_write(import, piece, n, &err));
        if (in) fclose(in);
        CHECK(tt_import_end_file(import, NULL) == TT_DONE);
        for (int r = 0; r < params.count; r++) {
            CHECK(params.items[r].loaded == (params.items[r].group != TT_MLM_HEAD && params.items[r].rows > 0));
        }
        missing_are(&params, "[]", 0);
        tt_import_free(import);
        tt_params_free(&params);
    }
}

/* Two files, the second one in pieces; then a checkpoint with neither pooler nor head. */
static void shards(void) {
    static file one, two;
    tt_params from = new_params(0), to = new_params(0);
    tt_import *import;
    const int cut = tt_layer_row(1, TT_INNER_W), encoder = tt_top_row(&from, 0);
    fill(&from);
    put_foreign(&one, &from, 0, cut, TT_F32);
    put_foreign(&two, &from, cut, encoder, TT_F16);
    CHECK_OK(tt_import_new(&import, &to, false, &err));
    missing_are(&to, "[\"bert.embeddings.word_embeddings.weight\",",
                encoder - 3); /* BERT projects nothing and adds no bias */
    CHECK(feed(import, one.bytes, one.n, 1 << 20, NULL) == TT_OK);
    tt_import_free(import);
    CHECK_OK(tt_import_new(&import, &to, false, &err));
    missing_are(&to, "[\"bert.encoder.layer.1.intermediate.dense.weight\",", encoder - cut);
    CHECK(feed(import, two.bytes, two.n, 7, NULL) == TT_DONE);
    missing_are(&to, "[]", 0);
    CHECK(same(&from, &to, encoder));
    CHECK(to.head_pooler && !to.items[tt_top_row(&to, TT_POOLER_W)].loaded && !tt_params_has_mlm_head(&to));
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
        CHECK(import_all(&to, false, &encoder, 64, NULL) == TT_DONE);
        tt_params_fingerprint(before, &to);
        from.head_pooler = own == 1;
        export_all(&head, &from, 1u << TT_HEAD, "F32", 7);
        if (own) {
            const size_t bytes = tt_param_size(&from.items[pooler]) * sizeof(real);
            CHECK(import_all(&to, true, &head, 7, NULL) == TT_DONE);
            CHECK(memcmp(from.items[classifier].data, to.items[classifier].data, 15 * sizeof(real)) == 0);
            CHECK(memcmp(from.items[pooler].data, to.items[pooler].data, bytes) == 0);
        } else {
            CHECK_FAILS(import_all(&to, true, &head, 7, &err), TT_E_FORMAT, "no tensor bert.pooler.dense.weight");
        }
        CHECK(tt_params_head_loaded(&to) == own && to.items[pooler].loaded == own);
        CHECK(same(&from, &to, pooler) && to.head_pooler);
        tt_params_fingerprint(after, &to);
        CHECK(strcmp(before, after) == 0);
        tt_params_free(&to);
    }
    /* A classifier of another shape is to be replaced: skipped, the rest is taken. */
    to = new_params(2);
    put_foreign(&encoder, &from, 0, from.count, TT_F32);
    CHECK(import_all(&to, false, &encoder, 64, NULL) == TT_DONE);
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
    params.head[1] = -65520;
    CHECK_FAILS(tt_export_new(&export, &total, &params, 1u << TT_HEAD, "F16", NULL, -1, &err), TT_E_NUMERIC, "-65520");
    params.head[1] = (real)-INFINITY;
    CHECK_FAILS(tt_export_new(&export, &total, &params, 1u << TT_HEAD, "F32", NULL, -1, &err), TT_E_NUMERIC, "-inf");
    params.head[1] = (real)NAN;
    CHECK_FAILS(tt_export_new(&export, &total, &params, 1u << TT_HEAD, "F32", NULL, -1, &err), TT_E_NUMERIC, "F32");
    tt_params_free(&params);
}

int main(void) {
    round_trips();
    other_writers();
    published_files();
    shards();
    heads();
    metadata();
    halves();
    numbers_beyond_range();
    return check_end("check_checkpoint");
}
