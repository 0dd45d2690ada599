/* SPDX-License-Identifier: Apache-2.0
 * Bad checkpoints: each is refused with a sentence that says what and where, whatever the pieces. */
#include "checkpoint_files.h"

/* Headers with wrong content, and the error of each. */
static void lies(void) {
#define TENSOR(name, dtype, shape, offsets) \
    "\"" name "\":{\"dtype\":\"" dtype "\",\"shape\":" shape ",\"data_offsets\":" offsets "}"
    static const struct {
        const char *header, *words;
    } bad[] = {
        {"{}", "names no tensor"},
        {"[]", "does not begin with the length of a header"},
        {" {}", "does not begin with the length of a header"},
        {"{\"a\":1}", "dtype of tensor \"a\" in the header is missing or too long"},
        {"{\"a\":{\"dtype\":", "cannot be read: broken JSON at byte 14"},
        {"{" TENSOR("a", "Q4", "[1]", "[0,1]") "}", "\"a\" has the unknown dtype Q4"},
        {"{" TENSOR("a", "a dtype of many letters", "[1]", "[0,1]") "}",
         "dtype of tensor \"a\" in the header is missing or too long"},
        {"{" TENSOR("a", "F32", "4", "[0,16]") "}", "\"a\" has no shape"},
        {"{" TENSOR("a", "F32", "[-4]", "[0,16]") "}", "\"a\" has no shape"},
        {"{" TENSOR("a", "F32", "[1,1,1,1,1,1,1,1,1]", "[0,4]") "}", "at most 8"},
        {"{" TENSOR("a", "F32", "[4]", "[16,0]") "}", "no data_offsets of two rising"},
        {"{" TENSOR("a", "F32", "[4]", "[0]") "}", "no data_offsets of two rising"},
        {"{" TENSOR("a", "F32", "[4]", "[0,16,32]") "}", "no data_offsets of two rising"},
        {"{" TENSOR("a", "F32", "[4]", "[0,15]") "}", "shape [4] and dtype F32 cannot have the 15 bytes"},
        {"{" TENSOR("a", "F32", "[4]", "[0,20]") "}", "shape [4] and dtype F32 cannot have the 20 bytes"},
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
         "word_embeddings.weight has shape [8, 4] in the file, and config.json gives it [9, 4]"},
        {"{" TENSOR("embeddings.word_embeddings.weight", "F32", "[36]", "[0,144]") "}", "has shape [36] in the file"},
        {"{" TENSOR("embeddings.word_embeddings.weight", "F32", "[9,4,1]", "[0,144]") "}", "has shape [9, 4, 1] in"},
        {"{" TENSOR("embeddings.LayerNorm.bias", "F32", "[1,4]", "[0,16]") "}", "shape [1, 4] in the file, and"},
        {"{" TENSOR("embeddings.LayerNorm.bias", "F32", "[4,1]", "[0,16]") "}", "shape [4, 1] in the file, and"},
        {"{" TENSOR("embeddings.LayerNorm.bias", "I64", "[4]", "[0,32]") "}", "bias has dtype I64; F32, F64, F16"},
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
            CHECK_FAILS(import_all(&params, false, &out, pieces[p], &err), TT_E_FORMAT, bad[i].words);
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
        {"\0\0\0\0\0\0\0\0{}", 10, "bytes are 0"},
        {"\xff\xff\xff\xff\xff\xff\xff\xff{}", 10, "bytes are 18446744073709551615"},
        {"\0\0\0\x10\0\0\0\0{}", 10, "bytes are 268435456"},
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
            CHECK_FAILS(import_all(&params, false, &out, pieces[p], &err), TT_E_FORMAT, bad[i].words);
        }
    }
    tt_params_free(&params);
}

/* A good file, cut at every byte, with one byte more, and with a number that is none. */
static void damaged(void) {
    static file good, bad;
    tt_params from = new_params(0), to = new_params(0);
    put_foreign(&good, &from, TT_EMBED_NORM_W, TT_LAYERS, TT_F32); /* 2 tensors of 16 bytes behind 16 of ids */
    CHECK(import_all(&to, false, &good, 7, NULL) == TT_OK);        /* most are missing */
    for (size_t n = 0; n < good.n; n++) {
        bad = good;
        bad.n = n;
        CHECK_FAILS(import_all(&to, false, &bad, 5, &err), TT_E_FORMAT, n ? "cut short" : "empty");
    }
    bad = good;
    bad.n = good.n - 1;
    CHECK_FAILS(import_all(&to, false, &bad, 5, &err), TT_E_FORMAT, "within tensor model.embeddings.LayerNorm.gamma");
    CHECK(!to.items[TT_EMBED_NORM_W].loaded && to.items[TT_EMBED_NORM_B].loaded);
    bad.n = good.n + 1;
    tt_error err;
    CHECK(import_all(&to, false, &bad, 5, &err) == TT_E_FORMAT && err.at == (int64_t)good.n);
    CHECK(strstr(err.text, "goes on after its last tensor"));
    bad = good;
    memset(bad.bytes + good.n - 20, 0xff, 4); /* the last number of beta, which comes first */
    for (int p = 0; p < PIECES; p++) {
        CHECK(import_all(&to, false, &bad, pieces[p], &err) == TT_E_FORMAT && err.at == (int64_t)good.n - 20);
        CHECK(strstr(err.text, "bert.embeddings.LayerNorm.bias holds a number that is not finite"));
    }
    tt_params_free(&from);
    tt_params_free(&to);
}

/* Any byte of length and header changed: refused with a sentence, or still a checkpoint. */
static void mutations(void) {
    static const int changes[] = {1, 0x10, 0x80, 0xff};
    static file good, bad;
    tt_params from = new_params(0), to = new_params(0);
    put_foreign(&good, &from, TT_TYPE, TT_LAYERS, TT_F16);
    const size_t front = 8 + (size_t)good.bytes[0] + ((size_t)good.bytes[1] << 8);
    int refused = 0, silent = 0;
    for (size_t at = 0; at < front; at++) {
        for (int c = 0; c < 4; c++) {
            tt_error err = {0};
            bad = good;
            bad.bytes[at] ^= (unsigned char)changes[c];
            const tt_status status = import_all(&to, false, &bad, 64, &err);
            refused += status == TT_E_FORMAT;
            silent += status != TT_OK && (status != TT_E_FORMAT || !err.text[0] || err.at < 0);
        }
    }
    CHECK(silent == 0);
    CHECK(refused > (int)front * 2); /* a changed letter of a name is another name, and no lie */
    tt_params_free(&from);
    tt_params_free(&to);
}

int main(void) {
    lies();
    no_checkpoints();
    damaged();
    mutations();
    return check_end("check_checkpoint_bad");
}
