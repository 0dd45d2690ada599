// SPDX-License-Identifier: Apache-2.0
import { count } from '../../ui/format';
import type { Kind, ownHead as English } from '../en/own_head';
import { listing, type Some } from '../listing';

const list = (some: Some) => listing(some, 'und', (n) => `${count(n)} weitere`);

const KINDS: Record<Kind, string> = {
  single_label_classification: 'ein Label je Text',
  multi_label_classification: 'mehrere Labels je Text',
  regression: 'Zahlen',
  token_classification: 'Tags von Wörtern',
};

export const ownHead: typeof English = {
  none: (model) => `${model} hat keinen eigenen Kopf, der bleiben könnte: Wähle einen neuen.`,
  task: (model, own, data) =>
    `Der Kopf von ${model} ist für ${KINDS[own]}, die Daten sind für ${KINDS[data]}: Wähle einen neuen.`,
  labels: (model, missing, unused) =>
    `Der Kopf von ${model} passt nicht: ${[
      ...(missing.shown.length ? [`Labels der Daten, die er nicht hat: ${list(missing)}`] : []),
      ...(unused.shown.length ? [`Labels, die er hat und die Daten nicht: ${list(unused)}`] : []),
    ].join('; ')}. Wähle einen neuen.`,
  scheme: (model) => `Der Kopf von ${model} schreibt Tags anders als die Daten: Wähle einen neuen.`,
};
