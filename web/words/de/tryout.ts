// SPDX-License-Identifier: Apache-2.0
import { count, decimal, percent } from '../../ui/format';
import type { tryout as English } from '../en/tryout';
import { plural } from '../plural';

export const tryout: typeof English = {
  title: 'Ausprobieren',
  lede: 'Schreibe etwas und sieh die Antwort des Modells beim Tippen.',
  yourText: 'Dein Text',
  text: 'Text',
  firstText: 'Erster Text',
  secondText: 'Zweiter Text',
  typeHere: 'Text eingeben oder einfügen',
  promises: {
    single_label_classification: (names) => `Zur Wahl stehen: ${names}.`,
    multi_label_classification: (names) => `Vergeben werden können: ${names}.`,
    regression: (names) => `Vorhergesagt wird: ${names}.`,
    token_classification: (names) => `Markiert werden: ${names}.`,
  },
  noneOfThese: 'nichts davon',
  noLabel: 'kein Label',
  probabilities: 'Wahrscheinlichkeiten',
  addUp:
    'Die Wahrscheinlichkeiten aller Labels ergeben zusammen 100 %, auch bei einem Text, der von etwas anderem handelt.',
  eachItsOwn:
    'Jedes Label hat seine eigene Wahrscheinlichkeit. Das Modell vergibt ein Label, wenn dessen Wahrscheinlichkeit die Schwelle des Labels erreicht; ein Text kann also mehrere Labels haben oder keins.',
  spans: (n) => plural(n, { one: '# Span markiert.', other: '# Spans markiert.' }),
  noSpans: 'Nichts ist markiert.',

  wordsLabel: 'Die Wörter, auf die es ankam',
  speaksFor: 'Was für <label/> spricht',
  shades:
    '<for>Unterstrichene</for> Wörter erhöhen seinen Wert, <against>gepunktete</against> senken ihn, verglichen mit demselben Text, in dem jedes Wort verdeckt ist.',
  pointOther: 'Zeige auf ein anderes Label, um seine Wörter zu sehen.',
  pointSpan: 'Zeige auf eine andere Stelle, um ihre Wörter zu sehen.',
  shares: 'Anteile in Zahlen',
  score: (score, hidden) =>
    `Der Wert ist ${decimal(score, 2)}; ist jedes Wort verdeckt, ist er ${decimal(hidden, 2)}. Die Anteile ergeben zusammen den Unterschied (Integrated Gradients).`,
  listed: (listed, all) => `Aufgeführt sind die ${listed} größten von ${count(all)}.`,
  shareTable: 'Anteil jedes Wortes',
  word: 'Wort',
  share: 'Anteil',

  noneFrom: '„Nichts davon“ ab',
  never: 'nie',
  everyText:
    'Jeder Text bekommt eine Antwort, auch einer, der von etwas anderem handelt. Verschiebe den Regler, um Texte abzuweisen, die den Trainingszeilen nicht ähnlich sind.',

  many: 'Viele Texte',
  manyLead:
    'Wähle eine Datei mit Texten, in jedem Format, das Schritt 1 liest. Labels darin werden nicht beachtet. Die Vorhersagen sind eine Datei für Tabellenprogramme mit dem Trennzeichen jener Datei; deren andere Spalten stehen hinter den Antworten.',
  chooseFile: 'Datei wählen',
  dropIt: 'oder hier ablegen',
  oneText: (names) =>
    `Das Modell liest Paare von Texten, und ${names} hat keine Spalte zweiter Texte: Füge eine hinzu, mit dem Namen wie in den Trainingsdaten.`,
  noTexts: (names) => `${names} enthält keine Texte.`,
  modelGone: (names) =>
    `Das Modell hat sich geändert, bevor es die Texte von ${names} beantwortet hatte: Wähle die Datei noch einmal.`,
  predicted: (texts) =>
    plural(texts, {
      one: '# Text der Spalte <column/> in <file/> vorhergesagt.',
      other: '# Texte der Spalte <column/> in <file/> vorhergesagt.',
    }),
  predictedPairs: (texts) =>
    plural(texts, {
      one: '# Paar der Spalten <column/> und <second/> in <file/> vorhergesagt.',
      other: '# Paare der Spalten <column/> und <second/> in <file/> vorhergesagt.',
    }),
  byAnswer: 'Texte nach Antwort',
  texts: (n, share) => `${count(n)}, ${percent(share, 0)}`,
  save: 'Vorhersagen speichern (CSV)',
};
