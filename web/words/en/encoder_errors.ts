// SPDX-License-Identifier: Apache-2.0
// Why the files of an encoder cannot be read.
const ALONE =
  'A new head can be put on the encoder alone: choose its files without modules.json and 1_Pooling (a folder or zip of config.json, the tokenizer and the weights).';

export const encoderErrors = {
  noConfig: (name: string) =>
    `${name} has no config.json. Choose a folder in the hub's layout: config.json, vocab.txt or tokenizer.json, model.safetensors.`,
  noVocabulary: (name: string) =>
    `${name} has neither tokenizer.json nor vocab.txt. Add the one that belongs to the encoder. Where it has sentencepiece.bpe.model or merges.txt instead, transformers writes a tokenizer.json: AutoTokenizer.from_pretrained(FOLDER).save_pretrained(FOLDER).`,
  noWeights: (name: string) =>
    `${name} has no model.safetensors and no pytorch_model.bin. Add the encoder's weights in one of these formats.`,
  lacks: (name: string, file: string, index: string) => `${name} lacks ${file}, which ${index} names.`,
  noIndex: (index: string) => `${index} is no index: it needs a "weight_map" from tensors to file names.`,
  ownCode: (name: string, code: string) =>
    `config.json of ${name} has auto_map: code of the model's own (${code}) computes it, and is not run here. Take an encoder of BERT's family without such code, such as sentence-transformers/all-MiniLM-L6-v2.`,
  module: (name: string, module: string) =>
    `modules.json of ${name} has the module ${module} of sentence-transformers after or in place of its encoder, which is not computed here. ${ALONE}`,
  pooled: (name: string, file: string, ways: string) =>
    `${file} of ${name} pools its tokens by ${ways}; heads here read the mean or the first token. ${ALONE}`,
  noJson: (path: string, why: string) => `${path} is no JSON (${why}). Fetch it again.`,
  noObject: (path: string, shown: string) => `${path} has ${shown} in place of an object. Fetch it again.`,
};
