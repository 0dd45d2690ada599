// SPDX-License-Identifier: Apache-2.0
// Why the files of an encoder, a zip or a file at an address cannot be read.
export const fileErrors = {
  zip: (name: string, why: string) => `${name} is no zip that can be read here: ${why}.`,
  zipDamaged: 'its list of files is damaged; fetch it again, or pack it again',
  zipTwice: (path: string) => `it has two files called ${path}; pack it again without one`,
  zipPart: 'it is one of several parts; join them, or pack it as one file',
  zipCut: 'the list of files at its end is missing, perhaps because it was cut short; fetch it again',
  zipEncrypted: (path: string) => `${path} in it is encrypted; pack it without a password`,
  zipMethod: (path: string, method: number) =>
    `${path} in it is compressed by method ${method}; pack it with the method "deflate"`,
  zipEntry: (path: string, name: string) => `${path} in ${name} is damaged: fetch ${name} again, or pack it again.`,

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
  tooLarge: (what: string, mebibytes: number) => `${what} is larger than ${mebibytes} MiB; that is no such file.`,

  noFile: (url: string) => `There is no file at ${url}. Check the address.`,
  tooLargeFor: (url: string, megabytes: number, what: string) =>
    `The file at ${url} is larger than ${megabytes} MB, which is too large for ${what}.`,
  badToken: (what: string) => `${what} has a space, a line break or a letter that no token has. Copy it once more.`,
  theToken: 'The token',
  giveToken: 'Give a token of your account below the address, or download the folder and choose its files.',
  checkAddress: 'Check the address and the connection; its server must allow other pages to read it (CORS).',
  gone: (url: string) => `${url} is not there any more.`,
  changed: (url: string) => `${url} has changed since it was read first. Load it again.`,
  changedNow: (url: string) => `${url} changed while it was read. Load it again.`,
  noAccount: (url: string, status: number, remedy: string) =>
    `${url} may not be read without an account (${status}). ${remedy}`,
  refusedToken: (url: string, status: number, remedy: string) =>
    `${url} may not be read with the token that was given (${status}). ${remedy}`,
  status: (url: string, status: number, seconds: number) =>
    `${url} answers with status ${status}. Check the address, or ${seconds ? `try again in ${seconds} seconds` : 'try again later'}.`,
  unreachable: (url: string, remedy: string) => `${url} cannot be reached. ${remedy}`,
  brokeOff: (url: string, bytes: number, times: number) =>
    `${url} broke off after ${bytes} bytes, ${times} times in a row. Check the connection and load it again.`,
  notFound: (url: string, remedy: string) =>
    `${url} is on the hub under no such name, or is private. Check the name; of a private model: ${remedy}`,
  gated: (url: string, remedy: string) =>
    `${url} is given by the hub to accounts that have accepted its terms. Accept them there; then: ${remedy}`,
  noRevision: (url: string) => `${url} has no such revision on the hub. Check the branch, tag or commit.`,
  disabled: (url: string) => `${url} has been disabled by the hub. Take another model.`,
};
