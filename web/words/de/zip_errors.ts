// SPDX-License-Identifier: Apache-2.0
import type { zipErrors as English } from '../en/zip_errors';

export const zipErrors: typeof English = {
  refused: (name, why) => `${name} ist kein Zip, das hier gelesen werden kann: ${why}.`,
  damaged: 'Seine Liste der Dateien ist beschädigt; hole es noch einmal oder packe es neu',
  twice: (path) => `Zwei Dateien darin heißen ${path}; packe es neu, ohne eine davon`,
  part: 'Es ist einer von mehreren Teilen; füge sie zusammen oder packe alles als eine Datei',
  cut: 'Die Liste der Dateien am Ende fehlt; vielleicht ist es abgeschnitten. Hole es noch einmal',
  encrypted: (path) => `${path} darin ist verschlüsselt; packe es ohne Passwort`,
  method: (path, method) =>
    `${path} darin ist mit der Methode ${method} komprimiert; packe es mit der Methode „deflate“`,
  entry: (path, name) => `${path} in ${name} ist beschädigt: Hole ${name} noch einmal oder packe es neu.`,
};
