// SPDX-License-Identifier: Apache-2.0
// Which labels of an answer are explained, and where the reasons stand.
import { describe, expect, it } from 'vitest';
import { answersOf } from '../../web/answers/lines';
import { givenOf, reasonOf, withReasons } from '../../web/answers/reasons';
import type { Example } from '../../web/read/table';
import type { Task } from '../../web/border/messages';

const kind = (task: Task, labels: string[], thresholds: number[] = []) =>
  ({ task, labels, scheme: 'none', thresholds }) as const;
const row = (text: string, more: Partial<Example> = {}): Example => ({ row: 2, text, label: '', ...more });

describe('what is explained', () => {
  it('is the label, each label that is given, or each number', () => {
    const one = kind('single_label_classification', ['a', 'b']);
    expect(givenOf([row('x')], [[0.2, 0.8]], one)).toEqual([[{ label: 'b', output: 1 }]]);
    const any = kind('multi_label_classification', ['a', 'b', 'c'], [0.5, 0.9, 0.1]);
    expect(
      givenOf(
        [row('x'), row('y')],
        [
          [0.6, 0.8, 0.3],
          [0, 0, 0],
        ],
        any,
      ),
    ).toEqual([
      [
        { label: 'a', output: 0 },
        { label: 'c', output: 2 },
      ],
      [],
    ]);
    expect(givenOf([row('x')], [[3, 4]], kind('regression', ['p', 'q']))[0]).toHaveLength(2);
  });

  it('is of words the tag of the first word of each span', () => {
    const words = kind('token_classification', ['O', 'B-X', 'I-X', 'B-Y', 'I-Y']);
    const example = row('Ann Lee saw Rome', { words: [[0, 3], [4, 7], [8, 11], [12, 16]] }); // prettier-ignore
    const tag = (n: number) => [0, 1, 2, 3, 4].map((i) => (i === n ? 1 : 0));
    const outputs = [tag(1), tag(2), tag(0), tag(3)];
    const head = { ...words, scheme: 'iob2' as const };
    expect(givenOf([example], outputs, head)).toEqual([
      [
        { label: 'X', word: 0, output: 1 },
        { label: 'Y', word: 3, output: 3 },
      ],
    ]);
    const reasons = [['X', 'Y'].map((label) => ({ label, words: [] }))];
    const [answer] = withReasons(answersOf([example], outputs, head), reasons, head);
    expect(answer!.flat.map((line) => line['explanation'])).toEqual(
      reasons[0]!.map((reason) => JSON.stringify([reason])),
    );
    expect(answer!.nested['explanation']).toEqual(reasons[0]);
  });
});

it('a label that is called explanation keeps its column', () => {
  const head = kind('regression', ['explanation']);
  const example = row('good', { pair: 'bad' });
  const explanation = {
    score: 1,
    baseline_score: 0,
    shares: [0.123456, 0.5],
    starts: [0, 0],
    ends: [4, 3],
    parts: [0, 1],
  };
  const reason = reasonOf(example, 'explanation', explanation);
  expect(reason).toEqual({
    label: 'explanation',
    words: [{ word: 'good', start: 0, end: 4, share: 0.1235 }],
    pair: [{ word: 'bad', start: 0, end: 3, share: 0.5 }],
  });
  const [answer] = withReasons(answersOf([example], [[2]], head), [[reason]], head);
  expect(answer!.nested).toMatchObject({ explanation: 2, 'explanation (2)': [reason] });
});
