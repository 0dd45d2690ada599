// SPDX-License-Identifier: Apache-2.0
import { count, percent } from '../../ui/format';
import type { queue as English } from '../en/queue';
import { plural } from '../plural';

export const queue: typeof English = {
  title: 'Labels mit Hilfe des Modells',
  lead: 'Das trainierte Modell schlägt Labels für Zeilen vor, die keines haben, und nennt Labels, die es bezweifelt. Du entscheidest über jedes.',
  suggest: (n) => plural(n, { one: 'Labels für # Zeile vorschlagen', other: 'Labels für # Zeilen vorschlagen' }),
  findDoubts: 'Bezweifelte Labels finden',
  asking: 'Das Modell wird befragt',
  asked: (done, all) => `${count(done)} von ${plural(all, { one: '# Zeile', other: '# Zeilen' })}`,
  stop: 'Abbrechen',
  fitAgain: (every) => `Den Kopf nach je ${every} Labels neu anpassen`,
  changed: 'Die Daten haben sich seit dem Training geändert. <act/>',
  seeTraining: 'Das laufende Training ansehen',
  trainAgain: 'Noch einmal trainieren',
  older: 'Das sind die Antworten des vorigen Modells. Frage noch einmal, um die des neuen zu bekommen.',
  at: (row, at, of) => `Zeile ${row}: ${count(at)} von ${count(of)}`,
  allAnswered: (n) => plural(n, { one: 'Die Zeile ist beantwortet.', other: 'Alle # Zeilen sind beantwortet.' }),
  left: (n) =>
    plural(n, {
      one: ' Danach kann nach # weiteren Zeile gefragt werden.',
      other: ' Danach kann nach # weiteren Zeilen gefragt werden.',
    }),
  order: 'Reihenfolge',
  sortRest: 'den Rest sortieren',
  orders: {
    uncertain: 'die unsichersten zuerst',
    different: 'die den Trainingszeilen unähnlichsten zuerst',
    sure: 'die sichersten zuerst',
  },
  back: 'Zurück',
  closeList: 'Liste schließen',
  noLabel: 'kein Label',
  labelIs: 'Das Label ist <label/>. ',
  answer: (probability) =>
    `Das Modell antwortet <label/>, mit einer Wahrscheinlichkeit von ${percent(probability, 0)}.`,
  strange: (probability, unlike) =>
    `Das Modell antwortet <label/>, mit einer Wahrscheinlichkeit von ${percent(probability, 0)}; der Text ist ungewöhnlicher als ${percent(unlike, 0)} der Zeilen, mit denen er verglichen wird.`,
  keys: { enter: 'Enter', space: 'Leertaste', delete: 'Entf' },
  byKey: 'Ein Label wird durch seine Ziffer gegeben oder durch die ersten Buchstaben seines Namens.',
  keep: (label) => `${label} behalten`,
  skip: 'Überspringen',
  leaveOut: 'Die Zeile weglassen',
  replaced: 'Das Modell wurde inzwischen ersetzt. Frage das neue.',
  allLabelled: 'Jede Zeile hat ein Label.',
  noRows: 'Es gibt keine Zeilen.',
  noDoubts: 'Das Modell bezweifelt kein Label der Zeilen, mit denen es nicht trainiert wurde.',
};
