// SPDX-License-Identifier: Apache-2.0
// Why a call of the engine is refused, apart from what the engine itself writes.
import { count } from '../../ui/format';

const PARTS = { train: 'train', validation: 'validation', test: 'test', evaluation: 'evaluation' };
type Part = keyof typeof PARTS;

export const engineErrors = {
  notStarted: 'The engine is not started yet.',
  startedAlready: 'The engine is started already.',
  couldNotStart: (build: string, why: string) => `The engine ${build} could not be started: ${why}.`,
  refusedMemory:
    'The browser refused the memory that the engine begins with. Close other tabs and programs and reload the page.',
  noMemory: (bytes: number) => `No memory left for ${count(bytes)} bytes.`,
  running: 'A training is running. Stop it first.',
  noTraining: 'No training is going on.',
  noEncoder: 'No encoder is loaded yet. Load one first.',
  torn: (name: string) => `${name} was not read to its end. Give it a new head first.`,
  noRows: (part: Part) => `There are no ${PARTS[part]} rows yet. Prepare the data first.`,
  labelsApart: (labels: number, items: number) => `${labels} labels do not belong to ${items} rows or words.`,
  noHead: 'There is no head yet. Give the encoder one for your labels.',
  nothingToKeep: 'There is no head to keep. Train one first.',
  nothingToSave: 'There is no head to save. Train one first.',
  untrained: 'The head is not trained yet.',
  encoderTrained: 'The encoder was trained too: its head is worth nothing without it. Download the whole model.',
  onlyMultiLabel: 'Only a multi-label head has thresholds.',
  thresholds: (n: number) => `Give ${n} thresholds between 0 and 1, one for each label.`,
  keptForOther: (name: string) => `The trained model that is kept belongs to another encoder than ${name}.`,
  trainedHere: (name: string) =>
    `${name} was trained here; a head needs the encoder that it was made on. Load that again first.`,
  otherEncoder: (file: string, base: string, wanted: string, name: string, found: string) =>
    `${file} was trained on ${base} (fingerprint ${wanted}), but the encoder loaded is ${name} (${found}); weights, sizes or tokenizer differ (a copy in BF16 has other weights). Load ${base} first.`,
  lacksWeights: (name: string, tensors: readonly string[], more: number) =>
    `${name} has not all weights of its encoder: ${tensors.join(', ')}${more ? ` and ${more} more` : ''} missing. Choose a whole checkpoint.`,
  doesNotFit: (name: string, why: string, megabytes: number) =>
    `${name} does not fit: ${why.replace(/\.$/, '')}. The engine may have up to ${count(megabytes)} MB of memory here. Choose a smaller encoder, or close other tabs and programs, reload the page and try again.`,
  changedWeights: 'its weights have changed since it was loaded. Load it again.',
  /** `lost`: what was trained on it. */
  notReadAgain: (name: string, why: string, lost: boolean) =>
    `${name} was trained, and reading it again for a new head failed: ${why} What was trained on it is ${lost ? 'lost' : 'still there'}.`,
  recipeOfOwnHead: 'A recipe begins with a new head, and this training goes on from the one of the checkpoint.',
  /** `base`: its name, or '' where the adapter does not tell it. */
  wantsBase: (name: string, base: string, fingerprint: string) =>
    `${name} is an adapter on the encoder ${base || 'that it does not name'}${fingerprint && ` (fingerprint ${fingerprint})`}. Load that encoder first, then the adapter again (on the command line: --base FOLDER).`,
  otherWeights: (name: string, trainedOn: string, wanted: string, base: string, found: string) =>
    `${name} was trained on ${trainedOn} (fingerprint ${wanted}), and ${base} has other weights (${found}), as a copy in fewer bits does. Open it on the encoder that it was trained on.`,
  passedOn: (origin: string) =>
    `${origin} passes the request on to another server, and the page reads from ${origin} only. Give the address at that server, or download what is there and choose those files.`,
  damagedAnswers:
    'The saved training is damaged: the answers of the frozen encoder behind its weights have another checksum.',

  notCompared: (why: string) => `It is not compared with the head alone on the frozen encoder: ${why}.`,
  cacheOrPooler:
    'to fit its head takes more memory than cache_mebibytes, or the encoder has no pooler from pre-training',
  randomHead: 'the head began at random (head_start)',
  keptHead: 'the head is the one of the checkpoint (head_start)',
  randomLayers: 'layers of the encoder began at random (reinit_layers)',
  fromFile: 'this training went on from a file that does not have its answers',
  endedBefore: 'the training ended before that had answered all test rows',
  noRoom: 'there was not enough memory to read the test rows before the first update',
  otherRows: 'it has answered other test rows',
  noScore: (why: string) =>
    `The score of unlike texts is left out, and the model answers without it: ${why.replace(/\.$/, '')}.`,
};
