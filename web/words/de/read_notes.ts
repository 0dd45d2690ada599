// SPDX-License-Identifier: Apache-2.0
import { count } from '../../ui/format';
import type { readNotes as English } from '../en/read_notes';
import { listing, type Some } from '../listing';
import { plural } from '../plural';

const numbered = (of: Some) =>
  `${of.shown.length + of.more === 1 ? 'Zeile' : 'Zeilen'} ${listing(of, 'und', (n) => `${count(n)} weitere`)}`;
const lines = (n: number) => plural(n, { one: '# Zeile', other: '# Zeilen' });
const quoted = (names: readonly string[]) => names.map((name) => `„${name}“`).join(', ');

export const readNotes: typeof English = {
  fewColumns: (n, of, width) =>
    `${lines(n)} weggelassen (${numbered(of)}): Jede braucht ${plural(width, { one: '# Spalte', other: '# Spalten' })}, zuerst ein Wort und zuletzt sein Tag.`,
  notParted: (longest) =>
    `Keine Leerzeile zeigt, wo ein Satz endet: Wörter im längsten Text: ${count(longest)}. Setze eine Leerzeile nach jedem Satz.`,
  noPrefix: (n, of) => `${lines(n)} weggelassen (${numbered(of)}): Am Anfang fehlt __label__.`,
  namesAlone: (columns) =>
    `Die erste Zeile wurde als Namen der Spalten gelesen: ${listing(columns, 'und', (n) => `${n} weitere`)}.`,
  firstIsRow: 'Sie ist eine Zeile wie die anderen',
  afterAt: 'Was hinter dem letzten @ jeder Zeile steht, wurde als ihr Label genommen.',
  firstWord: 'Das erste Wort jeder Zeile wurde als ihr Label genommen.',
  wholeLine: 'Jede Zeile ist ein Text',
  joined: (sentences) =>
    `Jede Zeile der Datei ist ein Wort; daraus ${plural(sentences, { one: 'wurde # Satz', other: 'wurden # Sätze' })}.`,

  decimals: (columns) => `Das Komma in den Zahlen von ${quoted(columns)} wurde als Dezimalkomma gelesen.`,
  thousands: (columns) => `Die Tausendertrennzeichen in den Zahlen von ${quoted(columns)} wurden weggelassen.`,
  signs: (columns) => `Die Zeichen neben den Zahlen von ${quoted(columns)} (%, $, €) wurden weggelassen.`,
  merged: (columns) =>
    `Zellen von ${quoted(columns)} sind mit denen unter ihnen verbunden: Jede Zeile bekam den Wert ihrer Zelle.`,
  hollow: (columns, n, of) =>
    `${lines(n)} (${numbered(of)}) mit Zellen von ${quoted(columns)}, die als leer gelesen wurden: eine Formel, deren Ergebnis nicht in der Datei steht, oder ein Fehler. Öffne die Arbeitsmappe in einer Tabellenkalkulation, berichtige die Fehler und speichere sie neu.`,
  commaParts: 'Das Komma trennt Tausender oder Einträge einer Liste',
  commaDecimal: 'Das Komma ist ein Dezimalkomma',
  lists: (columns) => `Die Zellen von ${quoted(columns)} wurden als Listen von Labelnummern gelesen.`,
  vectors: (column, places) =>
    `„${column}“ enthält Vektoren aus 0 und 1: ${plural(places, { one: 'Die # Stelle', other: 'Jede der # Stellen' })} ist ein Label. Eine Datei mit Namen gibt ihnen Namen, in dieser Reihenfolge.`,

  votes: (columns, ties) =>
    `${quoted(columns)} wurden als Stimmen mehrerer Personen gelesen: „label“ enthält, was die meisten von ihnen vergeben haben.${ties ? ` Zeilen, in denen kein Label vorn liegt und die deshalb keines haben: ${count(ties)}.` : ''}`,
  answers: (column) =>
    `Die Datei enthält Vorhersagen: In „${column}“ steht, was ein Modell geantwortet hat. Damit zu trainieren oder zu messen sagt nichts darüber, was richtig ist.`,
  voter: (column) => `„${column}“ lernen`,
  joinedLabels: (columns, name) =>
    `${quoted(columns)} wurden als eine Spalte mit beliebig vielen Labels gelesen, „${name}“.`,
  exportOf: (tool) => `Die Datei ist ein Export von ${tool}; die Annotationen darin wurden gelesen.`,
  byLabel: (lists) =>
    `Listen von Texten in der Datei: ${count(lists)}. Der Name jeder Liste wurde als Label ihrer Texte gelesen.`,
  longestList: (name, others) =>
    `Die Zeilen sind die von „${name}“. Nicht gelesen: ${listing(others, 'und', (n) => `${n} weitere`)}.`,
  trainingFor: (program) => `Die Datei enthält Trainingsdaten für ${program}; die Annotationen darin wurden gelesen.`,
  conversations:
    'Die Datei enthält Gespräche: Das Label ist jeweils die letzte Antwort, der Text das, was davor steht, ohne die Systemnachricht.',
  labelledConversations:
    'Die Datei enthält Gespräche: Der Text ist jeweils alles, was gesagt wurde, ohne die Systemnachricht.',
  leftOut: (n, of, why) => `${lines(n)} weggelassen (${numbered(of)}): ${why}.`,
  unlabelled: 'niemand hat sie beschriftet, oder sie wurden übersprungen',
  otherType: (type) => `die Annotation ist vom Typ „${type}“ und kein Label eines Textes`,
  twoKinds: 'sie haben Labels von Texten und von Wörtern; exportiere nur eine Art',
  ignored: 'sie wurden in Prodigy ignoriert',
  rejected: 'sie wurden in Prodigy abgelehnt',
  otherRows: (tool) => `sie sind nicht so aufgebaut, wie ${tool} schreibt`,
};
