/* SPDX-License-Identifier: Apache-2.0
 * CRC-32 of ISO-HDLC (the one of zlib and PNG), four bytes at a time. */
#ifndef TT_CRC32_H
#define TT_CRC32_H

#include "base/base.h"

typedef struct {
    uint32_t table[4][256];
} tt_crc32;

/* Fills the tables; once, before the first tt_crc32_of. */
void tt_crc32_begin(tt_crc32 *crc);
/* The checksum of bytes that went before (0: none) and these. */
uint32_t tt_crc32_of(const tt_crc32 *crc, uint32_t before, const void *bytes, size_t n);

#endif
