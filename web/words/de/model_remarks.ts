// SPDX-License-Identifier: Apache-2.0
import type { modelRemarks as English } from '../en/model_remarks';

export const modelRemarks: typeof English = {
  setFit: (name, file) =>
    `${name} ist ein Modell von SetFit, dessen Kopf in ${file} nicht gelesen wird: Diese Datei ist ein Pickle von scikit-learn, das Programme ausführen kann. Der Encoder wird genommen, und darauf wird ein neuer Kopf trainiert.`,
  otherBase: (name, own, base) =>
    `Der Adapter ${name} wurde für einen Encoder gemacht, den er ${own ? `${own} nennt` : 'nicht nennt'}, und wird hier mit ${base} verrechnet. Ob beide derselbe sind, ließ sich nicht prüfen: Nur die Größen ihrer Gewichte wurden verglichen, und die passen.`,
  noScore: (name) =>
    `${name} ist ein Adapter, und Adapter enthalten kein Maß dafür, wie fremd ein Text ihren Trainingszeilen ist: Die Antworten kommen ohne.`,
  noScoreFile: (name, file) =>
    `${name} hat kein ${file}, das in seiner config.json genannt ist: Die Antworten kommen ohne den Wert dafür, wie fremd ein Text den Trainingszeilen ist.`,
};
