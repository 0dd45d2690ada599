// SPDX-License-Identifier: Apache-2.0
// The runs so far, and several of them side by side.
import { plural } from '../plural';

export const runs = {
  eyebrow: 'Beside the steps',
  title: 'Runs',
  lede: 'Every training of this project, with its options, curves, figures and its trained model. Choose between runs by their validation figures, and test the one that you choose.',
  soFar: 'The runs so far',
  soFarLead:
    'Check two or more of the same data to lay them side by side. The others are tested against the one that is checked first. “Use this model” opens the model of a run again: Evaluate, Try it and Download are then about that one.',
  none: 'No run yet',
  noneLead: 'A training is listed here as soon as it has ended.',
  goToTrain: 'Go to Train',

  label: 'Runs',
  sideBySide: 'Side by side',
  run: 'Run',
  trained: 'What was trained',
  validation: 'Validation',
  test: 'Test',
  scoreOf: (part: string, metric: string) => `${part}: ${metric}`,
  model: 'Its model',
  lay: (name: string) => `Lay ${name} beside others`,
  notComparable: 'not comparable: other test rows',
  numbersOnly: 'numbers only',
  rename: 'Rename',
  renameRun: (name: string) => `Rename ${name}`,
  nameOf: (name: string) => `Name of ${name}`,
  delete: 'Delete',
  deleteRun: (name: string) => `Delete ${name}`,

  damaged: (name: string) => `What is kept of ${name} is damaged on this computer.`,
  downloaded: (file: string) => `downloaded as ${file}`,
  inProject: (size: string) => `kept here, ${size}`,
  inTab: 'in this tab alone',
  inUse: 'in use',
  use: 'Use this model',
  useOf: (name: string) => `Use this model: ${name}`,
  drop: 'Remove',
  dropOf: (name: string) => `Remove its model: ${name}`,
  givenUp: (names: string[]) =>
    plural(names.length, {
      one: `The browser had no more room, so the model of ${names.join()} was removed; its figures stay.`,
      other: `The browser had no more room, so the models of these runs were removed: ${names.join(', ')}. Their figures stay.`,
    }),
  needsEngine:
    'The test between two runs is computed by the engine, which needs the data and an encoder: load one in step 3.',
  needsTwo: 'A test between two runs needs two that were tested on the test rows of now.',

  different: 'Are they different?',
  differentLead: 'A paired test on the same test rows: it tells whether chance alone would make such a difference.',
  against: (model: string, other: string, change: string) => `${model} against ${other}: ${change}.`,
  manyTests: (tests: number) =>
    `Each of these ${tests} tests finds a difference that is not there in 1 of 20 cases, so several of them find one more often.`,
  numbers: 'Numbers of the runs',
  number: 'Number',
  ofTest: (metric: string) => `${metric}, test`,
  ofValidation: (metric: string) => `${metric}, validation`,
  comparable: 'Comparable',
  yes: 'yes: the test rows of now',
  no: 'no: other test rows',
  options: 'Options that differ',
  sameOptions: 'These runs were begun with the same options.',
  optionTable: 'The options, run by run',
  option: 'Option',
  curves: 'Curves',
  noCurveOf: (names: string) => `No curve of ${names}: without updates there is none.`,
  noCurve: 'These runs had no updates, so there is no curve.',
  overUpdates: (title: string) => `${title} of several runs over updates`,
  trainingLoss: 'Training loss, smoothed',
  validationLoss: 'Validation loss',
  validationOf: (metric: string) => `Validation: ${metric}`,
};
