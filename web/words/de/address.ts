// SPDX-License-Identifier: Apache-2.0
import type { address as English } from '../en/address';

export const address: typeof English = {
  theAddress: 'Die Adresse',
  credentials: (what) =>
    `${what} hat einen Namen oder ein Passwort vor dem Server. Lass beides weg; private Modelle des Hubs werden mit einem Token geöffnet.`,
  none: (text) =>
    `„${text}“ ist keine Adresse. Gib die URL eines Ordners an oder einen Namen auf dem Hub wie „name/modell“.`,
  noWeb: (text) => `„${text}“ ist keine Webadresse: Sie muss mit https:// beginnen.`,
  notSafe: (text) =>
    `„${text}“ beginnt mit http://, und diese Seite liest nur von https://. Nimm eine solche Adresse oder Dateien.`,
  noModel: (text, hub) => `„${text}“ nennt kein Modell: Die Adresse ist ${hub}BESITZER/MODELL.`,
};
