// SPDX-License-Identifier: Apache-2.0
import { chance, decimal, four } from '../../ui/format';
import { plural } from '../plural';
import type { worth as English } from '../en/worth';

/** By the engine's own names. */
export const BASELINES: Record<string, string> = {
  'always saying the most frequent label': 'immer das häufigste Label',
  'always giving the most frequent label': 'immer das häufigste Label',
  'always saying the mean': 'immer der Mittelwert',
  'finding nothing': 'nichts finden',
  'always saying the most frequent tag': 'immer das häufigste Tag',
  'a linear model on the bag of word pieces': 'ein lineares Modell auf gezählten Wortstücken',
  'a conditional random field on words, affixes and shapes':
    'ein Conditional Random Field auf Wörtern, Affixen und Schreibweisen',
  // As runs of earlier versions have it.
  'a linear model on the frozen encoder': 'der Kopf allein auf dem eingefrorenen Encoder',
  'the head alone on the frozen encoder': 'der Kopf allein auf dem eingefrorenen Encoder',
};

const how = (head: boolean) => (head ? 'der trainierte Kopf' : 'das Feintuning');
const on = (rows: number, p: number) =>
  `${plural(rows, { one: 'auf dieser # Testzeile', other: 'auf diesen # Testzeilen' })} (${chance(p)})`;

const points = (share: number) => `${decimal(100 * share, 1)} Prozentpunkte`;

const BY_VALIDATION =
  'Entscheide zwischen beiden nach Validierungszeilen oder, wo es keine gibt, nach mehreren Läufen (Folds), und nicht nach diesen Zeilen.';

export const worth: typeof English = {
  baseline: (what) => BASELINES[what] ?? what,
  model: (head) => (head ? 'trainierter Kopf' : 'mit Feintuning'),
  question: (head) => `Lohnt sich ${how(head)} hier?`,
  yes: (best, rows, p) => `Ja: Das Modell ist ${on(rows, p)} besser als ${best}.`,
  open: (head, best, rows, p) =>
    `Nicht belegt: Zwischen dem Modell (${head ? 'trainierter Kopf' : 'Feintuning'}) und „${best}“ zeigt sich ${on(rows, p)} kein Unterschied.`,
  no: (best, rows, p) => `Nein: „${best}“ ist ${on(rows, p)} besser.`,

  notDefined: (name) => `${name} nicht bestimmt`,
  same: (name) => `${name} gleich`,
  change: (name, by, shares) =>
    `${name} um ${shares ? points(Math.abs(by)) : four(Math.abs(by))} ${by < 0 ? 'niedriger' : 'höher'}`,
  byChance: (change, p) => `${change}, was auch Zufall sein kann (${chance(p)})`,
  within: (change, from, to, shares) => {
    const written = (n: number) => (shares ? decimal(100 * n, 1) : four(n));
    return `${change} (95-%-Intervall ${written(from)} bis ${written(to)})`;
  },

  besideHead: (change) => `Verglichen mit dem Kopf allein auf dem eingefrorenen Encoder: ${change}.`,
  headBetter: (change) =>
    `Der Kopf allein auf dem eingefrorenen Encoder ist auf diesen Zeilen besser. Mit Feintuning: ${change}. Er ist in Sekunden angepasst, und seine Datei ist klein. ${BY_VALIDATION}`,
  headEnough: (change) =>
    `Auf diesen Zeilen ist nicht belegt, dass das Feintuning besser ist als der Kopf allein auf dem eingefrorenen Encoder. Mit Feintuning: ${change}. Dieser Kopf ist in Sekunden angepasst, und seine Datei ist klein. ${BY_VALIDATION}`,
};
