/* SPDX-License-Identifier: Apache-2.0 */
#include "base/crc32.h"

void tt_crc32_begin(tt_crc32 *crc) {
    for (uint32_t i = 0; i < 256; i++) {
        uint32_t sum = i;
        for (int bit = 0; bit < 8; bit++) sum = sum >> 1 ^ (sum & 1 ? UINT32_C(0xedb88320) : 0);
        crc->table[0][i] = sum;
    }
    for (uint32_t i = 0; i < 256; i++) {
        for (int k = 1; k < 4; k++) {
            const uint32_t sum = crc->table[k - 1][i];
            crc->table[k][i] = sum >> 8 ^ crc->table[0][sum & 255];
        }
    }
}

uint32_t tt_crc32_of(const tt_crc32 *crc, uint32_t before, const void *bytes, size_t n) {
    const unsigned char *p = bytes;
    uint32_t sum = ~before;
    for (; n >= 4; n -= 4, p += 4) {
        sum ^= (uint32_t)p[0] | (uint32_t)p[1] << 8 | (uint32_t)p[2] << 16 | (uint32_t)p[3] << 24;
        sum = crc->table[3][sum & 255] ^ crc->table[2][sum >> 8 & 255] ^ crc->table[1][sum >> 16 & 255] ^
              crc->table[0][sum >> 24];
    }
    for (; n > 0; n--, p++) sum = sum >> 8 ^ crc->table[0][(sum ^ *p) & 255];
    return ~sum;
}
