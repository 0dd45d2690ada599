// SPDX-License-Identifier: Apache-2.0
import type { prepare as English } from '../en/prepare';

export const prepare: typeof English = {
  title: 'Bereite die Daten vor',
  lede: 'Das Modell lernt aus Beispielen: Texten, jeder mit seinem Label. Mit den meisten wird trainiert; einige werden zurückgelegt, um während des Trainings zu validieren, und einige, um das Ergebnis an Texten zu testen, die das Modell nie gesehen hat.',
  yours: 'Deine Texte mit Labels',
  lead: 'Eine Tabelle mit einer Spalte für die Texte und einer für die Labels. Für den Anfang reichen ein paar Hundert Zeilen.',
  choose: 'Datei wählen',
  another: 'Andere Datei wählen',
  hint: 'Oder lege sie hier ab, oder kopiere Zeilen aus einer Tabellenkalkulation und füge sie ein: CSV, TSV, JSONL, CoNLL, Excel, Parquet, Exporte von Annotationswerkzeugen, mehrere Dateien einer Art oder ein Ordner mit Texten für jedes Label. Diese Seite liest die Datei; sie bleibt auf diesem Rechner.',
  paste: 'Einfügen',
  sampleInstead: 'Stattdessen ein Beispiel nehmen',
  noData: 'Keine Daten zur Hand? Nimm ein Beispiel:',
  writeOwn: 'Eigene Beispiele schreiben',
  exampleTitle: 'So sieht eine solche Datei aus',
  exampleLabel: 'Beispiel einer CSV-Datei',
  example:
    'text,label\nDer Bildschirm ist hell und scharf.,positiv\n"Kam spät an, und kaputt.",negativ\nIch würde es wieder kaufen.,positiv',
  exampleNote:
    'Die erste Zeile nennt die Spalten. Ein Text mit einem Komma steht in Anführungszeichen; eine Tabellenkalkulation setzt sie beim Speichern als CSV von selbst.',
  samples: {
    reviews: 'Rezensionen, zwei Labels',
    requests: 'Anfragen, sieben Labels',
    library: 'Nachrichten an eine Bibliothek, je mehrere Themen',
    names: 'Namen in Sätzen',
  },
  sampleNotes: {
    reviews: '1.000 englische Sätze aus Rezensionen von Produkten, Filmen und Restaurants: negativ oder positiv.',
    requests: '700 englische Anfragen an einen Sprachassistenten: Was möchte die Person?',
    library:
      '182 englische Nachrichten an eine Bibliothek: Es kann um Ausleihen, Veranstaltungen, das Gebäude … gehen.',
    names: '206 englische Sätze, in denen Personen, Orte und Organisationen markiert sind.',
  },
  stop: 'Abbrechen',
  preparing: (stage) => `Die Zeilen werden vorbereitet: ${stage} …`,
  reading: (what) => `${what} wird gelesen …`,
  stages: {
    file: 'Datei lesen',
    table: 'Zeilen und Spalten finden',
    check: 'Zeilen prüfen',
    split: 'Zeilen aufteilen',
  },
  notPrepared: 'Die Zeilen wurden nicht vorbereitet. <again>Jetzt vorbereiten</again>',
  manyFiles: (n) => `${n} Dateien`,
  twoFiles: (one, other) => `${one} und ${other}`,
  pasted: 'eingefügte Zeilen',
  mayNotPaste:
    'Der Browser lässt diese Seite die Zwischenablage nicht lesen. Drücke stattdessen Strg+V (auf einem Mac Cmd+V).',
  nothingToPaste: 'In der Zwischenablage ist kein Text. Kopiere zuerst die Zeilen.',
  sampleAway: (path) => `Das Beispiel ${path} ist nicht erreichbar. Prüfe die Verbindung und wähle es noch einmal.`,
  sampleMissing: (path, status) => `Das Beispiel ${path} liegt nicht bei dieser Seite (${status}).`,
  ownFile: 'meine Beispiele.csv',
  damaged: (name) => `${name} ist auf diesem Rechner beschädigt. Wähle die Datei noch einmal.`,
};
