// SPDX-License-Identifier: Apache-2.0
import { count, percent } from '../../ui/format';
import { plural } from '../plural';
import type { unlike as English } from '../en/unlike';

const rowsOf = (training: boolean, rows: number) => {
  const part = training ? 'Trainingszeile' : 'Validierungszeile';
  return rows === 1 ? `der einzigen ${part}` : `den ${count(rows)} ${part}n`;
};

export const unlike: typeof English = {
  rows: rowsOf,
  all: 'alle',
  stranger: (training, rows) =>
    training
      ? `Fremder als <share/> von ${rowsOf(training, rows)}, jede nach einer Anpassung an die anderen beurteilt.`
      : `Fremder als <share/> von ${rowsOf(training, rows)}.`,
  few: (rows) =>
    `Bei so wenigen Zeilen zum Vergleichen heißt das wenig: Auch ein gewöhnlicher Text ist einmal in ${count(rows + 1)} Fällen der fremdeste.`,
  strangers: (texts, of, share, training, rows) =>
    `${plural(texts, { one: '# Text', other: '# Texte' })} (${percent(texts / of)}) ${texts === 1 ? 'ist' : 'sind'} fremder als ${percent(share, 0)} von ${rowsOf(training, rows)}.`,
  noScore: (trouble) => `Das Modell sagt nicht, wie fremd ein Text seinen Trainingszeilen ist: ${trouble}`,
  away: (away, training, rows) =>
    `So würden ${count(away)} von ${rowsOf(training, rows)} abgewiesen (${percent(away / rows)}).`,
};
