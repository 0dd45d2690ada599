// SPDX-License-Identifier: Apache-2.0
// Texts whose answer changes as the model learns.
import { computed, signal } from '@preact/signals';
import { best, labelsOver } from '../answers/predictions';
import { watchedRows } from '../rows/watched';
import type { Example } from '../read/table';
import { engine, snapshot } from './engine';
import { howOf } from './log';

interface Round {
  epoch: number;
  answers: string[];
}

interface Watched {
  run: number;
  rows: Example[];
  /** Their labels, as the answers are written. */
  right: string[];
  rounds: Round[];
}

export interface ChangedText {
  text: string;
  /** That is right. */
  label: string;
  from: string;
  to: string;
}

interface EpochChanges {
  epoch: number;
  /** Of so many texts. */
  of: number;
  texts: ChangedText[];
}

const watched = signal<Watched | null>(null);

/** Some of the labels, in their order. */
const listed = (labels: string[], some: string[]) =>
  labels.filter((label) => some.includes(label)).join(', ') || 'none';

engine.on('run.answers', ({ epoch, outputs }) => {
  const run = snapshot.value.run?.id;
  const how = run === undefined ? null : howOf(run);
  if (run === undefined || !how) return;
  const { labels, task } = how.data;
  const answers = outputs.map((values) =>
    task === 'multi_label_classification' ? listed(labels, labelsOver(values, labels, [])) : labels[best(values).n]!,
  );
  const rows = watchedRows(how.data);
  const right = rows.map(({ label, names }) => (names ? listed(labels, names) : label));
  const before = watched.value?.run === run ? watched.value.rounds : [];
  watched.value = { run, rows, right, rounds: [...before.filter((round) => round.epoch < epoch), { epoch, answers }] };
});

/** After each epoch that was asked for, the last one first. */
export const changes = computed<EpochChanges[]>(() => {
  const { rows, right, rounds } = watched.value ?? { rows: [], right: [], rounds: [] };
  const { run, head } = snapshot.value;
  const shown = run?.id ?? (head?.from === 'run' ? head.run : 0);
  if (watched.value?.run !== shown) return [];
  return rounds
    .slice(1)
    .map(({ epoch, answers }, i): EpochChanges => {
      const before = rounds[i]!.answers;
      const texts = rows.flatMap((row, n) => {
        const [from, to] = [before[n]!, answers[n]!];
        return from === to ? [] : [{ text: row.text, label: right[n]!, from, to }];
      });
      return { epoch, of: rows.length, texts };
    })
    .reverse();
});
