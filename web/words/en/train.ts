// SPDX-License-Identifier: Apache-2.0
// Step 4 before a run: what it will take, and what else can be done.
import { plural } from '../plural';

export const train = {
  title: 'Train',
  lede: 'The model reads a batch of rows, compares its answers with the labels, and every number in it is moved a very little towards a better answer. The steps are small on purpose: large ones would wipe out what the encoder learned in pre-training.',

  another: 'Another model is in memory',
  anotherLead:
    'The model in memory was trained for other labels than those of the data you have now; training again starts from the pre-trained encoder.',
  staysInRuns: 'The model stays in the list of runs, where it can be opened again.',
  downloadFirst: 'Download it first if you want to keep it.',
  discard: 'Plan a new run in its place',

  plan: 'What it will take',
  time: 'Time',
  about: (time: string) => `~\u00a0${time}`,
  timeNote: 'validation included',
  timeAtMost: 'validation included; less where it ends early',
  memory: 'Memory',
  memoryNote: (available: string) => `of ${available} a page may have`,
  updates: 'Updates',
  anEpoch: (n: number) => plural(n, { one: '# update an epoch', other: '# updates an epoch' }),
  noUpdates: 'the head is fitted at once',
  numbers: 'Numbers to train',
  numbersNote: (total: string, share: string) => `of ${total}: ${share}`,
  below: (share: string) => `less than ${share}`,
  threads: 'Threads',
  threadsNote: (speed: string) => `${speed} GFLOP/s measured`,

  tooLarge: (peak: string, available: string) => `The run needs ${peak}, and a page may have ${available}.`,
  recomputed: (peak: string) =>
    `With activations computed again in the backward pass it needs ${peak} and a third more time.`,
  recompute: 'Recompute activations',
  smaller: 'Lower the maximum length, train the head only, or take a smaller encoder.',

  encoderComes: 'An encoder is being loaded…',
  planning: 'Making the plan…',
  start: 'Start training',
  again: 'Train again from the pre-trained encoder',
  replaces: 'Replaces the model trained before.',
  joins: 'The model trained before stays in the list of runs.',
  givesUp: 'Gives up the training that broke off.',

  parts: 'The memory, part by part',
  partsLead:
    'The memory is counted by the same code that will take it, so the run needs exactly this and no more. The time is an estimate from the speed measured on this machine.',
  piecesOnly: 'Of the vocabulary only the pieces that occur in your texts are trained: the others have no gradient.',
  byRegion: 'Memory by region',
  /** By the names that the engine gives them. */
  regions: {
    weights: { name: 'weights', what: 'all numbers of the encoder and the head' },
    data: { name: 'data', what: 'your rows as tokens' },
    gradients: { name: 'gradients', what: 'in which direction each trained number should move' },
    moments: {
      name: 'moments',
      what: 'what the optimizer remembers of earlier gradients: two numbers for each trained one',
    },
    activations: { name: 'activations', what: 'what each layer computed, kept for the way back' },
    scratch: { name: 'scratch', what: 'room for intermediate results' },
    batches: { name: 'batches', what: 'the rows of the update that is going on' },
    'best weights': { name: 'best weights', what: 'the trained numbers of the best epoch so far' },
    'start weights': { name: 'start weights', what: 'the trained numbers at the start, for the average with them' },
    'frozen layers': { name: 'frozen layers', what: 'what the frozen layers gave for each text' },
    features: { name: 'features', what: 'what the frozen encoder gave for each row' },
    results: { name: 'results', what: 'answers to the validation rows' },
    'linear model': { name: 'linear model', what: 'room to fit a new head' },
    'forgetting meter': { name: 'forgetting meter', what: 'the general sentences of the forgetting meter' },
  },

  goOn: 'Go on with a training that was saved',
  chooseSaved: 'Choose the saved training',
  savedHint:
    'training.tabtune, with the same encoder, rows, split and options as then: it ends with the same model as if it had never stopped.',
  goOnWith: (file: string) => `Go on with ${file}`,
  trainHead: 'Train the head alone',

  cluster: 'Too large for this tab? Go on with it on a cluster',
  clusterLead:
    'A zip with the rows of each part, labels, options and a program for PyTorch, which trains the same model on any number of processes. Its result opens here again.',
  saveRecipe: 'Save the recipe',
};
