// SPDX-License-Identifier: Apache-2.0
import { count } from '../../ui/format';
import type { enough as English } from '../en/enough';

const from = (half: number, all: number, change: string) =>
  `Von ${count(half)} auf ${count(all)} Trainingszeilen: ${change}`;

export const enough: typeof English = {
  title: 'Wie viele Daten genügen?',
  lead: 'Dasselbe Training auf einem Achtel, einem Viertel, der Hälfte und allen Trainingszeilen, jedes auf denselben anderen Zeilen gemessen. Testzeilen sind nicht dabei, und dein Modell bleibt, wie es ist.',
  head: 'Ein Kopf auf dem eingefrorenen Encoder',
  everything: 'Alles trainiert, ohne Early Stopping',
  withHead: 'Mit einem Kopf auf dem eingefrorenen Encoder',
  withEverything: 'Mit Training von allem',
  times: 'Das erste dauert Sekunden, das zweite etwa doppelt so lange wie ein Training.',
  about: (what, measured, metric) =>
    `${what}, ${measured}. ${metric} über der Zahl der Trainingszeilen, mit 95-%-Intervallen.`,
  over: (metric) => `${metric} über der Zahl der Trainingszeilen`,
  point: (rows, value, interval) => `${rows} Zeilen: ${value}, ${interval}`,

  onValidation: (rows) => `gemessen auf denselben ${count(rows)} Validierungszeilen`,
  byFolds: (folds, rows, least) =>
    `gemessen mit ${folds}-facher Kreuzvalidierung auf den ${count(rows)} Trainings- und Validierungszeilen, denn weniger als ${least} Validierungszeilen sagen zu wenig`,
  noHelp: (half, all, change) => `${from(half, all, change)}. Nichts zeigt hier, dass mehr Zeilen helfen würden.`,
  gains: (half, all, change) =>
    `${from(half, all, change)}. Solche Gewinne werden meist kleiner: ${count(2 * all)} Zeilen bringen vielleicht noch einmal so viel, oder weniger.`,
  worse: (half, all, change) =>
    `${from(half, all, change)}. Mehr Zeilen dieser Art haben es verschlechtert. Sieh dir ihre Labels an.`,
  ownHead: 'Eine Lernkurve misst neue Köpfe, und dieses Training setzt den des Checkpoints fort.',
  tooFew: (least) =>
    `Eine Lernkurve braucht mindestens zwei Größen von je ${least} Trainingszeilen oder mehr und eine Zeile für jedes Label.`,
};
