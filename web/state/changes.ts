// SPDX-License-Identifier: Apache-2.0
// Texts whose answer changes as the model learns: some validation rows are asked again after each epoch of a training.
import { computed, signal } from '@preact/signals';
import { best, labelsOver } from '../answers/predictions';
import { unlabelledRows } from '../rows/prepare';
import type { Example } from '../read/table';
import { engine, snapshot } from './engine';
import { howOf, type How } from './log';

/** Asking them takes a moment of a training that has many more rows. */
const MOST = 100;

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

export interface EpochChanges {
  epoch: number;
  /** Of so many texts. */
  of: number;
  texts: ChangedText[];
}

const watched = signal<Watched | null>(null);

/** Evenly over the part. */
function someOf(rows: Example[]): Example[] {
  const every = Math.max(1, rows.length / MOST);
  return Array.from({ length: Math.min(MOST, rows.length) }, (_, i) => rows[Math.floor(i * every)]!);
}

/** Some of the labels, in their order. */
const listed = (labels: string[], some: string[]) =>
  labels.filter((label) => some.includes(label)).join(', ') || 'none';

async function ask(how: How, rows: Example[]): Promise<string[]> {
  const { labels } = how.data;
  const { outputs } = await engine.call('predict', { ...unlabelledRows(rows), ...how.cut });
  return outputs.map((values) =>
    how.data.task === 'multi_label_classification'
      ? listed(labels, labelsOver(values, labels, []))
      : labels[best(values).n]!,
  );
}

/** Epoch 0: the beginning. What cannot be asked is left out: it is beside the training. */
async function note(run: number, epoch: number): Promise<void> {
  const how = howOf(run);
  if (!how || !/label_classification$/.test(how.data.task)) return;
  const before = watched.value?.run === run ? watched.value : null;
  const rows = before?.rows ?? someOf(how.data.parts.validation);
  const answers = rows.length ? await ask(how, rows).catch(() => null) : null;
  const now = watched.value?.run === run ? watched.value.rounds : [];
  const { labels } = how.data;
  const right = rows.map(({ label, names }) => (names ? listed(labels, names) : label));
  if (answers)
    watched.value = { run, rows, right, rounds: [...now.filter((round) => round.epoch < epoch), { epoch, answers }] };
}

let first = 0;
engine.on('run.rows', (rows) => {
  const { run } = snapshot.value;
  if (run?.kind !== 'training') return;
  if (run.id !== first && rows.some(({ kind }) => kind === 'step')) {
    first = run.id;
    void note(run.id, 0);
  }
  const check = rows.findLast((row) => row.kind === 'validation');
  if (check && run.id === first) void note(run.id, check.epoch); // a fit alone changes nothing
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
