/* SPDX-License-Identifier: Apache-2.0
 * Saves a run between two steps as bytes, and restores them into a new run of the same model, data and options, which
 * ends with the bits of a run that never stopped. The bytes hold the trained weights, their moments, the weights of the
 * start and the best ones where they are kept, and the counters; everything else follows from the seed.
 *
 *     tabtune run 3 HHHHHHHH CCCCCCCC\n      bytes of the header and their CRC-32, in hexadecimal: 32 bytes in all
 *     {..}                                   the header: what the run is of, its counters, the arrays
 *     array, CRC-32 (4 bytes, little endian) for each of weights, first and second moments, start
 *                                            weights and best weights where they are kept
 *
 * An array holds the trained numbers in the order of the table; of the word embeddings the rows of tokens that occur.
 */
#ifndef TT_RESUME_H
#define TT_RESUME_H

#include "base/crc32.h"
#include "train/resume_header.h"

enum { TT_RESUME_FRONT = 32 }; /* bytes of the first line */

typedef struct {
    tt_run_state *run;
    char encoder[17];
    tt_text header; /* the first line and the header; when restoring, as far as it has come */
    size_t header_size, total, at;
    int32_t array, chunk; /* position in the data: the arrays one after the other, chunk by chunk */
    size_t byte;          /* of the chunk, or of the array's checksum behind the last chunk */
    tt_crc32 crc;
    uint32_t sum;          /* of the array so far */
    unsigned char told[4]; /* the array's checksum in the file */
    bool restoring;
    tt_resume_counters counters;
} tt_resume;

/* Saving: begin, then pieces until TT_DONE, then tt_resume_free. `encoder` is the tt_params_fingerprint of the
 * encoder's file; `total` the bytes to come. The run must not make a step meanwhile. TT_E_STATE: the run is finished or
 * has failed, or the encoder had been trained before it. */
tt_status tt_resume_save_begin(tt_resume *resume, size_t *total, tt_run_state *run, const char *encoder, tt_error *err);
/* The next at most `cap` bytes; TT_DONE with the last. */
tt_status tt_resume_save_piece(size_t *n, tt_resume *resume, void *piece, size_t cap);

/* Restoring: begin with a run that has just begun, pieces of any size (TT_OK: bytes are missing; TT_DONE: all bytes are
 * there), then the end: TT_DONE, and the run continues from the saved step. Refused with the reason, TT_E_FORMAT: bytes
 * that are no saved run, of another build, encoder, data or options, damaged, too few or too many. After an error the
 * run is as it was when it began, and only tt_resume_free is allowed, after which another file can begin. */
tt_status tt_resume_restore_begin(tt_resume *resume, tt_run_state *run, const char *encoder, tt_error *err);
tt_status tt_resume_restore_piece(tt_resume *resume, const void *piece, size_t n, tt_error *err);
tt_status tt_resume_restore_end(tt_resume *resume, tt_error *err);
/* Frees. A restoring that has not ended is undone. */
void tt_resume_free(tt_resume *resume);

#endif
