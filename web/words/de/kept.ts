// SPDX-License-Identifier: Apache-2.0
import type { kept as English } from '../en/kept';

export const kept: typeof English = {
  notHere: (name, address) => `Der Encoder dieses Projekts ist nicht auf diesem Rechner: ${name}, von ${address}`,
  noFiles: (name) =>
    `Die Dateien des Encoders ${name} sind nicht gespeichert oder beschädigt. Wähle sie in Schritt 3 noch einmal.`,
  otherWeights: (name) =>
    `${name} hat andere Gewichte als in diesem Projekt: Die Kopie ist nicht mehr auf diesem Rechner, und der Server hat eine andere Fassung.`,
  runNotKept: (error) => `Das Training läuft weiter, ohne gespeichert zu werden: ${error}`,
  runDamaged: 'Was von dem Training gespeichert ist, ist beschädigt. Beginne es von vorn.',
  runNeeds: 'Das Training braucht seine Daten und seinen Encoder. Lade sie zuerst.',
  modelNotKept: (error) => `Das trainierte Modell wird nicht auf diesem Rechner gespeichert: ${error}`,
  headDamaged: (name) => `Der Kopf ${name} ist auf diesem Rechner beschädigt. Lade ihn noch einmal.`,
  modelDamaged: 'Das trainierte Modell ist auf diesem Rechner beschädigt. Trainiere es noch einmal.',
};
