// SPDX-License-Identifier: Apache-2.0
// Why the files of an encoder cannot be read.
const ALONE =
  'A new head can be put on the encoder alone: choose its files without modules.json and 1_Pooling (a folder or zip of config.json, the tokenizer and the weights).';

const TAKE = 'Take the same model with model.safetensors or pytorch_model.bin';
const WRITE = (flag: string) =>
  `${TAKE}, or write that once with release 4 of transformers: AutoModel.from_pretrained(FOLDER, ${flag}=True).save_pretrained(FOLDER).`;
const OTHER_FORMATS = {
  tensorflow: `has weights of TensorFlow. ${WRITE('from_tf')}`,
  tensorflow1: `is a checkpoint of TensorFlow 1. ${TAKE}.`,
  flax: `has weights of Flax. ${WRITE('from_flax')}`,
  onnx: `is an ONNX model, which gives answers and cannot be trained. ${TAKE}: it is where the ONNX file was made from, mostly one folder above.`,
  gguf: `is a model for llama.cpp, whose weights are cut to a few bits. ${TAKE}, that it was made from.`,
  openvino: `is a model for OpenVINO, which gives answers and cannot be trained. ${TAKE}, that it was made from.`,
  device: `is a model made for one kind of device or program, which gives answers and cannot be trained. ${TAKE}, that it was made from.`,
  pickle: `has objects of Python, which may run programs when they are read. ${TAKE}.`,
};
export type OtherFormat = keyof typeof OTHER_FORMATS;

export const encoderErrors = {
  otherFormat: (path: string, format: OtherFormat) => `${path} ${OTHER_FORMATS[format]}`,
  isHead: (file: string) =>
    `${file} is a head alone. Load the encoder that it was trained on, then the head, under “Load a head saved earlier” (on the command line: --model FOLDER --head ${file}).`,
  asModel: (file: string, is_adapter: boolean) =>
    `${file} is ${is_adapter ? 'an adapter' : 'a whole model'}, and no head alone. Open its folder, or a zip of it, in step 3 in the place of the encoder (on the command line: --model FOLDER, without --head).`,
  isData: (file: string) =>
    `${file} has rows, and is no model. Rows are opened in step 1 (on the command line: --data ${file}).`,
  noConfig: (name: string) =>
    `${name} has no config.json. Choose a folder in the hub's layout: config.json, vocab.txt or tokenizer.json, model.safetensors.`,
  noVocabulary: (name: string) =>
    `${name} has neither tokenizer.json nor vocab.txt. Add the one that belongs to the encoder. Where it has sentencepiece.bpe.model or merges.txt instead, transformers writes a tokenizer.json: AutoTokenizer.from_pretrained(FOLDER).save_pretrained(FOLDER).`,
  noWeights: (name: string) =>
    `${name} has no model.safetensors and no pytorch_model.bin. Add the encoder's weights in one of these formats.`,
  twoModels: (name: string, one: string, other: string) =>
    `${name} has more than one model: ${one} and ${other}. Choose one of these folders.`,
  lacksModule: (name: string, file: string) =>
    `${name} lacks ${file}, which belongs to its modules.json. Choose the whole folder, or for the encoder alone its files without modules.json.`,
  lacksBeside: (name: string, file: string, other: string) =>
    `${name} has ${other} and lacks ${file}, which belongs to it. Add that file.`,
  lacks: (name: string, file: string, index: string) => `${name} lacks ${file}, which ${index} names.`,
  noIndex: (index: string) => `${index} is no index: it needs a "weight_map" from tensors to file names.`,
  ownCode: (name: string, code: string) =>
    `config.json of ${name} has auto_map: code of the model's own (${code}) computes it, and is not run here. Take an encoder of BERT's family without such code, such as sentence-transformers/all-MiniLM-L6-v2.`,
  splitSpecial: (name: string, file: string) =>
    `${file} of ${name} has split_special_tokens: a text's own [MASK] or </s> is cut into pieces there, and is one token here. Remove that line if your texts have no such tokens.`,
  module: (name: string, module: string) =>
    `modules.json of ${name} has the module ${module} of sentence-transformers after or in place of its encoder, which is not computed here. ${ALONE}`,
  pooled: (name: string, file: string, ways: string) =>
    `${file} of ${name} pools its tokens by ${ways}; heads here read the mean or the first token. ${ALONE}`,
  noJson: (path: string, why: string) => `${path} is no JSON (${why}). Fetch it again.`,
  noObject: (path: string, shown: string) => `${path} has ${shown} in place of an object. Fetch it again.`,
};
