// SPDX-License-Identifier: Apache-2.0
import type { jobs as English } from '../en/jobs';

export const jobs: typeof English = {
  loading: (name) => `${name} wird geladen`,
  fetching: (name) => `${name} wird heruntergeladen`,
  writing: (name) => `${name} wird geschrieben`,
  closing: (name) => `${name} wird geschlossen: Beide passen nicht in den Speicher`,
  waiting: (seconds) => `Der Server ist überlastet oder die Verbindung gestört: neue Anfrage in ${seconds} s`,
  bringingBack: 'Das trainierte Modell wird zurückgeholt',
  readingRows: 'Der eingefrorene Encoder liest die Zeilen',
  readingTestRows: 'Der eingefrorene Encoder liest die Testzeilen',
  readingUnlike: 'Die Trainingszeilen werden gelesen, um ungewöhnliche Texte zu erkennen',
  comparing: 'Es wird verglichen, was ein Kopf lesen kann',
  baselines: 'Die Vergleichsverfahren werden angepasst',
  curve: 'Die Lernkurve wird gemessen',
  train: 'Die Trainingszeilen werden bewertet',
  validation: 'Die Validierungszeilen werden bewertet',
  test: 'Die Testzeilen werden bewertet',
  calibrating: 'Auf den Validierungszeilen wird kalibriert',
  oneThreshold: 'Eine Schwelle wird nach den Trainingszeilen gewählt',
  predicting: 'Vorhersagen werden gemacht',
  explaining: 'Die Wörter, auf die es ankam, werden gesucht',
  fingerprint: 'Der Fingerabdruck der Gewichte wird berechnet',
};
