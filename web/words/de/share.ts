// SPDX-License-Identifier: Apache-2.0
import type { share as English } from '../en/share';

export const share: typeof English = {
  title: 'Als Link teilen',
  lead: 'Wer den Link öffnet, bekommt den Encoder von dort, wo du ihn herhast, dazu deinen Kopf, und kommt direkt zum Ausprobieren. Das geht auch mit einem Telefon.',
  tooLongHead:
    'Für einen QR-Code ist der Link zu lang; er fasst 2.953 Zeichen. Lade den Kopf herunter, lege die Datei dorthin, wo andere sie holen können, und gib unten ihre Adresse an: Der Code ist dann einer dieser Adresse.',
  tooLong: 'Für einen QR-Code ist der Link zu lang; er fasst 2.953 Zeichen.',
  tooLarge:
    'Der Kopf ist zu groß für einen Link. Lade ihn herunter, stelle die Datei ins Netz und gib unten ihre Adresse an.',
  inside: (labels) =>
    `Im Link: die Gewichte des Kopfs (16 Bit je Zahl), die Namen deiner Labels (${labels}), der Name des Encoders und wie Texte gekürzt werden. Nicht darin: deine Texte, die Namen deiner Spalten, Ergebnisse, und der Wert dafür, wie fremd ein Text den Trainingszeilen ist; der ist zu groß.`,
  headAddress: 'Adresse der Datei mit dem Kopf, falls du sie ins Netz gestellt hast',
  headAddressHint:
    'Ihr Server muss anderen Seiten erlauben, sie zu lesen (CORS), oder es ist der dieser Seite. Der Link wird dann kurz.',
  whereEncoder: 'Woher andere den Encoder bekommen',
  thatEncoder:
    'Du hast ihn aus Dateien von diesem Rechner gewählt. Gib seinen Namen auf dem Hub oder eine Adresse an; der Kopf passt nur zu genau diesem Encoder.',
  encoderHint: 'Du hast ihn aus Dateien von diesem Rechner gewählt. Gib seinen Namen auf dem Hub oder eine Adresse an.',
  make: 'Link erstellen',

  task: 'Diese Aufgabe teilen',
  taskLead:
    'Ein Link mit dem Encoder, den Daten und diesen Optionen, ohne das Ergebnis: Wer ihn öffnet, drückt „Training starten“ und sieht deine Zahlen.',
  dataAddress: 'Adresse der Daten',
  dataHint:
    'Deine Datei liegt auf diesem Rechner. Lege sie dorthin, wo andere sie holen können: neben diese Seite oder auf einen Server, der anderen Seiten erlaubt, sie zu lesen (CORS).',
  notIn: (what) => `Nicht im Link: ${what.join(', ')}.`,
  edits: 'deine Änderungen an den Zeilen',
  labelNames: 'die Namen, die du den Labels gegeben hast',
  validationFile: 'deine Validierungsdatei',
  testFile: 'deine Testdatei',
  fold: 'der Teil der Daten, der getestet wird',
  fingerprint:
    'Fingerabdruck der hier trainierten Gewichte: <hash/>. Wer diese Aufgabe mit dieser Fassung der Seite trainiert, bekommt denselben, gleich mit wie vielen Threads. Ein Prozessor, der beim Multiplizieren und Addieren anders rundet, bekommt einen anderen und leicht abweichende Zahlen.',
};
