// SPDX-License-Identifier: Apache-2.0
// Why a file of safetensors, or a head in one, cannot be read.
export const tensorErrors = {
  endsAt: (file: string, byte: number) => `${file} ends at byte ${byte}: it was cut short, fetch it again.`,
  endsAtOf: (file: string, byte: number, end: number) =>
    `${file} ends at byte ${byte} of ${end}: it was cut short, fetch it again.`,
  type: (tensor: string, type: string) => `${tensor} has dtype ${type}; F32, F64, F16 and BF16 can be read.`,

  unsound: (file: string, why: string) => `${file} is no sound file of safetensors: ${why}. Fetch it again.`,
  noHead: (file: string, why: string) => `${file} is no head that was saved here: ${why}.`,
  noAdapter: (file: string, why: string) => `${file} is no adapter that was saved here: ${why}.`,
  short: 'it has fewer than 8 bytes',
  length: (length: number) => `it begins with ${length}, which is no length of a header`,
  noJson: 'its header is no JSON',
  noObject: 'its header is no object',
  gap: (tensor: string) => `tensor ${tensor} does not begin where the one before it ends`,
  lacks: (tensor: string) => `tensor ${tensor} lacks its dtype, shape or data_offsets`,
  noOffsets: (tensor: string) => `tensor ${tensor} has no data_offsets`,
  bytes: (tensor: string, type: string, shape: number[], bytes: number) =>
    `tensor ${tensor} of ${type} [${shape.join(', ')}] has ${bytes} bytes`,
  longHeader: 'its header is longer than the file or than a head needs',
  untold: 'its metadata does not say so',
  task: (task: string) => `its task "${task}" is not known`,
  checksum: 'its numbers are not those that were saved (the checksum differs): fetch it again',
  twice: (label: string) => `two of its labels have the name "${label}"`,
  unreadable: 'its labels or metrics cannot be read',
};
