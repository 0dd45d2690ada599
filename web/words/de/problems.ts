// SPDX-License-Identifier: Apache-2.0
import type { problems as English } from '../en/problems';
import { count } from '../../ui/format';
import { plural } from '../plural';

const show = (n: number) => plural(n, { one: 'Die Zeile zeigen', other: 'Die # Zeilen zeigen' });
const done = (how: string) => (name: string) => (n: number) =>
  `${name}: ${plural(n, { one: '# Zeile', other: '# Zeilen' })} ${how}. <back>Rückgängig machen</back>`;
const [out, changed, either] = [done('weggelassen'), done('geändert'), done('weggelassen oder geändert')];

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
  takeApart: 'Jede als ihren Teil nehmen',
  /** By the titles of what was found. */
  fixed: {
    duplicates: out('Wiederholt'),
    'near-duplicates': out('Fast wiederholt'),
    contradictions: out('Widersprüchliche Labels'),
    leaks: out('Auch in einer eigenen Datei'),
    unlabelled: out('Gar kein Label'),
    long: out('Sehr lang'),
    'same-labels': changed('Fast gleiche Labels'),
    'misspelt-labels': changed('Vertippte Labels'),
    'missing-labels': either('Fehlende Labels'),
    'rare-labels': either('Seltene Labels'),
    imbalance: out('Ungleich verteilte Labels'),
  },
};
