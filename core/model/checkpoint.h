/* SPDX-License-Identifier: Apache-2.0
 * Import and export of weights, in pieces of any size: safetensors <-> the table. Peak memory is the header and one
 * unfinished number, in both directions. */
#ifndef TT_CHECKPOINT_H
#define TT_CHECKPOINT_H

#include "model/params.h"

typedef struct tt_import tt_import;

/* An import of one file into `params`, which must outlive it: a checkpoint or a shard of one, or (`head`) the file that
 * an export of TT_HEAD writes. A pooler in a checkpoint is the encoder's, one in a head's file is the head's. */
tt_status tt_import_new(tt_import **out, tt_params *params, bool head, tt_error *err);
void tt_import_free(tt_import *import);
/* The next bytes of the file. The header is checked whole (sizes, offsets, overlaps, types, shapes against the table)
 * before a number is stored. F32, F64, F16 and BF16 are converted on the way; tensors that the table does not have are
 * skipped and remembered. A checkpoint's classifier of another shape is skipped; a head's file must have every tensor
 * of the head in place, and none of the encoder. Errors: TT_E_FORMAT with the byte of the file. After an error only
 * tt_import_touched and tt_import_free are allowed. */
tt_status tt_import_write(tt_import *import, const void *piece, size_t n, tt_error *err);
/* The end of the file: an error when it is cut short. TT_DONE when embeddings and encoder are complete (a pooler or
 * head that no file has is drawn), TT_OK when tensors are still to come. */
tt_status tt_import_end_file(tt_import *import, tt_error *err);
/* Groups (bits 1 << tt_group) with numbers of this file: none before its header has been accepted. The pooler of a
 * head's file counts as TT_HEAD. */
unsigned tt_import_touched(const tt_import *import);
/* Names of tensors that were skipped, appended to the elements of a JSON array; `text` is the caller's. */
void tt_import_ignored(tt_text *text, const tt_import *import);
/* Names of the embeddings' and encoder's tensors that are not loaded yet, a JSON array. */
void tt_params_missing(tt_text *text, const tt_params *params);

typedef struct tt_export tt_export;

/* Writes the rows whose group is in `groups` (bits 1 << tt_group) as one safetensors file: `dtype` "F32" or "F16"
 * (round to nearest even; values beyond its range are refused by name). `metadata` is a flat JSON object of strings;
 * {"format":"pt"} is added. Without TT_ENCODER the file includes the pooler that belongs to the head, where the head
 * uses one. With TT_ADAPTERS the names are those of PEFT. `total`: bytes of the file. TT_E_CONFIG, TT_E_STATE (there is
 * no head), TT_E_MEMORY. */
tt_status tt_export_new(tt_export **out, size_t *total, const tt_params *params, unsigned groups, const char *dtype,
                        const tt_json *json, int32_t metadata, tt_error *err);
void tt_export_free(tt_export *export);
/* The next at most `cap` bytes; TT_DONE with the last. */
tt_status tt_export_next(size_t *n, tt_export *export, void *piece, size_t cap, tt_error *err);

#endif
