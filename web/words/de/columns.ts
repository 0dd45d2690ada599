// SPDX-License-Identifier: Apache-2.0
import { exactly } from './exactly';
import type { columns as English } from '../en/columns';
import { listing, type Some } from '../listing';
import { plural } from '../plural';
import { columnName } from './column_name';
import { encodingName } from './encodings';

const files = { validation: 'Validierungsdatei', test: 'Testdatei' };
const list = (some: Some) => listing(some, 'und', (n) => plural(n, { one: '# weitere', other: '# weitere' }));
const TEST =
  'Gleiche und fast gleiche Texte bleiben beisammen. Die Testzeilen werden jetzt weggelegt und nur einmal benutzt, am Ende: Ein Modell wird an Texten gemessen, die es nie gesehen hat.';

export const columns: typeof English = {
  atOnce: 'Ein Modell auf diesen Zeilen trainieren',
  atOnceChosen: 'Mit deiner Wahl in Schritt 4 und sonst dem, was empfohlen ist.',
  atOnceNote: 'Mit dem, was in jedem Schritt empfohlen ist. Oder gehe die Schritte selbst durch.',
  title: 'Spalten und Aufgabe',
  rows: (n) => plural(n, { one: '# Zeile', other: '# Zeilen' }),
  aside: (rows, format) => `${rows}, ${format}`,
  lead: 'Aus den Namen und dem Inhalt erschlossen; ändere, was nicht stimmt.',
  sheetOf: (name) => `Blatt ${name}`,
  formats: {
    '\t': 'TSV',
    ',': 'CSV',
    ';': 'CSV mit Semikolons',
    '|': 'Zellen zwischen |',
    ' ': 'Zellen zwischen Leerzeichen',
  },
  oneColumn: 'eine Spalte',
  none: 'keine',
  named: columnName,
  text: 'Text',
  label: 'Label',
  pair: 'Zweiter Text',
  several: (n) => `${n} Spalten`,
  task: 'Aufgabe',
  tasks: {
    single_label_classification: 'Klassifizieren: je ein Label',
    multi_label_classification: 'Klassifizieren: je beliebig viele Labels',
    regression: 'Zahlen vorhersagen',
    token_classification: 'Wörter markieren: Namen, Slots, Wortarten',
  },
  pairs: (reason) => `${reason} Die Texte sind Paare.`,
  roles: { text: 'Text', label: 'Label', pair: 'zweiter Text' },
  labelColumns: 'Spalten der Labels, falls jede ein eigenes Label (0 und 1) oder eine eigene Zahl ist',
  first: 'Die ersten Zeilen der Datei',
  row: 'Zeile',
  namesTitle: 'Namen für Labels, die Zahlen sind',
  names: (n) => plural(n, { one: '# Name', other: '# Namen' }),
  nameOf: (label) => `Label ${label} heißt`,
  namesWhy: 'Die Antworten tragen diese Namen.',
  namesHelp:
    'Sind alle davon Wörter, beginnt ein neuer Kopf mit dem, was der Encoder aus ihnen macht, soweit es die Zeilen unterscheidet: Bei wenigen Zeilen hilft das.',
  namesOfNone: (n, numbers) =>
    plural(n, {
      one: `Kein Label hier hat diesen Namen: Er gilt für die Zahl ${list(numbers)} oder für # Spalte.`,
      other: `Kein Label hier hat einen dieser Namen: Sie gelten für die Zahlen ${list(numbers)} oder für # Spalten.`,
    }),
  noNames: 'Wieder Zahlen',
  chooseNames: 'Datei mit Namen wählen',
  namesHint:
    'Ein Name je Zeile, der erste für Label 0; „-1: negativ“ auf jeder Zeile; oder das id2label eines Modells (JSON).',
  namesInOrder: 'Ein Name je Zeile, in der Reihenfolge der Spalten.',

  reading: 'Wie die Datei gelesen wird',
  sheet: 'Blatt',
  firstRow: 'Erste Zeile',
  header: 'nennt die Spalten',
  noHeader: 'ist eine Zeile wie die anderen',
  delimiter: 'Zwischen den Zellen',
  delimiters: {
    comma: 'Komma',
    semicolon: 'Semikolon',
    tab: 'Tabulator',
    bar: 'Strich |',
    space: 'Leerzeichen',
    none: 'Nichts: Jede Zeile ist ein Text',
  },
  asFormat: (format) => `wie in ${format} üblich`,
  encoding: 'Zeichenkodierung',
  encodingHint: 'Mit der richtigen stimmt in der Tabelle unten jeder Buchstabe.',
  decimal: 'Zahlen wie 1,5',
  encodingNamed: encodingName,
  asTheyLook: 'wie sie aussehen',
  comma: 'Dezimalkomma',
  point: 'Dezimalpunkt',

  labelsTitle: 'Labels',
  labels: (n) => plural(n, { one: '# Label', other: '# Labels' }),
  labelsLead:
    'Ein Modell antwortet mit Zahlen, deshalb bekommt jedes Label eine, gezählt ab 0. Sonst bedeuten die Zahlen nichts.',
  tagsOf: (labels, tags) => `${labels}, ${plural(tags, { one: '# Tag', other: '# Tags' })}`,
  tagsLead: 'Ein Modell antwortet mit Zahlen, deshalb bekommt jedes Tag eine, gezählt ab 0. Gezählt sind hier Wörter.',
  spanTagsLead:
    'Ein Modell antwortet mit Zahlen, deshalb bekommt jedes Tag eine, gezählt ab 0: B- beginnt einen Span, I- setzt ihn fort, O steht außerhalb. Gezählt sind hier Wörter.',
  wordsOfTags: 'Wörter je Tag',
  rowsOfLabels: 'Zeilen je Label',
  numbersTitle: 'Zahlen',
  numbersLead: 'Das Modell lernt, diese Zahlen selbst vorherzusagen.',
  range: (name, low, high, mean) => `${name}: von ${exactly(low)} bis ${exactly(high)}, im Mittel ${mean}`,

  split: 'Aufteilung',
  splitLead: {
    single_label_classification: `Jedes Label behält seinen Anteil in jedem Teil. ${TEST}`,
    multi_label_classification: `Jedes Label behält seinen Anteil in jedem Teil. ${TEST}`,
    regression: `Hohe und niedrige Zahlen werden gleichmäßig verteilt. ${TEST}`,
    token_classification: `Der Zufall verteilt die Zeilen. ${TEST}`,
  },
  inParts: 'Zeilen in jedem Teil',
  parts: { train: 'Training', validation: 'Validierung', test: 'Test' },
  ownValidation: 'Die Validierungszeilen kommen aus deiner eigenen Datei.',
  ownTest: 'Die Testzeilen kommen aus deiner eigenen Datei.',
  fold: (part, of) =>
    `Die Testzeilen sind Teil ${part} von ${of}, vom Training auf allen Teilen der Reihe nach. <once>Wieder nur einmal aufteilen</once>`,
  share: (percent) => `${percent} %`,
  validationHint:
    'Nach jeder Epoche benutzt, um zu sehen, ob das Modell noch besser wird. Bei 0 % wird auch auf diesen Zeilen trainiert.',
  testHint: 'Mehr Zeilen hier machen die Zahlen am Ende sicherer.',
  seed: 'Seed',
  seedHint: 'Derselbe Seed gibt dieselbe Aufteilung, denselben Kopf und dasselbe Ergebnis, Bit für Bit.',
  ownFile: (part, name) => `Die ${files[part]}: ${name}`,
  useOwn: (part) => `Eine eigene ${files[part]} nehmen`,
  chooseOwn: (part) => `${files[part]} wählen`,
  ownHints: {
    validation:
      'Mit denselben Labels. Dann wird zum Validieren nichts abgeteilt, und mehr Zeilen stehen zum Trainieren bereit.',
    test: 'Mit denselben Labels. Dann wird zum Testen nichts abgeteilt, und mehr Zeilen stehen zum Trainieren bereit.',
  },
  ownRead: (name, rows, text, pair, labels) =>
    `${name}: ${rows}. Daraus gelesen: Text „${text}“${pair === null ? '' : `, zweiter Text „${pair}“`}, Label ${labels.map((label) => `„${label}“`).join(', ') || 'keines'}.`,
  byHand: 'von Hand',
  remove: 'Entfernen',
};
