/* SPDX-License-Identifier: Apache-2.0
 * A check is a program: it counts, says what failed and where, and its exit status is the result. */
#ifndef TT_CHECK_H
#define TT_CHECK_H

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/base.h"

static int check_passed, check_failed;

static inline void check_that(int ok, const char *file, int line, const char *what) {
    if (ok) {
        check_passed++;
    } else {
        check_failed++;
        printf("%s:%d: failed: %s\n", file, line, what);
    }
}

/* Comparisons fail for NaN. The reason says where the tolerance comes from. */
static inline void check_near(double got, double want, double tolerance, const char *file, int line, const char *what,
                              const char *reason) {
    double off = fabs(got - want);
    if (off <= tolerance) {
        check_passed++;
    } else {
        check_failed++;
        printf("%s:%d: failed: %s is %.9g, wanted %.9g; off by %.3g, allowed %.3g (%s)\n", file, line, what, got, want,
               off, tolerance, reason);
    }
}

#define CHECK(condition) check_that((condition) ? 1 : 0, __FILE__, __LINE__, #condition)
#define CHECK_NEAR(got, want, tolerance, reason) \
    check_near((double)(got), (double)(want), (double)(tolerance), __FILE__, __LINE__, #got, reason)
/* A call that must succeed, with its sentence if it does not. */
#define CHECK_OK(call)                                                                             \
    do {                                                                                           \
        tt_error err = {0};                                                                        \
        tt_status check_status_ = (call);                                                          \
        if (check_status_ != TT_OK && check_status_ != TT_DONE) printf("  %s\n", err.text);        \
        check_that(check_status_ == TT_OK || check_status_ == TT_DONE, __FILE__, __LINE__, #call); \
    } while (0)
/* A call that must fail with `code` and a sentence that contains `words`. Both use a local `err`. */
#define CHECK_FAILS(call, code_, words)                                                \
    do {                                                                               \
        tt_error err = {0};                                                            \
        tt_status check_status_ = (call);                                              \
        int check_ok_ = check_status_ == (code_) && strstr(err.text, (words)) != NULL; \
        if (!check_ok_) printf("  status %d: '%s'\n", (int)check_status_, err.text);   \
        check_that(check_ok_, __FILE__, __LINE__, #call);                              \
    } while (0)

/* A file of the repository, whole and with a NUL behind it; the caller's to free. */
static inline char *read_file(const char *folder, const char *name, size_t *n) {
    char path[256];
    snprintf(path, sizeof path, "%s/%s", folder, name);
    FILE *file = fopen(path, "rb");
    if (!file) {
        printf("%s cannot be opened; run from the root of the repository\n", path);
        exit(2);
    }
    fseek(file, 0, SEEK_END);
    *n = (size_t)ftell(file);
    rewind(file);
    char *bytes = malloc(*n + 1);
    if (fread(bytes, 1, *n, file) != *n) exit(2);
    bytes[*n] = 0;
    fclose(file);
    return bytes;
}

static inline int check_end(const char *name) {
    printf("%s: %d passed, %d failed\n", name, check_passed, check_failed);
    return check_failed > 0 || check_passed == 0;
}

#endif
