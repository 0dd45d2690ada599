// SPDX-License-Identifier: Apache-2.0
// Step 3: the encoder and its new head.
import { brief, count, duration, percent } from '../../ui/format';
import { plural } from '../plural';

const outputs = (n: number) => plural(n, { one: '# output', other: '# outputs' });
const biases = (n: number) => plural(n, { one: '# bias', other: '# biases' });

export const load = {
  title: 'Load an encoder, give it a new head',
  lede: 'Somebody has already trained the encoder on millions of sentences: it knows the language, but not your labels. Fine-tuning keeps what it knows and puts a small new output layer, the head, on top, which is fitted to your labels first and then trained together with it.',

  encoder: (name: string) => `Encoder: ${name}`,
  choose: 'Choose an encoder',
  chooseLead:
    'Any encoder of the BERT family. A small one trains in minutes; BERT-base is more accurate and takes many times longer.',
  busy: 'A training is going on: it keeps its encoder to the end.',
  noneServed:
    'No encoder is served with this page. Choose the files of one from this machine, or give the address of one.',
  entry: (description: string, size: string, licence: string) => `${description} ${size}, ${licence}.`,
  loaded: 'loaded',
  loadNamed: (name: string) => `Load ${name}`,
  load: 'Load',
  address: 'OWNER/NAME on the hub, or the address of a folder',
  addressHint: "A folder in the hub's layout. The encoder is downloaded from there; your texts are not sent anywhere.",
  token: 'Token, for a private model',
  tokenHint:
    'An access token of your account at huggingface.co. It is sent there alone and forgotten when you leave the page.',
  loadAddress: 'Load from address',
  another: 'Use another encoder',
  chooseFolder: 'Choose a folder',
  folderHint:
    'Or drop it here: <code>config.json</code>, <code>vocab.txt</code> or <code>tokenizer.json</code>, and <code>model.safetensors</code> or <code>pytorch_model.bin</code>; or the zip of a model that was downloaded here; or, where its encoder is loaded, a LoRA adapter’s folder or zip. The files are read in this page, and kept with the project on this computer.',
  chooseFiles: 'Choose files',

  inside: 'What is inside',
  parameters: (n: string) => `${n} parameters`,
  byGroup: 'Parameters by group',
  groups: {
    embeddings: 'Embeddings',
    encoder: 'Encoder layers',
    masked_lm: 'Masked-word head',
    pooler: 'Pooler',
    head: 'Head',
  },
  /** The names of config.json. */
  names: {
    num_hidden_layers: 'Layers',
    hidden_size: 'Hidden size',
    num_attention_heads: 'Attention heads',
    intermediate_size: 'Intermediate size',
    max_position_embeddings: 'Maximum positions',
    vocab_size: 'Vocabulary size',
    type_vocab_size: 'Segments',
    hidden_dropout_prob: 'Dropout',
    attention_probs_dropout_prob: 'Attention dropout',
    layer_norm_eps: 'LayerNorm epsilon',
  },
  meanings: {
    num_hidden_layers: 'How many times the text is read over. Early layers see words and grammar, late ones meaning.',
    hidden_size: 'Each token is this many numbers, in every layer.',
    num_attention_heads: (numbers: number) =>
      `In each layer every token looks at all others in this many ways at once, each with ${numbers} of the numbers.`,
    intermediate_size: (times: number) =>
      `After looking around, each token is worked on by itself in a wider space: ${brief(times)} times the hidden size.`,
    max_position_embeddings: 'The longest text in tokens: each position has its own learned vector.',
    vocab_size: 'How many different pieces the tokenizer knows. Each has a row of its own in the embeddings.',
    type_vocab_size: 'Kinds of text in one input: 2 allows pairs, such as a question with its answer.',
    hidden_dropout_prob:
      'Share of the numbers put to zero at random while training, so that nothing relies on a single one.',
    attention_probs_dropout_prob: 'The same for attention: links between tokens that are cut at random while training.',
    layer_norm_eps: 'A tiny number that keeps the normalisation from dividing by zero.',
  },
  total: 'Number of parameters',
  totalMeaning: 'All numbers that can be learned, the new head included. Four bytes each while training.',
  aboutFile: 'About the file',
  fingerprint: 'Fingerprint of the encoder',
  tokenizer: 'Tokenizer',
  pieces: (n: number, lowercase: boolean, stripped: boolean) =>
    `${count(n)} pieces, ${lowercase ? 'lower case' : 'case kept'}, ${stripped ? 'accents removed' : 'accents kept'}`,
  ignored: 'Tensors not needed here',
  missing: 'Tensors not in the file, started anew',

  pretrainTitle: 'More pre-training (optional)',
  pretrainLead:
    'If your texts are unlike books and encyclopedias, let the encoder read them first, without labels: some words are left out, and it learns to say which. Training for your labels comes after it. Of your data it reads the training texts and those that have no label yet; texts to validate and to test stay apart. A twentieth of what it may read, 500 texts at most, is kept aside to measure it.',
  pretrained: (texts: number) => `Pre-trained further on ${count(texts)} texts. Training now begins from there.`,
  pretraining: 'Pre-training further',
  update: (step: number, of: number, seconds: number) =>
    `update ${count(step)} of ${count(of)}, ${duration(seconds)} left`,
  losses: (losses: string) => `Loss at words left out, on texts kept aside: ${losses}`,
  stop: 'Stop',
  stopAndKeep: 'Stop, and keep what was learned',
  textFile: 'Choose a text file',
  textFileHint: 'Plain text, one text a line, without labels: the more the better.',
  pretrainOnFile: (texts: number) => `Pre-train further on ${count(texts)} lines of this file`,
  pretrainOnData: (texts: number) => `Pre-train further on ${count(texts)} texts of your data`,

  newHead: 'The new head',
  head: 'The head',
  headSize: (hidden: number, labels: number) =>
    `One layer with ${outputs(labels)}, one for each of your labels: ${hidden} × ${labels} weights and ${biases(labels)}, ${count(hidden * labels + labels)} numbers. They are drawn from the seed, so at first every answer is a guess. A training fits them to what the encoder makes of your texts before it changes the encoder.`,
  headWithoutData: 'It will have one output for each label of your data.',
  ownHead: (labels: number) =>
    `This checkpoint brings a trained head of its own with ${plural(labels, { one: '# label', other: '# labels' })}: <labels/>. <try>Try it</try> as it is, or train a new one.`,
  headLoaded: 'Head loaded: <labels/>. <try>Try it</try>.',
  headMeasured: (accuracy: number) =>
    `Head loaded: <labels/>. It was saved with an accuracy of ${percent(accuracy)} on its test set. <try>Try it</try>.`,
  savedHead: 'Load a head saved earlier',
  chooseHead: 'Choose a head file',
  headHint:
    'A head trained on this very encoder while the encoder was frozen. Its file says which encoder it belongs to.',
};
