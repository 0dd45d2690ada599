// SPDX-License-Identifier: Apache-2.0
// What the command line prints of the user's texts, and its figures.
import { afterEach, describe, expect, it, vi } from 'vitest';
import { showEvaluation } from '../../web/cli/report';
import { four, progress, say, tell, visible } from '../../web/cli/terminal';
import { heldOutInWords } from '../../web/border/run_log';
import { decimal } from '../../web/ui/format';

const HOSTILE = 'a\x1b[31m\x1b]0;title\x07\r\x9b2J\n\tb\u202egnp\u2066\u2028';

/** Everything that was written, and nothing of it that a terminal would act on but the ends of its lines. */
function written(act: () => void): string {
  let all = '';
  for (const stream of [process.stdout, process.stderr])
    vi.spyOn(stream, 'write').mockImplementation((text) => !!(all += String(text)));
  act();
  vi.restoreAllMocks();
  expect(all).not.toMatch(/[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069]/);
  return all;
}
afterEach(() => void vi.restoreAllMocks());

describe('the terminal', () => {
  it('gets what would act on it as escapes, each line one line', () => {
    const shown = 'a\\u001b[31m\\u001b]0;title\\u0007\\r\\u009b2J\\n\\tb\\u202egnp\\u2066\\u2028';
    expect(visible(HOSTILE)).toBe(shown);
    expect(written(() => say(HOSTILE))).toBe(`${shown}\n`);
    expect(written(() => tell([HOSTILE, 'größe 👍🏿 שלום']))).toBe(`${shown}\ngröße 👍🏿 שלום\n`);
    expect(JSON.parse(visible(JSON.stringify(HOSTILE)))).toBe(HOSTILE);
  });
  it('that is none gets a line of progress in half a minute, and what is worth one at once', () => {
    let now = Date.now();
    vi.spyOn(Date, 'now').mockImplementation(() => now);
    const at = (seconds: number, text: string, plain = false) => {
      now += seconds * 1000;
      progress(text, plain);
    };
    const lines = () => {
      at(0, 'begin', true);
      for (let i = 1; i <= 8; i++) at(10, `row ${i}`);
      at(5, 'end', true);
    };
    let all = '';
    vi.spyOn(process.stderr, 'write').mockImplementation((text) => !!(all += String(text)));
    lines();
    expect(all).toBe('begin\nrow 3\nrow 6\nend\n');
  });
  it('gets labels so in the table of labels, at most as wide as a line', () => {
    const per = { precision: 1, recall: 1, f1: 1, support: 3 };
    const metrics = { accuracy: 1, intervals: {}, per_class: [per, per] } as never;
    const named = { task: 'single_label_classification', labels: [HOSTILE, 'x'.repeat(90000)] } as never;
    const lines = written(() => showEvaluation({ metrics, outputs: [], seconds: 0 } as never, named)).split('\n');
    expect(Math.max(...lines.map((line) => line.length))).toBeLessThan(110);
  });
});

it('figures have few digits, however large', () => {
  expect([0.12345, 1234.5, 9.266643250338317e58, -1e30].map(four)).toEqual(['0.1235', '1,235', '9.267e+58', '-1.000e+30']); // prettier-ignore
  expect(decimal(9.266643250338317e58)).toBe('9.267e+58');
  expect(heldOutInWords({ held_out_loss: 9.266643250338317e58, held_out_accuracy: null } as never)).toContain(' 9.267e+58 '); // prettier-ignore
});
