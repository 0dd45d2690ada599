// SPDX-License-Identifier: Apache-2.0
// Why the files of an encoder cannot be read.
export const encoderErrors = {
  noConfig: (name: string) =>
    `${name} has no config.json. Choose a folder in the hub's layout: config.json, vocab.txt or tokenizer.json, model.safetensors.`,
  noVocabulary: (name: string) =>
    `${name} has neither tokenizer.json nor vocab.txt. Add the one that belongs to the encoder. Where it has sentencepiece.bpe.model or merges.txt instead, transformers writes a tokenizer.json: AutoTokenizer.from_pretrained(FOLDER).save_pretrained(FOLDER).`,
  noWeights: (name: string) =>
    `${name} has no model.safetensors and no pytorch_model.bin. Add the encoder's weights in one of these formats.`,
  lacks: (name: string, file: string, index: string) => `${name} lacks ${file}, which ${index} names.`,
  noIndex: (index: string) => `${index} is no index: it needs a "weight_map" from tensors to file names.`,
  noJson: (path: string, why: string) => `${path} is no JSON (${why}). Fetch it again.`,
  noObject: (path: string, shown: string) => `${path} has ${shown} in place of an object. Fetch it again.`,
};
