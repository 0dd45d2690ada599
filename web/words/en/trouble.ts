// SPDX-License-Identifier: Apache-2.0
// What goes wrong with the engine, the browser's storage or a trained model.
import { count } from '../../ui/format';
import { plural } from '../plural';

export const trouble = {
  full: 'The browser gives this page no more room. Forget something in step 1.',
  /** Around a sentence that there is in English only. */
  inEnglish: (text: string) => text,
  overtaken: 'Another one was chosen meanwhile.',
  notStarted: (error: string) => `${error} Check the connection and load an encoder: that tries again.`,
  engineStopped: 'The engine stopped',
  diedOf: (reason: string) => `The engine stopped unexpectedly${reason && ` (${reason})`}.`,
  notBegunFor: (reason: string) => `The engine could not be started${reason && ` (${reason})`}.`,
  unreadMessage: 'a message could not be read',
  wasStopped: 'The engine was stopped.',
  startedAgain: (error: string) => `${error} It has been started again.`,
  pretrainingLost: 'The further pre-training that was going on is lost.',
  runLost: 'The training that was going on is lost; no state of it had been saved yet.',
  runKept: (step: number, of: number) =>
    `The training that was going on is saved up to update ${step} of ${of}, and can go on from there.`,
  modelKept: 'The trained model is kept on this computer and comes back.',
  modelSaved: (file: string) => `The model that was trained here is saved as ${file}.`,
  modelLost: 'The model that was trained here is lost.',
  headAgain: 'The head of the file has to be loaded again.',
  pretrainedLost: 'What the encoder had learned in further pre-training is lost.',
  encoderStops: (name: string) => `Loading ${name} again stopped it too: choose an encoder.`,
  encoderComes: (name: string) => `${name} is being loaded again.`,
  dataKept: 'Your data and choices are still here.',
  memory: 'If this happens again, use a smaller batch, a smaller maximum length or a smaller encoder.',
  brokeOff: 'A training that broke off',
  brokeOffAt: (step: number, of: number) =>
    `A training broke off. It is kept as it was after ${count(step)} of ${plural(of, { one: '# update', other: '# updates' })}; from there it ends with the same numbers as if nothing had happened.`,
  runsNotKept: (error: string) => `The list of runs is not kept on this computer: ${error}`,
  goOn: 'Go on where you were',
  discard: 'Discard this training',
  engineHad: 'What the engine had',
  encoderAway: 'The encoder is not in the engine any more. It is kept.',
  bringEncoder: 'Load the encoder',
  bringModel: 'Load the encoder and bring the trained model back',
  readingEnded:
    'The rows could not be read: the browser ended the reading, probably out of memory. Use a smaller file, or split it.',
};
