// SPDX-License-Identifier: Apache-2.0
import type { tensorErrors as English } from '../en/tensor_errors';

export const tensorErrors: typeof English = {
  endsAt: (file, byte) => `${file} endet bei Byte ${byte}: Die Datei ist abgeschnitten. Hole sie noch einmal.`,
  endsAtOf: (file, byte, end) =>
    `${file} endet bei Byte ${byte} von ${end}: Die Datei ist abgeschnitten. Hole sie noch einmal.`,
  type: (tensor, type) => `${tensor} hat den Datentyp ${type}; gelesen werden F32, F64, F16 und BF16.`,

  unsound: (file, why) => `${file} ist keine heile safetensors-Datei: ${why}. Hole die Datei noch einmal.`,
  noHead: (file, why) => `${file} ist kein Kopf, der hier gespeichert wurde: ${why}.`,
  noAdapter: (file, why) => `${file} ist kein Adapter, der hier gespeichert wurde: ${why}.`,
  short: 'Die Datei hat weniger als 8 Bytes',
  length: (length) => `Sie beginnt mit ${length}; so lang ist kein Dateikopf`,
  noJson: 'Der Dateikopf ist kein JSON',
  noObject: 'Der Dateikopf ist kein Objekt',
  gap: (tensor) => `Der Tensor ${tensor} beginnt nicht, wo der vorige endet`,
  lacks: (tensor) => `Dem Tensor ${tensor} fehlen dtype, shape oder data_offsets`,
  noOffsets: (tensor) => `Dem Tensor ${tensor} fehlen die data_offsets`,
  bytes: (tensor, type, shape, bytes) => `Der Tensor ${tensor}, ${type} [${shape.join(', ')}], hat ${bytes} Bytes`,
  longHeader: 'Der Dateikopf ist länger als die Datei oder länger, als ein Kopf braucht',
  untold: 'In den Metadaten steht davon nichts',
  task: (task) => `Die Aufgabe „${task}“ ist nicht bekannt`,
  checksum: 'Die Zahlen sind nicht die, die gespeichert wurden (die Prüfsumme weicht ab). Hole die Datei noch einmal',
  twice: (label) => `Zwei Labels darin heißen „${label}“`,
  unreadable: 'Labels oder Metriken darin können nicht gelesen werden',
};
