// SPDX-License-Identifier: Apache-2.0
import { count } from '../../ui/format';
import type { charts as English } from '../en/charts';
import { plural } from '../plural';

const rows = (n: number) => plural(n, { one: '# Zeile', other: '# Zeilen' });

export const charts: typeof English = {
  notDrawn: (error) => `Diese Kurve kann nicht gezeichnet werden: ${error}`,
  update: (step) => `Aktualisierung ${count(step)}`,
  read: (label) => `Ablesen: ${label}`,
  updates: 'Aktualisierung',
  asTable: 'Als Tabelle',
  tokens: (from, to, n) =>
    `${from < to ? `${from}–${to} Tokens` : plural(from, { one: '# Token', other: '# Tokens' })}: ${rows(n)}`,
  maximum: (length) => `Höchstlänge ${length}`,
  rows: (n, value) => `${rows(n)}: ${value}`,
  matrix: 'Zeilen: wahre Labels. Spalten: Antworten des Modells.',
  field: (truth, said, n) => `${truth} → ${said}: ${rows(n)}`,
  chooseField: (truth, said, n) => `${rows(n)} mit dem Label ${truth} und der Antwort ${said}`,
  plane: (title, x, y) => `${title}: ${y} über ${x}`,
  axes: (x, y) => `${y} nach oben, ${x} nach rechts`,
};
