/* SPDX-License-Identifier: Apache-2.0
 * The checksum of saved runs: the catalogue's check value (CRC-32/ISO-HDLC), in any pieces. */
#include "base/crc32.h"
#include "check.h"

int main(void) {
    static const char digits[] = "123456789";
    tt_crc32 crc;
    tt_crc32_begin(&crc);
    CHECK(tt_crc32_of(&crc, 0, digits, 0) == 0);
    CHECK(tt_crc32_of(&crc, 0, "a", 1) == UINT32_C(0xe8b7be43));
    for (size_t first = 0; first <= 9; first++) {
        const uint32_t before = tt_crc32_of(&crc, 0, digits, first);
        CHECK(tt_crc32_of(&crc, before, digits + first, 9 - first) == UINT32_C(0xcbf43926));
    }
    return check_end("check_crc32");
}
