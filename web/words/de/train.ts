// SPDX-License-Identifier: Apache-2.0
import type { train as English } from '../en/train';
import { plural } from '../plural';

export const train: typeof English = {
  title: 'Trainiere das Modell',
  lede: 'Das Modell liest einen Batch von Zeilen und vergleicht seine Antworten mit den Labels; dann wird jede seiner Zahlen ein klein wenig in Richtung einer besseren Antwort verschoben. Die Schritte sind mit Absicht klein: Große würden auslöschen, was der Encoder im Vortraining gelernt hat.',

  another: 'Ein anderes Modell ist im Speicher',
  anotherLead:
    'Das Modell im Speicher wurde für andere Labels trainiert als die deiner jetzigen Daten; ein neues Training beginnt wieder beim vortrainierten Encoder.',
  staysInRuns: 'Das Modell bleibt in der Liste der Läufe und lässt sich dort wieder öffnen.',
  downloadFirst: 'Lade es zuerst herunter, wenn du es behalten willst.',
  discard: 'An seiner Stelle einen neuen Lauf planen',

  plan: 'Was es brauchen wird',
  time: 'Zeit',
  about: (time) => `~\u00a0${time}`,
  timeNote: 'mit Validierung',
  timeAtMost: 'mit Validierung; weniger, wo es vorzeitig endet',
  memory: 'Speicher',
  memoryNote: (available) => `von ${available}, die eine Seite haben darf`,
  updates: 'Aktualisierungen',
  anEpoch: (n) => plural(n, { one: '# je Epoche', other: '# je Epoche' }),
  noUpdates: 'der Kopf wird auf einmal angepasst',
  numbers: 'Trainierte Zahlen',
  numbersNote: (total, share) => `von ${total}: ${share}`,
  below: (share) => `weniger als ${share}`,
  threads: 'Threads',
  threadsNote: (speed) => `${speed} GFLOP/s gemessen`,

  tooLarge: (peak, available) => `Der Lauf braucht ${peak}, und eine Seite darf ${available} haben.`,
  recomputed: (peak) =>
    `Werden die Aktivierungen im Rückwärtsdurchlauf neu berechnet, braucht er ${peak} und ein Drittel mehr Zeit.`,
  recompute: 'Aktivierungen neu berechnen',
  smaller: 'Verkleinere die Höchstlänge, trainiere nur den Kopf oder nimm einen kleineren Encoder.',

  encoderComes: 'Ein Encoder wird geladen …',
  planning: 'Der Plan wird gemacht …',
  start: 'Training starten',
  again: 'Noch einmal vom vortrainierten Encoder aus trainieren',
  replaces: 'Ersetzt das vorher trainierte Modell.',
  joins: 'Das vorher trainierte Modell bleibt in der Liste der Läufe.',
  givesUp: 'Gibt das abgebrochene Training auf.',

  parts: 'Der Speicher, Teil für Teil',
  partsLead:
    'Den Speicher zählt derselbe Code, der ihn belegen wird: Der Lauf braucht genau das und nicht mehr. Die Zeit ist eine Schätzung aus der Geschwindigkeit, die auf diesem Rechner gemessen wurde.',
  piecesOnly:
    'Aus dem Vokabular werden nur die Stücke trainiert, die in deinen Texten vorkommen: Die anderen haben keinen Gradienten.',
  byRegion: 'Speicher nach Bereichen',
  regions: {
    weights: { name: 'Gewichte', what: 'alle Zahlen des Encoders und des Kopfes' },
    data: { name: 'Daten', what: 'deine Zeilen als Tokens' },
    gradients: { name: 'Gradienten', what: 'in welche Richtung sich jede trainierte Zahl bewegen soll' },
    moments: {
      name: 'Momente',
      what: 'was der Optimierer von früheren Gradienten behält: zwei Zahlen je trainierter Zahl',
    },
    activations: { name: 'Aktivierungen', what: 'was jede Schicht berechnet hat, aufgehoben für den Rückweg' },
    scratch: { name: 'Zwischenspeicher', what: 'Platz für Zwischenergebnisse' },
    batches: { name: 'Batches', what: 'die Zeilen der laufenden Aktualisierung' },
    'best weights': { name: 'beste Gewichte', what: 'die trainierten Zahlen der bisher besten Epoche' },
    'start weights': {
      name: 'Gewichte am Anfang',
      what: 'die trainierten Zahlen am Anfang, für den Mittelwert mit ihnen',
    },
    'frozen layers': { name: 'eingefrorene Schichten', what: 'was die eingefrorenen Schichten zu jedem Text ergaben' },
    features: { name: 'Merkmale', what: 'was der eingefrorene Encoder zu jeder Zeile ergab' },
    results: { name: 'Ergebnisse', what: 'Antworten auf die Validierungszeilen' },
    'linear model': { name: 'lineares Modell', what: 'Platz zum Anpassen eines neuen Kopfes' },
    'forgetting meter': { name: 'Vergessensmesser', what: 'die allgemeinen Sätze des Vergessensmessers' },
  },

  goOn: 'Mit einem gespeicherten Training weitermachen',
  chooseSaved: 'Gespeichertes Training wählen',
  savedHint:
    'training.tabtune, mit demselben Encoder, denselben Zeilen, derselben Aufteilung und denselben Optionen wie damals: Am Ende steht dasselbe Modell, als wäre nie angehalten worden.',
  goOnWith: (file) => `Mit ${file} weitermachen`,
  trainHead: 'Nur den Kopf trainieren',

  cluster: 'Zu groß für diesen Tab? Auf einem Cluster weitermachen',
  clusterLead:
    'Ein Zip mit den Zeilen jedes Teils, den Labels, den Optionen und einem Programm für PyTorch, das dasselbe Modell auf beliebig vielen Prozessen trainiert. Das Ergebnis lässt sich hier wieder öffnen.',
  saveRecipe: 'Rezept speichern',
};
