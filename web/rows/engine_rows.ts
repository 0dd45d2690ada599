// SPDX-License-Identifier: Apache-2.0
// Examples as the engine takes them.
import type { Rows, Task, Unlabelled } from '../border/messages';
import { numbered } from './label_map';
import type { Example } from '../read/table';

/** Examples as `data.open` takes them. Their labels must be in the map. */
export function engineRows(examples: Example[], { task, labels }: { task: Task; labels: string[] }): Rows {
  const { numbers } = numbered(labels);
  const targets = (example: Example): number[] => {
    if (task === 'multi_label_classification') return labels.map((label) => (example.names!.includes(label) ? 1 : 0));
    if (task === 'regression') return example.values!;
    return (example.tags ?? [example.label]).map((label) => numbers.get(label)!);
  };
  return { ...unlabelledRows(examples), labels: examples.flatMap(targets) };
}

/** Examples as `predict` takes them. */
export function unlabelledRows(examples: Example[]): Unlabelled {
  const rows: Unlabelled = { texts: examples.map(({ text }) => text), numbers: examples.map(({ row }) => row) };
  if (examples[0]?.pair !== undefined) rows.pairs = examples.map(({ pair }) => pair!);
  if (examples[0]?.words !== undefined) {
    let end = 0;
    const ends = examples.map(({ words }) => (end += words!.length));
    rows.words = { ends, spans: examples.flatMap(({ words }) => words!.flat()) };
  }
  return rows;
}
