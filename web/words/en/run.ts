// SPDX-License-Identifier: Apache-2.0
// A run while it goes, its curves with the forgetting meter, and its end.
import { count, decimal, duration } from '../../ui/format';
import { plural } from '../plural';

export const run = {
  titles: {
    idle: 'The run',
    starting: 'Preparing…',
    running: 'Training',
    paused: 'Paused',
    stopping: 'Stopping…',
    finishing: 'Finishing…',
  },
  epochOf: (epoch: number, of: number) => `epoch ${epoch} of ${of}`,
  updates: 'Updates',
  preparing: 'Preparing the first update',
  resume: 'Resume',
  save: 'Save to go on another day',
  pause: 'Pause',
  stop: 'Stop',
  stopAndKeep: 'Stop and keep the weights',
  tellMe: 'Tell me when it ends',
  timeLeft: 'Time left',
  time: 'Time',
  speed: 'Tokens per second',
  norm: 'Gradient norm',
  normNote: 'before clipping',

  fitted: (strength: string) =>
    `A new head was fitted first, to what the pre-trained encoder makes of the training texts: L-BFGS, L2 strength ${strength} by cross-validation.`,
  fittedAndHeldOut: (strength: string, loss: string) =>
    `A new head was fitted first, to what the pre-trained encoder makes of the training texts: L-BFGS, L2 strength ${strength} by cross-validation, mean loss ${loss} on the rows held out.`,
  fittedAndAccurate: (strength: string, loss: string, accuracy: string) =>
    `A new head was fitted first, to what the pre-trained encoder makes of the training texts: L-BFGS, L2 strength ${strength} by cross-validation, mean loss ${loss} and accuracy ${accuracy} on the rows held out.`,
  notFromNames:
    'What the encoder makes of the names of the labels does not tell these rows apart, so the fit did without it.',
  fromNames: 'The fit began with what the encoder makes of the names of the labels, which helps where rows are few.',

  loss: 'Loss',
  lossNote: (window: number) => `training, mean of about ${window} updates; orange: validation`,
  lossNow: (loss: string) => `Training loss over updates, now ${loss}`,
  lines: { loss: 'loss', smoothed: 'smoothed', validation: 'validation', rate: 'learning rate' },
  validation: 'Validation',
  validationOf: (metric: string) => `Validation: ${metric}`,
  ofKept: (epoch: number, last: string) => `after epoch ${epoch}, which is kept; ${last} after the last`,
  thinLine: (metric: string) => `thin line: ${metric}`,
  eachFromHalf: 'each label from 50\u00a0% on; the thresholds of its own are chosen at the end',
  afterEpochs: 'comes at the end of each epoch',
  notMeasured: 'Validation rows: not measured yet',
  validationNow: (metric: string, value: string) => `${metric} of the validation rows after each epoch, now ${value}`,
  rate: 'Learning rate',
  rateNote: 'warm-up, then down',
  rateOver: 'Learning rate over updates',

  moved: 'Moved away from pre-training',
  movedNote: 'in the last layer, on general sentences; by layer:',
  embeddings: 'embeddings',
  layer: (n: number) => `layer ${n}`,
  movedByLayer: 'How far each layer has moved',
  gaps: (before: number, now: number) =>
    `Loss at words left out of these sentences: ${decimal(before)} before the training, ${decimal(now)} now.`,
  meaning: 'What this means',
  movedMeaning: (cosine: number) =>
    `Fine-tuning should use what the encoder has learned about language, and not overwrite it. The encoder reads two dozen sentences that have nothing to do with your data, before the training and after it. Each bar is one minus the linear CKA of both readings: 0 % means that the layer is as before. The mean cosine in the last layer is ${decimal(cosine)}. A low learning rate moves the upper layers a little. One that is too high moves all layers, and the encoder forgets.`,

  byHeart: (epoch: number, loss: number) =>
    `The validation loss was lowest after epoch ${epoch} (${decimal(loss)}) and rose after it: from there on the model learned the training rows by heart. Other validation figures may still have improved. If they have not, train for fewer epochs.`,

  /** `time`: `within`, or ''. */
  ends: {
    fitted: (_: number, time: string) => `The head was fitted${time}`,
    done: (updates: number, time: string) =>
      plural(updates, { one: 'Trained with # update', other: 'Trained with # updates' }) + time,
    stopped: (updates: number, time: string) =>
      plural(updates, { one: 'Stopped after # update', other: 'Stopped after # updates' }) + time,
    error: (updates: number, time: string) =>
      plural(updates, { one: 'Ended by an error after # update', other: 'Ended by an error after # updates' }) + time,
  },
  within: (seconds: number) => ` in ${duration(seconds)}`,
  atSpeed: (end: string, speed: number) => `${end}${speed ? `, ${count(speed)} tokens per second` : ''}.`,
  tookSince: (end: string, before: number, seconds: number) =>
    `${end}; those after update ${count(before)} took ${duration(seconds)}.`,
  bestOf: (epoch: number, of: number, metric: string) =>
    `The weights are those of epoch ${epoch}, the best of ${of} (validation: ${metric}).`,
  endedEarly: 'It ended early, as the epochs after that one were no better.',
  bestSoFar: (epoch: number) => `The weights are those of epoch ${epoch}, the best so far.`,
  asTheyWere: 'The weights are kept as they were at that moment: evaluate, try or download them.',
  seeHowGood: '<evaluate>See how good it is</evaluate>.',
  nothing: 'Stopped before anything was trained.',

  ended: 'A training has ended',
  endedAfter: {
    done: (seconds: number) => `The training has ended after ${duration(seconds)}.`,
    stopped: (seconds: number) => `The training was stopped after ${duration(seconds)}.`,
    error: (seconds: number) => `The training has ended with an error after ${duration(seconds)}.`,
  },
  see: 'See the run',
};
