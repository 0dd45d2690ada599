// SPDX-License-Identifier: Apache-2.0
// Why a file of torch.save cannot be read.
const CONVERT =
  "Load it with the program that made it, and save its tensors as model.safetensors: safetensors.torch.save_file({name: tensor.contiguous().clone() for name, tensor in model.state_dict().items()}, 'model.safetensors').";

export const torchErrors = {
  cutShort: (file: string) => `${file} ends within its pickle: it was cut short, fetch it again.`,
  noPickle: (file: string) => `${file} is a zip without data.pkl: it is no file of torch.save.`,
  lacks: (file: string, path: string) => `${file} has no ${path} in it. Fetch it again.`,
  compressed: (file: string, path: string) => `${path} in ${file} is compressed; torch.save writes files that are not.`,
  longPickle: (file: string, path: string, bytes: number) => `${path} in ${file} has ${bytes} bytes. ${CONVERT}`,
  byteOrder: (file: string, order: string) => `${file} has its bytes in the order "${order}". ${CONVERT}`,
  fewNumbers: (file: string, path: string) =>
    `${path} in ${file} has fewer numbers than its tensors need. Fetch it again.`,
  otherPickle: (file: string) => `${file} is a pickle, but none that torch.save wrote. ${CONVERT}`,
  noTensor: (file: string) => `${file} has numbers that belong to no tensor in it. ${CONVERT}`,
  otherSize: (file: string, bytes: number, needed: number) =>
    `${file} has ${bytes} bytes, and its tensors need ${needed}: it is damaged, fetch it again.`,
  noNumbers: (file: string) => `${file} lacks the numbers of a tensor. Fetch it again.`,
  otherLength: (file: string) => `${file} is damaged: a storage's length differs from its tensors'. Fetch it again.`,
  longPickles: (file: string, bytes: number) => `${file} has more than ${bytes} bytes of pickle. ${CONVERT}`,
  largeTensors: (file: string, bytes: number, size: number) =>
    `${file} has tensors of ${bytes} bytes in a file of ${size}: it is damaged, fetch it again.`,
  pointer: (file: string) => `${file} is a Git LFS pointer, not the file itself. Fetch the file.`,
  noFile: (file: string, bytes: string) =>
    `${file} is no file of torch.save: it begins with the bytes ${bytes || '(none)'}. Fetch it again.`,
  noNames: (file: string) => `${file} has no tensors with names. ${CONVERT}`,
  unordered: (file: string, tensor: string) =>
    `${file}: the numbers of tensor ${tensor} do not lie in order, and it is too large to sort them here. ${CONVERT}`,
  shared: (file: string, most: number) => `${file} has more than ${most} tensors of the same numbers. ${CONVERT}`,

  /** `what`: one of those below. */
  moreThanTensors: (file: string, what: string) => `${file} ${what}, and only tensors are read here. ${CONVERT}`,
  instruction: (code: string) => `has the instruction ${code}`,
  longNumber: 'has a number of more than 64 bytes',
  object: (name: string) => `has a ${name} in it`,
  fields: 'sets fields of an object',
  noStorage: 'refers to what is no storage of numbers',
  partOfStorage: 'has a storage that is a part of another one',
  storageOf: (type: string) => `has a storage of ${type}`,
  call: (name: string) => `calls ${name}`,
  view: 'has a tensor that is the negative or the conjugate of its numbers',
  protocol: 'has a pickle of a protocol after 5',

  damaged: (file: string, why: string) => `${file} is damaged: ${why}. Fetch it again.`,
  noValue: 'an instruction of its pickle lacks a value',
  noMark: 'an instruction of its pickle lacks a mark',
  notPutAside: 'its pickle asks for what it has not put aside',
  noList: 'it appends to what is no list',
  noDictionary: 'it sets items of what is no dictionary',
  nameNoText: 'a name in it is no text',
  noCall: 'it calls what cannot be called',
  noTuple: 'a size in it is no tuple',
  noParameter: 'a parameter in it is no tensor',
  noParts: 'a tensor in it has no storage, offset, size and strides',
  doesNotFit: (shape: number[]) => `a tensor of shape [${shape.join(', ')}] does not fit into its storage`,
  sameList: 'it copies the same list again and again',
  noPairs: 'an OrderedDict in it is not made of pairs',
};
