// SPDX-License-Identifier: Apache-2.0
// A head as small as it can be with the same answers, for a link.
import type { Task } from '../border/messages';
import { halfOf } from './half';
import { changeTensors, type Change } from './tensors';

/** The head of a file in numbers of 16 bits. Of one label a text the probabilities depend on the differences between
 * outputs alone (softmax), so the output of the first label becomes zero, which compresses to nothing, and the others
 * are those less it. */
export function smallHead(file: Uint8Array, task: Task, outputs: number): Uint8Array<ArrayBuffer> {
  const isOutput = (shape: number[]) => shape[0] === outputs && shape.length <= 2;
  const change: Change = (name, { shape }, bytes) => {
    const numbers = new Float32Array(bytes.slice().buffer);
    const row = numbers.length / outputs;
    const first = numbers.slice(0, row);
    if (task === 'single_label_classification' && isOutput(shape) && /classifier|out_proj/.test(name))
      numbers.forEach((x, i) => (numbers[i] = x - first[i % row]!));
    return { dtype: 'F16', bytes: new Uint8Array(Uint16Array.from(numbers, halfOf).buffer) };
  };
  return changeTensors(file, change);
}
