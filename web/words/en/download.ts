// SPDX-License-Identifier: Apache-2.0
// The files to take away.
export const download = {
  title: 'Download',
  lede: 'The model is yours: it was made on this machine and has never left it. What you download is a copy of your own, also for other programs.',
  /** A file name. */
  unnamed: 'my-model',
  name: 'my-classifier',
  saved: (file: string) => `Saved as ${file}.`,
  inPython: 'How to use it in Python',

  whole: 'The whole model',
  wholeLead:
    'A zip of a folder that transformers of Hugging Face opens: weights, tokenizer, labels and a model card with the figures of the test set.',
  /** Heads on the mean and others leave in the layouts of two libraries. */
  meanLead:
    'A zip of a folder that sentence-transformers opens: weights, tokenizer, labels and a model card with the figures of the test set. The head reads the mean of all tokens. Classes such as BertForSequenceClassification of transformers read the first token: for those choose [CLS] in step 4 and train again.',
  comparedLead:
    'A zip of a folder that sentence-transformers opens: weights, tokenizer, labels and a model card with the figures of the test set. Its SentenceTransformer gives the vector of each text, and the head, which compares two of them, is in the folder 3_Compared: the card has the lines of Python for it.',
  nameField: 'Name',
  precision: 'Precision of the weights',
  bits32: (size: string) => `32 bits, ${size}`,
  bits32Hint: 'Exactly what was trained. Choose this to train on.',
  bits16: (size: string) => `16 bits, ${size}`,
  bits16Hint: 'Half the size; answers differ in the third digit or not at all.',
  uses: 'What it is for',
  both: (size: string) => `Python, Node and web pages, ${size} more`,
  bothHint:
    'With the files that transformers.js opens: one as exact as the model, one for pages of a quarter of its size.',
  python: 'Python alone',
  pythonHint: 'Without these. Tabtune opens the folder either way.',
  writing: (file: string) => `Writing ${file}…`,
  model: 'Download the model',
  unpacked: 'Unpacked, it works in Python like this:',

  headAlone: 'The head alone',
  headLead:
    'The encoder was frozen, so all that was learned is in the head: a small file. Whoever has the same encoder loads it in step 3 and gets the same answers. The file says which encoder that is.',
  head: 'Download the head',
  noHead:
    'Not offered: here the encoder was trained together with the head. The head reads the numbers of this very encoder, and on the original one its answers would be worth nothing. To get a small file to share, train the head only.',
  adapterAlone: 'The adapter alone',
  adapterLead:
    'All that was learned beside the original encoder: low-rank matrices and the head, a zip of a folder that PEFT opens. The whole model above has them merged in.',
  adapter: 'Download the adapter',
  adapterOnMean:
    'Not offered: PEFT cannot open a head on the mean of all tokens. The whole model above has the adapter merged in.',
};
