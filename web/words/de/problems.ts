// SPDX-License-Identifier: Apache-2.0
import type { problems as English } from '../en/problems';
import { count } from '../../ui/format';
import { plural } from '../plural';

const show = (n: number) => plural(n, { one: 'Die Zeile zeigen', other: 'Die # Zeilen zeigen' });
const taken = (name: string) => (n: number) =>
  `${name}: ${plural(n, { one: '# Zeile', other: '# Zeilen' })} weggelassen oder geändert. <back>Rückgängig machen</back>`;

export const problems: typeof English = {
  none: 'Jede Zeile hat einen Text und ein Label; nichts ist leer, fehlerhaft oder wiederholt.',
  title: 'Geprüfte Zeilen',
  lead: 'Die Zeilennummern sind die der Datei, wie eine Tabellenkalkulation sie zeigt. Deine Datei bleibt, wie sie ist, was du hier auch wählst.',
  card: (n) => plural(n, { one: '<n>#</n> Zeile: <what/>', other: '<n>#</n> Zeilen: <what/>' }),
  show,
  showWith: (n, title) => `${show(n)}: ${title}`,
  row: (row) => `Zeile ${row}`,
  all: (numbers) => `Alle Zeilen: ${numbers}`,
  andMore: (numbers, more) => `${numbers} und ${count(more)} weitere`,
  fixed: {
    duplicates: taken('Wiederholungen'),
    'near-duplicates': taken('Fast gleiche Texte'),
    contradictions: taken('Widersprüche'),
    leaks: taken('Texte aus anderen Dateien'),
    unlabelled: taken('Ohne Label'),
    long: taken('Sehr lange Texte'),
    'same-labels': taken('Fast gleiche Labels'),
    'misspelt-labels': taken('Vertippte Labels'),
    'missing-labels': taken('Fehlende Labels'),
    'rare-labels': taken('Seltene Labels'),
    imbalance: taken('Ungleiche Verteilung'),
  },
};
