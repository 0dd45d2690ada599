// SPDX-License-Identifier: Apache-2.0
import { count } from '../../ui/format';
import { plural } from '../plural';
import type { modelRemarks as English } from '../en/model_remarks';

const labelsOf = (labels: number | null) =>
  labels === null
    ? 'config.json nennt keine Labels, was zwei bedeutet'
    : `config.json nennt ${plural(labels, { one: '# Label', other: '# Labels' })}`;

export const modelRemarks: typeof English = {
  setFit: (name, file) =>
    `${name} ist ein Modell von SetFit, dessen Kopf in ${file} nicht gelesen wird: Diese Datei ist ein Pickle von scikit-learn, das Programme ausführen kann. Der Encoder wird genommen, und darauf wird ein neuer Kopf trainiert.`,
  prompted: (name, file, prompt) =>
    `${file} von ${name} lässt sentence-transformers „${prompt}“ vor jeden Text setzen (default_prompt_name). Hier werden Texte gelesen, wie sie sind: Schreibe es vor deine, wo der Encoder es braucht.`,
  lowered: (name, file) =>
    `${file} von ${name} hat do_lower_case: sentence-transformers macht aus Texten Kleinbuchstaben, bevor es sie in Tokens zerlegt. Hier bleiben Großbuchstaben: Schreibe deine Texte klein, wo der Encoder das braucht.`,
  otherBase: (name, own, base) =>
    `Der Adapter ${name} wurde für einen Encoder gemacht, den er ${own ? `${own} nennt` : 'nicht nennt'}, und wird hier mit ${base} verrechnet. Ob beide derselbe sind, ließ sich nicht prüfen: Nur die Größen ihrer Gewichte wurden verglichen, und die passen.`,
  headOutputs: (name, tensor, outputs, labels) =>
    `Der Kopf von ${name} wird nicht genommen: ${tensor} in seiner Datei hat ${plural(outputs, { one: '# Ausgabe', other: '# Ausgaben' })}, und ${labelsOf(labels)}. Schreibe die Labels seiner Ausgaben in id2label der config.json, damit er genommen wird.`,
  vocabulary: (name, pieces, vectors) =>
    `Das Vokabular von ${name} hat ${plural(pieces, { one: '# Stück', other: '# Stücke' })}, und sein Encoder hat nur ${plural(vectors, { one: '# Vektor', other: '# Vektoren' })} (vocab_size in config.json): Ein Text, der ein späteres Stück braucht, wird abgelehnt. Nimm das Vokabular, das zum Encoder gehört.`,
  shortVocabulary: (name, pieces, vectors) =>
    `Das Vokabular von ${name} hat ${plural(pieces, { one: '# Stück', other: '# Stücke' })}, und sein Encoder ${plural(vectors, { one: '# Vektor', other: '# Vektoren' })}: Das Vokabular wurde wohl abgeschnitten. Lade es noch einmal herunter, sonst werden Wörter, die ihm fehlen, als andere Stücke oder gar nicht gelesen.`,
  layers: (name, layers, read) =>
    `Die Datei von ${name} hat ${plural(layers, { one: '# Schicht', other: '# Schichten' })}, und num_hidden_layers in config.json ist ${count(read)}: Die Schichten nach ${read === 1 ? 'der ersten' : `den ersten ${count(read)}`} werden nicht genommen.`,
  thresholds: (name) =>
    `„thresholds“ in der config.json von ${name} wird nicht genommen, weil darin nicht für jedes Label eine Zahl von 0 bis 1 steht: Ein Label wird ab 0,5 vergeben. Nimm die Datei so, wie sie geschrieben wurde.`,
  temperature: (name) =>
    `„temperature“ in der config.json von ${name} wird nicht genommen, weil es keine Zahl von 0,001 bis 1000 ist: Die Wahrscheinlichkeiten sind die des Kopfes ohne sie. Nimm die Datei so, wie sie geschrieben wurde.`,
  noScore: (name) =>
    `${name} ist ein Adapter, und Adapter enthalten kein Maß dafür, wie fremd ein Text ihren Trainingszeilen ist: Die Antworten kommen ohne.`,
  noScoreFile: (name, file) =>
    `${name} hat kein ${file}, das in seiner config.json genannt ist: Die Antworten kommen ohne den Wert dafür, wie fremd ein Text den Trainingszeilen ist.`,
};
