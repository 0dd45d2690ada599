// SPDX-License-Identifier: Apache-2.0
import { count, percent } from '../../ui/format';
import type { have as English } from '../en/have';
import { plural } from '../plural';

export const have: typeof English = {
  title: 'Was du hast',
  youHave: '<b>Du hast</b> <what/>',
  data: 'Daten',
  model: 'Modell',
  result: 'Ergebnis',
  saved: 'Gespeichert',
  runs: 'Läufe',
  noneYet: 'Noch nichts',
  noEncoder: 'Noch kein Encoder',
  nothing: 'Noch nichts',
  notHere: 'Nicht in diesem Browser',
  inBrowser: (size) => `<strong>In diesem Browser</strong>, ${size}`,
  ofPart: { test: 'Test', validation: 'Validierung' },
  compare: (runs) => `Die ${runs} Läufe vergleichen`,
  see: 'Den Lauf ansehen',
  seeAll: 'Die Läufe ansehen',
  unusable: 'Mit diesen Daten geht es noch nicht: siehe Schritt 1.',
  parts: (train, validation, test) =>
    `${count(train)} zum Trainieren, ${count(validation)} zum Validieren, ${count(test)} zum Testen`,
  pretraining: 'Der Encoder wird weiter vortrainiert.',
  paused: 'Das Training ist angehalten.',
  share: (share) => `Training: ${percent(share, 0)} geschafft.`,
  begins: 'Das Training beginnt.',
  trained: {
    full: 'Hier trainiert: alles.',
    layers: 'Hier trainiert: die letzten Schichten.',
    bias: 'Hier trainiert: Bias und Normen.',
    lora: 'Hier trainiert: Adapter (LoRA).',
    head: 'Hier trainiert: nur der Kopf.',
  },
  otherLabels: 'Für andere Labels, als die Daten haben.',
  headOfFile: 'Der Kopf ist aus einer Datei.',
  headOfEncoder: 'Der Kopf kam mit dem Encoder.',
  untrained: 'Noch nicht trainiert.',
  encoderComes: 'Ein Encoder wird geladen.',
  onTestRows: (n) => plural(n, { one: 'auf # Testzeile', other: 'auf # Testzeilen' }),
  onValidationRows: (n) =>
    plural(n, {
      one: 'auf # Validierungszeile; noch nicht getestet',
      other: 'auf # Validierungszeilen; noch nicht getestet',
    }),
  onOtherRows: (n) =>
    plural(n, {
      one: 'auf # Validierungszeile der Daten, mit denen es trainiert wurde, nicht der Daten in Schritt 1',
      other: 'auf # Validierungszeilen der Daten, mit denen es trainiert wurde, nicht der Daten in Schritt 1',
    }),
  downloaded: (file) => `Heruntergeladen als ${file}.`,
  keptOnly: 'Das trainierte Modell ist mit dabei, aber nicht heruntergeladen.',
  tabOnly: 'Das trainierte Modell ist nur in diesem Tab: Lade es herunter.',
  oneLook: (rows) =>
    plural(rows, {
      one: 'Diese Testzeile wurde einmal angesehen.',
      other: 'Diese # Testzeilen wurden einmal angesehen.',
    }),
  looks: (rows, times) =>
    plural(rows, {
      one: `Diese Testzeile wurde ${times}-mal angesehen; mit jedem Mal wird die beste Zahl etwas zu gut.`,
      other: `Diese # Testzeilen wurden ${times}-mal angesehen; mit jedem Mal wird die beste Zahl etwas zu gut.`,
    }),
};
