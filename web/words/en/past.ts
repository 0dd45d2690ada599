// SPDX-License-Identifier: Apache-2.0
// Runs that are over: what they were begun with, and what only one of two has right.
export const past = {
  encoder: 'Encoder',
  trained: 'What is trained',
  trainingRows: 'Training rows',
  others: (rows: number) => `${rows}, others`,
  reads: 'What the head reads',
  cls: 'the first token',
  mean: 'the mean of all tokens',
  mean_normalized: 'the mean of all tokens, scaled to length 1',
  compared: 'both texts one by one',
  maximumLength: 'Maximum length',
  kept: 'Kept of longer texts',
  windows: 'all, in windows',
  head: 'the first tokens',
  tail: 'the last tokens',
  head_tail: 'the first and the last tokens',
  onlyRight: (model: string, ofModel: number, other: string, ofOther: number) =>
    `Rows that only ${model} has right: ${ofModel}. Rows that only ${other} has right: ${ofOther}.`,
};
