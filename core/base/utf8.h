/* SPDX-License-Identifier: Apache-2.0
 * UTF-8 as RFC 3629 has it: no overlong forms, no surrogates, nothing above U+10FFFF. */
#ifndef TT_UTF8_H
#define TT_UTF8_H

#include "base/base.h"

/* Bytes of the well-formed character at the front of `bytes` [n], 0 when there is none. */
static inline size_t tt_utf8_length(const char *bytes, size_t n) {
    const unsigned char *b = (const unsigned char *)bytes;
    size_t length;
    if (n == 0) return 0;
    if (b[0] < 0x80) return 1;
    length = b[0] < 0xc2 ? 0 : b[0] < 0xe0 ? 2 : b[0] < 0xf0 ? 3 : b[0] < 0xf5 ? 4 : 0;
    if (length == 0 || length > n) return 0;
    for (size_t i = 1; i < length; i++) {
        if ((b[i] & 0xc0) != 0x80) return 0;
    }
    /* The second byte excludes overlong forms (E0, F0), surrogates (ED) and code points above U+10FFFF (F4). */
    if ((b[0] == 0xe0 && b[1] < 0xa0) || (b[0] == 0xed && b[1] > 0x9f) || (b[0] == 0xf0 && b[1] < 0x90) ||
        (b[0] == 0xf4 && b[1] > 0x8f)) {
        return 0;
    }
    return length;
}

/* The character of these well-formed bytes. */
static inline uint32_t tt_utf8_code(const char *bytes, size_t length) {
    static const unsigned char lead_bits[5] = {0, 0x7f, 0x1f, 0x0f, 0x07};
    uint32_t code = (unsigned char)bytes[0] & lead_bits[length];
    for (size_t i = 1; i < length; i++) code = code << 6 | ((unsigned char)bytes[i] & 0x3f);
    return code;
}

/* Writes the character `code` to `out` [4] and returns its length; what is no character becomes U+FFFD. */
static inline size_t tt_utf8_put(char *out, uint32_t code) {
    if (code > 0x10ffff || (code >= 0xd800 && code <= 0xdfff)) code = 0xfffd;
    if (code < 0x80) {
        out[0] = (char)code;
        return 1;
    }
    if (code < 0x800) {
        out[0] = (char)(0xc0 | code >> 6);
        out[1] = (char)(0x80 | (code & 0x3f));
        return 2;
    }
    if (code < 0x10000) {
        out[0] = (char)(0xe0 | code >> 12);
        out[1] = (char)(0x80 | (code >> 6 & 0x3f));
        out[2] = (char)(0x80 | (code & 0x3f));
        return 3;
    }
    out[0] = (char)(0xf0 | code >> 18);
    out[1] = (char)(0x80 | (code >> 12 & 0x3f));
    out[2] = (char)(0x80 | (code >> 6 & 0x3f));
    out[3] = (char)(0x80 | (code & 0x3f));
    return 4;
}

#endif
