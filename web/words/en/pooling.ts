// SPDX-License-Identifier: Apache-2.0
// What a head of texts reads, and why.
import { apart, decimal } from '../../ui/format';

const START = 'because a linear model on the frozen encoder';

export const pooling = {
  mean_normalized: 'the mean of all tokens, scaled to length 1',
  mean: 'the mean of all tokens',
  cls: '[CLS], the first token',
  compared: 'both texts one by one, and how their means differ',
  reads: (what: string, why: string) => `The head reads ${what}, ${why}.`,
  chosen: 'as was chosen',
  namedFirst: (encoder: string) => `because 1_Pooling/config.json of ${encoder} names it`,
  namedMean: (encoder: string) => `because 1_Pooling/config.json of ${encoder} names the mean`,
  notNamed: (encoder: string) => `BERT's default: ${encoder} has no 1_Pooling/config.json that names another way`,
  fitsOnly: (other: string) => `${START} can be fitted to it, and not to ${other}`,
  errsLess: (error: number, others: number, other: string) =>
    error === others
      ? `${START} has as low a loss with ${other} on training rows held out: ${decimal(error)}`
      : `${START} has the lowest loss on training rows held out: ${apart(error, others)}, and ${apart(others, error)} with ${other}`,

  willTell: 'What the head of the next training reads is measured on its training rows, at the start.',

  legend: 'What the head reads',
  normalizedLabel: 'The mean of all tokens, scaled to length 1',
  normalizedHint:
    'As sentence encoders do. The model leaves as a folder of sentence-transformers, whose SentenceTransformer gives the same answers.',
  meanLabel: 'The mean of all tokens',
  meanHint: 'As long as it is: the mean of a short text is longer.',
  comparedLabel: 'Both texts one by one, and how they differ',
  comparedHint:
    'As sentence encoders compare texts: the difference and the product of their two means. Best for how alike two texts are, and with few rows.',
  firstLabel: 'The first token, [CLS]',
  firstHint:
    'As BertForSequenceClassification of transformers does. Choose it where the model must open as that class.',
};
