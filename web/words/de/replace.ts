// SPDX-License-Identifier: Apache-2.0
import type { replace as English } from '../en/replace';

export const replace: typeof English = {
  load: (name) => `${name} laden`,
  pretrain: 'Weiter vortrainieren',
  busy: 'Ein Training läuft. Warte sein Ende ab oder halte es an.',
  localFiles: 'Dateien von diesem Rechner',
  title: 'Das trainierte Modell ginge verloren',
  saved: (file) => `Das trainierte Modell ist als ${file} gespeichert.`,
  unsaved: (labels, summary, what) =>
    `Das hier trainierte Modell (${labels}; ${summary}) ist nicht gespeichert. „${what}“ tritt an seine Stelle: Seine Gewichte sind dann verloren, seine Zahlen bleiben in der Liste der Läufe.`,
  headFirst: 'Zuerst den Kopf herunterladen',
  modelFirst: 'Zuerst das Modell herunterladen',
  without: (what) => `${what}, ohne zu speichern`,
  keep: 'Das trainierte Modell behalten',
};
