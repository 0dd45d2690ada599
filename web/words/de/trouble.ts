// SPDX-License-Identifier: Apache-2.0
import { count } from '../../ui/format';
import type { trouble as English } from '../en/trouble';
import { plural } from '../plural';

export const trouble: typeof English = {
  full: 'Der Browser gibt dieser Seite keinen weiteren Platz. Lösche etwas in Schritt 1.',
  inEnglish: (text) => `Das hat nicht geklappt. Die Meldung gibt es nur auf Englisch: ${text}`,
  overtaken: 'Inzwischen wurde etwas anderes gewählt.',
  notStarted: (error) => `${error} Prüfe die Verbindung und lade einen Encoder: Damit wird es noch einmal versucht.`,
  engineStopped: 'Der Rechenkern ist stehen geblieben',
  diedOf: (reason) => `Der Rechenkern ist unerwartet stehen geblieben${reason && ` (${reason})`}.`,
  notBegunFor: (reason) => `Der Rechenkern konnte nicht gestartet werden${reason && ` (${reason})`}.`,
  unreadMessage: 'eine Nachricht konnte nicht gelesen werden',
  wasStopped: 'Der Rechenkern wurde beendet.',
  startedAgain: (error) => `${error} Der Rechenkern wurde neu gestartet.`,
  pretrainingLost: 'Das Vortraining, das gerade lief, ist verloren.',
  runLost: 'Das Training, das gerade lief, ist verloren; noch kein Stand davon war gespeichert.',
  runKept: (step, of) =>
    `Das Training, das gerade lief, ist bis zur Aktualisierung ${step} von ${of} gespeichert und kann von dort weitergehen.`,
  modelKept: 'Das trainierte Modell ist auf diesem Rechner gespeichert und kommt zurück.',
  modelSaved: (file) => `Das hier trainierte Modell ist als ${file} gespeichert.`,
  modelLost: 'Das hier trainierte Modell ist verloren.',
  headAgain: 'Der Kopf aus der Datei muss noch einmal geladen werden.',
  pretrainedLost: 'Was der Encoder beim weiteren Vortraining gelernt hat, ist verloren.',
  encoderStops: (name) => `Auch beim erneuten Laden von ${name} ist er stehen geblieben: Wähle einen Encoder.`,
  encoderComes: (name) => `${name} wird noch einmal geladen.`,
  dataKept: 'Deine Daten und Einstellungen sind noch da.',
  memory: 'Passiert das wieder, nimm einen kleineren Batch, eine kleinere Höchstlänge oder einen kleineren Encoder.',
  brokeOff: 'Ein abgebrochenes Training',
  brokeOffAt: (step, of) =>
    `Ein Training ist abgebrochen. Sein Stand nach ${count(step)} von ${plural(of, { one: '# Aktualisierung', other: '# Aktualisierungen' })} ist gespeichert; von dort endet es mit denselben Zahlen, als wäre nichts geschehen.`,
  runsNotKept: (error) => `Die Liste der Läufe wird nicht auf diesem Rechner gespeichert: ${error}`,
  goOn: 'Von dort weitermachen',
  discard: 'Dieses Training verwerfen',
  engineHad: 'Was im Rechenkern war',
  encoderAway: 'Der Encoder ist nicht mehr im Rechenkern. Er ist gespeichert.',
  bringEncoder: 'Encoder laden',
  bringModel: 'Encoder laden und das trainierte Modell zurückholen',
  readingEnded:
    'Die Zeilen konnten nicht gelesen werden: Der Browser hat das Lesen beendet, wohl weil der Speicher nicht reichte. Nimm eine kleinere Datei oder teile sie.',
};
