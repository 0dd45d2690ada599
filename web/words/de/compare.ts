// SPDX-License-Identifier: Apache-2.0
import type { compare as English } from '../en/compare';

export const compare: typeof English = {
  title: 'Zwei Modelle an diesem Text vergleichen',
  lead: 'Ein zweites Modell wird neben dem jetzigen geöffnet, in einem eigenen Rechenkern: Das braucht den Speicher von beiden.',
  noLabel: 'kein Label',
  nothing: 'nichts ist markiert',
  probabilities: 'Wahrscheinlichkeiten',
  same: 'Beide geben dieselbe Antwort.',
  differ: 'Ihre Antworten unterscheiden sich.',
  inPlace: (name) => `Jetziges Modell: ${name}`,
  beside: (name) => `Daneben: ${name}`,
  stop: 'Abbrechen',
  choose: 'Modell oder Kopf wählen',
  chooseHint: 'Das Zip oder der Ordner eines trainierten Modells, oder eine head.safetensors für den jetzigen Encoder.',
  orHold: 'Oder halte das hier trainierte Modell fest, trainiere ein anderes und komm zurück:',
  hold: 'Dieses Modell festhalten',
  writeText: 'Schreibe oben einen Text: Beide Modelle beantworten ihn.',
  close: (name) => `${name} schließen`,

  starting: 'Ein zweiter Rechenkern wird gestartet',
  died: (why) => `Das zweite Modell wurde geschlossen: ${why} Vielleicht reicht der Speicher nicht für zwei.`,
  untrained: (name) => `${name} hat keinen trainierten Kopf. Wähle ein trainiertes Modell oder einen Kopf.`,
  notTwice: 'Der Encoder des jetzigen Modells kann kein zweites Mal geöffnet werden: Lade ihn zuerst noch einmal.',
  held: (name, summary) => `${name}, ${summary}`,
};
