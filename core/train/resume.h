/* SPDX-License-Identifier: Apache-2.0
 * A run between two steps as bytes, and a new run of the same model, data and options that continues from them: it ends
 * with the bits of a run that never stopped. Saved are the trained weights, their moments and the best ones, and some
 * numbers; all else follows from the seed. */
#ifndef TT_RESUME_H
#define TT_RESUME_H

#include "train/trainer.h"

typedef struct {
    tt_trainer *trainer;
    tt_text front; /* what the run is of, and its numbers; when restoring, the same as it should be */
    size_t at;     /* bytes that have passed */
    tt_text got;   /* when restoring: the front that came */
    size_t front_size, total;
    int32_t array, chunk; /* where the data stands: the arrays one after the other, chunk by chunk */
    size_t byte;          /* of the chunk */
} tt_resume;

/* `encoder` names the encoder's file: tt_params_fingerprint of it. */
tt_status tt_resume_save(tt_resume *resume, size_t *total, tt_trainer *trainer, const char *encoder, tt_error *err);
/* The next at most `cap` bytes; TT_DONE with the last. */
tt_status tt_resume_read(size_t *n, tt_resume *resume, void *piece, size_t cap);

/* `trainer` has just begun. */
tt_status tt_resume_restore(tt_resume *resume, tt_trainer *trainer, const char *encoder, tt_error *err);
/* Takes the next bytes; TT_DONE with the last: the run is where it was. Refused, with the run as it was: bytes of
 * another run, told before any weight is touched. */
tt_status tt_resume_write(tt_resume *resume, const void *piece, size_t n, tt_error *err);
/* Every byte has passed. */
bool tt_resume_complete(const tt_resume *resume);
/* Weights of the run have been replaced. */
bool tt_resume_touched(const tt_resume *resume);
void tt_resume_free(tt_resume *resume);

#endif
