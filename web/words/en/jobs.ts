// SPDX-License-Identifier: Apache-2.0
// What the engine's worker is doing in a long call.
export const jobs = {
  loading: (name: string) => `Loading ${name}`,
  fetching: (name: string) => `Fetching ${name}`,
  writing: (name: string) => `Writing ${name}`,
  closing: (name: string) => `Closing ${name}: both do not fit into memory`,
  waiting: (seconds: number) => `The server is busy or the line is broken: asking again in ${seconds} s`,
  bringingBack: 'Bringing the trained model back',
  readingRows: 'Reading the rows with the frozen encoder',
  readingTestRows: 'Reading the test rows with the frozen encoder',
  readingUnlike: 'Reading the training rows, to tell texts that are unlike them',
  comparing: 'Comparing what a head may read',
  baselines: 'Fitting the baselines',
  curve: 'Measuring the learning curve',
  train: 'Evaluating the training set',
  validation: 'Evaluating the validation set',
  test: 'Evaluating the test set',
  calibrating: 'Calibrating on the validation set',
  oneThreshold: 'Choosing a threshold by the training rows',
  predicting: 'Predicting',
  explaining: 'Finding the words that matter',
  fingerprint: 'Computing the fingerprint of the weights',
};
