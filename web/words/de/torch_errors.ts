// SPDX-License-Identifier: Apache-2.0
import type { torchErrors as English } from '../en/torch_errors';

const AGAIN = 'Hole die Datei noch einmal.';
const CONVERT =
  "Lade sie mit dem Programm, das sie geschrieben hat, und speichere ihre Tensoren als model.safetensors: safetensors.torch.save_file({name: tensor.contiguous().clone() for name, tensor in model.state_dict().items()}, 'model.safetensors').";

export const torchErrors: typeof English = {
  cutShort: (file) => `${file} endet mitten in ihrem Pickle: Die Datei ist abgeschnitten. ${AGAIN}`,
  noPickle: (file) => `${file} ist ein Zip ohne data.pkl, also keine Datei von torch.save.`,
  lacks: (file, path) => `In ${file} fehlt ${path}. ${AGAIN}`,
  compressed: (file, path) => `${path} in ${file} ist komprimiert; torch.save schreibt unkomprimierte Dateien.`,
  longPickle: (file, path, bytes) => `${path} in ${file} hat ${bytes} Bytes. ${CONVERT}`,
  byteOrder: (file, order) => `Die Bytes in ${file} stehen in der Reihenfolge „${order}“. ${CONVERT}`,
  fewNumbers: (file, path) => `${path} in ${file} hat weniger Zahlen, als seine Tensoren brauchen. ${AGAIN}`,
  otherPickle: (file) => `${file} ist ein Pickle, aber torch.save hat es nicht geschrieben. ${CONVERT}`,
  noTensor: (file) => `In ${file} sind Zahlen, die zu keinem Tensor gehören. ${CONVERT}`,
  otherSize: (file, bytes, needed) =>
    `${file} hat ${bytes} Bytes, und die Tensoren darin brauchen ${needed}: Die Datei ist beschädigt. ${AGAIN}`,
  noNumbers: (file) => `In ${file} fehlen die Zahlen eines Tensors. ${AGAIN}`,
  otherLength: (file) => `${file} ist beschädigt: Ein Speicherblock hat eine andere Länge als seine Tensoren. ${AGAIN}`,
  longPickles: (file, bytes) => `${file} hat mehr als ${bytes} Bytes Pickle. ${CONVERT}`,
  largeTensors: (file, bytes, size) =>
    `${file} hat Tensoren von ${bytes} Bytes in einer Datei von ${size} Bytes und ist beschädigt. ${AGAIN}`,
  pointer: (file) => `${file} ist ein Verweis von Git LFS und nicht die Datei selbst. Hole die Datei.`,
  noFile: (file, bytes) =>
    `${file} ist keine Datei von torch.save; sie beginnt mit den Bytes ${bytes || '(keinen)'}. ${AGAIN}`,
  noNames: (file) => `In ${file} sind keine Tensoren mit Namen. ${CONVERT}`,
  unordered: (file, tensor) =>
    `${file}: Die Zahlen des Tensors ${tensor} liegen nicht der Reihe nach, und er ist zu groß, um sie hier zu ordnen. ${CONVERT}`,
  shared: (file, most) => `In ${file} haben mehr als ${most} Tensoren dieselben Zahlen. ${CONVERT}`,

  moreThanTensors: (file, what) => `${file} ${what}, und hier werden nur Tensoren gelesen. ${CONVERT}`,
  instruction: (code) => `enthält die Anweisung ${code}`,
  longNumber: 'enthält eine Zahl von mehr als 64 Bytes',
  object: (name) => `enthält ein Objekt ${name}`,
  fields: 'setzt Felder eines Objekts',
  noStorage: 'verweist auf etwas, das kein Speicherblock von Zahlen ist',
  partOfStorage: 'hat einen Speicherblock, der Teil eines anderen ist',
  storageOf: (type) => `hat einen Speicherblock vom Typ ${type}`,
  call: (name) => `ruft ${name} auf`,
  view: 'hat einen Tensor, der das Negative oder Konjugierte seiner Zahlen ist',
  protocol: 'enthält ein Pickle mit einem Protokoll nach 5',

  damaged: (file, why) => `${file} ist beschädigt: ${why}. ${AGAIN}`,
  noValue: 'Einer Anweisung des Pickles fehlt ein Wert',
  noMark: 'Einer Anweisung des Pickles fehlt eine Marke',
  notPutAside: 'Das Pickle verlangt etwas, das es nicht abgelegt hat',
  noList: 'Es hängt etwas an etwas an, was keine Liste ist',
  noDictionary: 'Es setzt Einträge von etwas, was kein Dictionary ist',
  nameNoText: 'Ein Name darin ist kein Text',
  noCall: 'Es ruft etwas auf, was nicht aufgerufen werden kann',
  noTuple: 'Eine Größe darin ist kein Tupel',
  noParameter: 'Ein Parameter darin ist kein Tensor',
  noParts: 'Einem Tensor darin fehlen Speicherblock, Anfang, Größe oder Schrittweiten',
  doesNotFit: (shape) => `Ein Tensor der Form [${shape.join(', ')}] passt nicht in seinen Speicherblock`,
  sameList: 'Es kopiert immer wieder dieselbe Liste',
  noPairs: 'Ein OrderedDict darin besteht nicht aus Paaren',
};
