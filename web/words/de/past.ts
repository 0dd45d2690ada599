// SPDX-License-Identifier: Apache-2.0
import type { past as English } from '../en/past';

export const past: typeof English = {
  encoder: 'Encoder',
  trained: 'Was trainiert wird',
  trainingRows: 'Trainingszeilen',
  others: (rows) => `${rows}, andere`,
  reads: 'Was der Kopf liest',
  cls: 'das erste Token',
  mean: 'das Mittel aller Tokens',
  mean_normalized: 'das Mittel aller Tokens, auf Länge 1 gebracht',
  compared: 'beide Texte für sich',
  maximumLength: 'Höchstlänge',
  kept: 'Was von längeren Texten bleibt',
  windows: 'alles, in Fenstern',
  head: 'die ersten Tokens',
  tail: 'die letzten Tokens',
  head_tail: 'die ersten und die letzten Tokens',
  onlyRight: (model, ofModel, other, ofOther) =>
    `Zeilen, die nur bei ${model} richtig sind: ${ofModel}. Zeilen, die nur bei ${other} richtig sind: ${ofOther}.`,
};
