// SPDX-License-Identifier: Apache-2.0
import { count, decimal, percent } from '../../ui/format';
import type { readRows as English } from '../en/read_rows';

export const readRows: typeof English = {
  title: 'Zeilen zum Lesen',
  which: 'Welche Zeilen',
  wrong: 'Falsch',
  furthest: 'Größte Fehler',
  doubted: 'Zu prüfende Labels',
  unsure: 'Am unsichersten',
  wrongLeads: {
    single_label_classification:
      'Die sichersten Fehler kommen zuerst. Lies einige davon: Manchmal irrt die Datei, nicht das Modell.',
    multi_label_classification:
      'Die sichersten Fehler kommen zuerst. Lies einige davon: Manchmal irrt die Datei, nicht das Modell.',
    regression:
      'Die Zeilen mit den größten Fehlern kommen zuerst. Lies einige davon: Manchmal irrt die Datei, nicht das Modell.',
    token_classification:
      'Die Zeilen mit den meisten falschen Wörtern kommen zuerst. Lies einige davon: Manchmal irrt die Datei, nicht das Modell.',
  },
  doubtedLead:
    'Das Modell gibt ein anderes Label, mit so großer Wahrscheinlichkeit wie bei Zeilen, die dieses Label haben. Oft ist das Label in der Datei falsch. Der größte Unterschied der beiden Wahrscheinlichkeiten kommt zuerst.',
  unsureLead:
    'Die beiden wahrscheinlichsten Labels haben fast die gleiche Wahrscheinlichkeit. Wenn du weitere Zeilen mit Labels versiehst, wähle solche wie diese: Sie verbessern das Modell am meisten.',
  fieldLead: (truth, said) => `Zeilen mit dem Label „${truth}“ und der Antwort „${said}“.`,
  missed: (label) => `${label} übersehen`,
  invented: (label) => `${label} erfunden`,
  other: (said, truth) => `${said}, in der Datei anders: ${truth}`,
  row: (row) => `Zeile ${row}: Label in der Datei <truth/>, Antwort des Modells <said/>`,
  numberRow: (row) => `Zeile ${row}: Zahl in der Datei <truth/>, Antwort des Modells <said/>`,
  none: 'keins',
  margin: (margin) => `, Abstand ${decimal(margin, 2)}`,
  probability: (p) => `, Wahrscheinlichkeit ${percent(p, 0)}`,
  inTable: 'in der Tabelle öffnen',
  inTableRow: (row) => `in der Tabelle öffnen: Zeile ${row}`,
  labelToCheck: 'Label prüfen',
  isWrong: 'falsch',
  allRight: 'Alle Testzeilen sind richtig beantwortet.',
  noRows: 'Solche Zeilen gibt es nicht.',
  more: (rows) => `Mehr von ${count(rows)} anzeigen`,
};
