// SPDX-License-Identifier: Apache-2.0
import type { dataSets as English } from '../en/data_sets';

export const dataSets: typeof English = {
  title: 'Einen Datensatz des Hubs nehmen',
  name: 'Name des Datensatzes',
  hint: 'BESITZER/NAME, dahinter /TEIL/SPLIT, wo er mehrere hat, oder die Adresse seiner Seite. Ohne sie wird sein Split „train“ gelesen. „Holen“ liest seine Zeilen von huggingface.co, höchstens 200 MB, und sendet nichts von dir.',
  token: 'Token, für einen privaten Datensatz',
  fetch: 'Holen',
  list: 'die Liste seiner Dateien',
  file: (name, n, of) => (of === 1 ? name : `${name}, Datei ${n} von ${of}`),
  noName: (text) => `„${text}“ ist kein Name eines Datensatzes: Er hat die Form BESITZER/NAME.`,
  none: (name) => `Der Hub hat keinen Datensatz ${name}, oder keine seiner Zeilen als Parquet.`,
  parts: (name, configs, first) =>
    `${name} hat die Teile ${configs.join(', ')}: Nenne einen davon, datasets/${name}/${first}.`,
  splits: (name, splits, wanted, config) =>
    `${name} hat die Splits ${splits.join(', ')} und keinen namens ${wanted}: Nenne einen davon, datasets/${name}/${config}/SPLIT.`,
  unreadable: (name) => `Die Liste der Dateien von ${name} auf dem Hub ist nicht lesbar.`,
};
