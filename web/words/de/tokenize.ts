// SPDX-License-Identifier: Apache-2.0
import { count, percent } from '../../ui/format';
import type { tokenize as English } from '../en/tokenize';
import { plural } from '../plural';

const rows = (n: number) => plural(n, { one: '# Zeile', other: '# Zeilen' });
const ofRows = (cut: number, all: number) => `${rows(cut)} von ${count(all)} (${percent(cut / all)})`;
const lose = (cut: number) => (cut === 1 ? 'würde' : 'würden');

export const tokenize: typeof English = {
  title: 'Zerlege den Text in Stücke',
  lede: 'Ein Encoder liest keine Buchstaben oder Wörter, sondern Zahlen. Sein Tokenizer zerlegt jeden Text in Stücke aus einem festen Vokabular, und jedes Stück hat eine Nummer, seine ID. Das Vokabular gehört zum Encoder; deshalb werden beide zusammen geladen.',

  pieces: 'Eine Zeile in Stücken',
  tokens: (n) => plural(n, { one: '# Token', other: '# Tokens' }),
  continues:
    'Häufige Wörter sind ein Stück; seltene werden in mehrere zerlegt, und ein Stück, das ein Wort fortsetzt, beginnt mit <code>##</code>. ',
  begins:
    'Häufige Wörter sind ein Stück; seltene werden in mehrere zerlegt, und ein Stück, das ein Wort beginnt, hat das Leerzeichen davor bei sich, <code>␣</code>. ',
  readsWords: 'Der neue Kopf liest das erste Stück jedes Wortes. <end/> beendet den Text.',
  readsText: '<start/> steht für den ganzen Text: Der neue Kopf liest es. <end/> beendet den Text.',
  readsOpen:
    '<start/> beginnt den Text, und <end/> beendet ihn. Der neue Kopf liest <start/>, das für den ganzen Text stehen kann, oder das Mittel aller Tokens: Was bei deinen Zeilen besser ist, wird vor dem Training gemessen und steht in Schritt 4.',
  readsCompared:
    '<start/> beginnt den Text, und <end/> beendet ihn. Der neue Kopf liest jeden Text eines Paares für sich, mit eigenem <start/> und <end/>, und wie die Mittel ihrer Tokens sich unterscheiden.',
  readsMean: '<start/> beginnt den Text, <end/> beendet ihn: Der neue Kopf liest den Mittelwert aller Tokens.',
  text: 'Text',
  pair: 'Zweiter Text',
  another: 'Eine andere Zeile zeigen',
  list: 'Stücke und ihre IDs',
  characters: (from, to, text) => `Zeichen ${from}–${to}: „${text}“`,
  added: 'vom Tokenizer hinzugefügt',
  piece: (token, id, where) => `${token}, ID ${id}, ${where}`,
  cut: (tokens, read) => `Der Text hat ${tokens} Tokens; was nach den ersten ${read} kommt, wird abgeschnitten.`,
  point: 'Zeige auf ein Stück, um zu sehen, aus welchen Zeichen es kommt. ',
  lowercase: 'Dieses Vokabular hat keine Großbuchstaben: Der Text wird zuerst kleingeschrieben.',
  namesInLowercase: ' Namen findet eines besser, das sie behält: das von tabtune-small-cased (Schritt 3).',

  lengths: 'Wie lang die Zeilen sind',
  lengthsLead:
    'Der Encoder liest höchstens so viele Tokens einer Zeile. Längere Zeilen brauchen mehr Zeit und Speicher; eine Höchstlänge spart beides und kostet, was sie abschneidet.',
  counting: 'Die Tokens aller Zeilen werden gezählt …',
  histogram: (median, longest, cut, limit) =>
    `Zeilen nach der Anzahl ihrer Tokens. Median ${median}, längste ${longest}. ${rows(cut)} länger als ${limit}.`,
  axis: 'Tokens in einer Zeile',
  maximum: 'Höchstlänge',
  maximumIs: (tokens) => `${tokens} Tokens`,
  noneCut: 'Keine Zeile wird gekürzt.',
  loses: {
    head: (cut, all) => `${ofRows(cut, all)} ${lose(cut)} das Ende verlieren.`,
    tail: (cut, all) => `${ofRows(cut, all)} ${lose(cut)} den Anfang verlieren.`,
    head_tail: (cut, all) => `${ofRows(cut, all)} ${lose(cut)} die Mitte verlieren.`,
    windows: (cut, all) => `${ofRows(cut, all)} ${lose(cut)} durch mehrere Fenster gelesen.`,
  },
  keep: 'Was von einem längeren Text bleibt',
  keeps: {
    head: 'Seine ersten Tokens',
    tail: 'Seine letzten Tokens',
    head_tail: 'Ein Viertel vom Anfang, der Rest vom Ende',
    windows: 'Alles, durch überlappende Fenster gelesen',
  },
  keepHint:
    'Von einem Paar wird der längere Text zuerst gekürzt oder durch Fenster gelesen. Fenster kosten die Zeit aller ihrer Tokens.',
  all: 'Tokens',
  allNote: 'in allen Zeilen, wie sie gelesen werden',
  median: 'Mittlere Zeile (Median)',
  medianNote: 'die Hälfte der Zeilen ist kürzer',
  longest: 'Längste Zeile',
  over: (tokens) => `über ${tokens}`,
  unknown: 'Unbekannte Stücke',
  unknownNote: 'wurden [UNK]: Text, den das Vokabular nicht schreiben kann',
};
