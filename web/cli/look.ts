// SPDX-License-Identifier: Apache-2.0
// The rows to look at after training, of those that were not trained on.
import { doubtsOf, uncertainOf, whyNoDoubts, type Look } from '../answers/doubts';
import { mistakesOf } from '../answers/mistakes';
import type { Prepared } from '../rows/prepare';
import type { Head, Outputs, Part } from '../border/messages';
import { tell } from './terminal';

/** Of each kind, in the report. */
const MOST = 20;
const SHOWN = 5;

interface Found extends Look {
  part: Part;
}

export interface LookAt {
  /** Of test rows. */
  mistakes: ReturnType<typeof mistakesOf>;
  /** Of test and validation rows. */
  uncertain: Found[];
  doubts: Found[];
  /** Why there are none; '' where there could be. */
  noDoubts: string;
}

export function lookAt(prepared: Prepared, outputs: Partial<Record<Part, Outputs>>, thresholds: number[]): LookAt {
  const head: Pick<Head, 'task' | 'labels' | 'scheme' | 'thresholds'> = { ...prepared, thresholds };
  const all = (find: typeof doubtsOf) =>
    (['test', 'validation'] as const).flatMap((part) =>
      find(outputs[part] ? prepared.parts[part] : [], outputs[part] ?? [], head).map((look) => ({ ...look, part })),
    );
  return {
    mistakes: mistakesOf(prepared.parts.test, outputs.test ?? [], head),
    uncertain: all(uncertainOf).sort((a, b) => a.margin - b.margin),
    doubts: all(doubtsOf).sort((a, b) => b.margin - a.margin),
    noDoubts: whyNoDoubts(prepared.parts.test, outputs.test ?? [], head)?.text ?? '',
  };
}

const rounded = (value: number) => Number(value.toPrecision(4));
const shown = ({ part, example: { row, text, pair }, label, said, margin }: Found) => ({
  part,
  row,
  text,
  ...(pair === undefined ? {} : { pair }),
  label,
  said,
  margin: rounded(margin),
});

export function lookReport({ mistakes, uncertain, doubts, noDoubts }: LookAt): object {
  return {
    look_at: {
      mistakes: mistakes.slice(0, MOST).map(({ example: { row, text, pair, label }, said, size }) => ({
        row,
        text,
        ...(pair === undefined ? {} : { pair }),
        label,
        said: said || 'none',
        size: rounded(size),
      })),
      least_certain: uncertain.slice(0, MOST).map(shown),
      doubted_labels: doubts.slice(0, MOST).map(shown),
      doubted: doubts.length,
      ...(noDoubts ? { none_doubted: noDoubts } : {}),
    },
  };
}

export function showDoubts({ doubts }: LookAt): void {
  if (!doubts.length) return;
  const lines = doubts
    .slice(0, SHOWN)
    .map(
      ({ part, example: { row }, label, said }) => `  row ${row} (${part}): labelled ${label}, the answer is ${said}`,
    );
  const rows = doubts.length === 1 ? 'one row' : `${doubts.length.toLocaleString('en')} rows`;
  const first = doubts.length > SHOWN ? '; the first:' : ':';
  tell(['', `The model doubts the label of ${rows} it was not trained on${first}`, ...lines]);
}
