// SPDX-License-Identifier: Apache-2.0
import { count, decimal, figure, percent } from '../../ui/format';
import type { ruined as English } from '../en/ruined';

const LOST =
  'Der Encoder hat das meiste verloren, was er im Vortraining gelernt hat: Auf allgemeinen Sätzen hat sich seine letzte Schicht verschoben, um';
const written = (n: number) => String(n).replace('.', ',');

export const ruined: typeof English = {
  exploded: (first, last) =>
    `Der Trainingsverlust stieg von ${decimal(first)} auf ${decimal(last)}: Die Aktualisierungen waren zu groß.`,
  spoiled: (before, after) =>
    `Der an den eingefrorenen Encoder angepasste Kopf hatte auf zurückgehaltenen Zeilen einen Verlust von ${decimal(before)}. Weiter trainiert hat das Modell auf den Validierungszeilen ${decimal(after)}: Die Aktualisierungen haben es verschlechtert.`,
  unrelated:
    'Die Antworten auf die Validierungszeilen folgen deren Zahlen nicht: Sie sind nicht besser als der Mittelwert.',
  noEntity: 'In den Validierungszeilen wird keine Entität gefunden.',
  oneLabelRows: (rows, label) => `Alle ${count(rows)} Validierungszeilen bekommen ein einziges Label, „${label}“.`,
  oneLabelWords: (words, label) => `Alle ${count(words)} Validierungswörter bekommen ein einziges Label, „${label}“.`,
  chance: (label, accuracy, usual) =>
    `Auf den Validierungszeilen ist das Modell nicht besser als immer „${label}“: Genauigkeit ${percent(accuracy)}, dort ${percent(usual)}.`,
  moved: (percent) => `${LOST} ${percent} %.`,
  forgotten: (percent, before, now) =>
    `${LOST} ${percent} %, und sein Verlust bei weggelassenen Wörtern stieg von ${decimal(before, 2)} auf ${decimal(now, 2)}.`,
  majority: (baseline, metric, model, other, name) =>
    `Auf den Testzeilen ist das Modell nicht besser als ${baseline}: ${metric} ${figure(name, model)}, dort ${figure(name, other)}.`,

  checkLabels: 'Prüfe, ob die Labels aus den Texten folgen, nimm mehr Zeilen oder einen anderen Encoder.',
  otherVocabulary: 'Andere Optionen helfen hier nicht: Nimm einen Encoder, dessen Vokabular die Sprache der Texte hat.',
  ownRate: (tenth) =>
    `Lass die Lernrate auf ihrem Standardwert, nimm ein Zehntel davon (${written(tenth)}) oder trainiere nur den Kopf (Verfahren „Nur der Kopf“); bei wenigen Zeilen kann auch ein anderer Seed helfen.`,
  ownRateOfHead: (tenth) =>
    `Lass die Lernrate auf ihrem Standardwert oder nimm ein Zehntel davon (${written(tenth)}); bei wenigen Zeilen kann auch ein anderer Seed helfen.`,
  rate: (rate) =>
    `Nimm eine kleinere Lernrate als ${written(rate)} oder trainiere nur den Kopf (Verfahren „Nur der Kopf“); bei wenigen Zeilen kann auch ein anderer Seed helfen.`,
  rateOfHead: (rate) =>
    `Nimm eine kleinere Lernrate als ${written(rate)}; bei wenigen Zeilen kann auch ein anderer Seed helfen.`,
};
