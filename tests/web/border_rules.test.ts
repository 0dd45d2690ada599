// SPDX-License-Identifier: Apache-2.0
// Small rules that the page and its worker share.
import { describe, expect, it } from 'vitest';
import { ENOUGH_ROWS, isEnough } from '../../web/border/enough';
import { whyNotKept } from '../../web/border/own_head';
import { bestPooling, isMean, poolingOfHeads } from '../../web/border/pooling';
import { retryAfter } from '../../web/border/retry_after';
import {
  heldOutInWords,
  noteMade,
  strengthInWords,
  type FitRow,
  type LogRow,
  type Made,
} from '../../web/border/run_log';
import { answersFront, partsOf, stepOf } from '../../web/border/saved_run';
import type { OwnHead } from '../../web/border/snapshot';

it('rows are enough from twenty on', () => {
  const rows = (length: number) => ({ length });
  expect([rows(0), rows(ENOUGH_ROWS - 1), rows(ENOUGH_ROWS), rows(1000)].map(isEnough)).toEqual([
    false,
    false,
    true,
    true,
  ]);
});

describe('the head that a checkpoint came with', () => {
  const own: OwnHead = {
    task: 'single_label_classification',
    labels: ['a', 'b', 'c'],
    scheme: 'none',
    pooling: 'cls',
  } as OwnHead;
  const why = (change: Partial<OwnHead>, of: OwnHead | null = own) =>
    whyNotKept(of, { ...own, ...change }, 'My model')?.text ?? null;

  it('is kept for the same labels, in any order', () => {
    expect(why({})).toBeNull();
    expect(why({ labels: ['c', 'a', 'b'] })).toBeNull();
  });
  it('is not kept for other ones, which are named', () => {
    expect(why({}, null)).toMatch(/^My model has no head of its own/);
    expect(why({ task: 'regression' })).toMatch(/is for one label a text and the data are for numbers/);
    expect(why({ labels: ['a', 'b', 'c', 'd'] })).toBe(
      'The head of My model does not fit: labels of the data that it has not: d. Choose a new one.',
    );
    expect(why({ labels: ['a', 'b'] })).toBe(
      'The head of My model does not fit: its labels that the data have not: c. Choose a new one.',
    );
    expect(why({ scheme: 'BIO' as OwnHead['scheme'] })).toMatch(/another notation of tags/);
  });
});

describe('what a head reads', () => {
  const names = (encoder: string, mean: string) => ({ architectures: { encoder, mean } }) as never;
  it('is a mean of length 1 where its head lies apart', () => {
    expect([undefined, 'cls', 'mean', 'mean_normalized'].map((pooling) => isMean(pooling as never))).toEqual([
      false,
      false,
      true,
      true,
    ]);
    expect(poolingOfHeads('mean', names('BertModel', 'BertModel'))).toBe('mean_normalized');
    expect(poolingOfHeads('mean', names('BertModel', 'ModernBertForSequenceClassification'))).toBe('mean');
    expect(poolingOfHeads('cls', names('BertModel', 'BertModel'))).toBe('cls');
  });
  it('is what had the least error, and the first token where nothing was measured', () => {
    const found = (...errors: (number | null)[]) =>
      errors.map((error, i) => ({ pooling: (['cls', 'mean', 'mean_normalized'] as const)[i]!, error }));
    expect(bestPooling(found(0.5, null, 0.25))).toBe('mean_normalized');
    expect(bestPooling(found(0.1, 0.2, 0.3))).toBe('cls');
    expect(bestPooling(found(null, 0.9))).toBe('mean');
    expect(bestPooling(found(null, null))).toBe('cls');
  });
});

it('a server names seconds or a date, or neither', () => {
  const after = (value?: string) => retryAfter(new Response('', { headers: value ? { 'Retry-After': value } : {} }));
  expect([after(), after('0'), after('17'), after('soon'), after('5 s'), after('s 5')]).toEqual([0, 0, 17, 0, 0, 0]);
  expect(after(new Date(Date.now() - 10_000).toUTCString())).toBe(0);
  const seconds = after(new Date(Date.now() + 60_000).toUTCString());
  expect(seconds).toBeGreaterThan(50);
  expect(seconds).toBeLessThanOrEqual(60);
  expect(seconds % 1).toBe(0);
});

describe('the log of a run', () => {
  const fit = { kind: 'fit', strength: 0.123456, held_out_loss: 0.3, held_out_accuracy: 0.875 } as FitRow;
  it('tells how a head was fitted', () => {
    expect(strengthInWords(fit)).toBe('L2 strength 0.123');
    expect(strengthInWords({ ...fit, strength: 1e-6 })).toBe('L2 strength 0.000001');
    expect(heldOutInWords(fit)).toBe(', mean loss 0.3000 and accuracy 0.8750 on the rows held out');
    expect(heldOutInWords({ ...fit, held_out_accuracy: null })).toBe(', mean loss 0.3000 on the rows held out');
    expect(heldOutInWords({ ...fit, held_out_loss: null })).toBe('');
    const large = (held_out_loss: number) => heldOutInWords({ ...fit, held_out_loss, held_out_accuracy: null });
    expect([large(9999), large(10000)]).toEqual([
      ', mean loss 9999.0000 on the rows held out',
      ', mean loss 1.000e+4 on the rows held out',
    ]);
  });
  it('tells how the model was made', () => {
    const made: Made = { fit: null, best: null, updates: 0, of: 40, epochs: 0 };
    const best = { kind: 'best', epoch: 2 };
    noteMade(made, [
      fit,
      { kind: 'step', step: 10, epoch: 1 },
      { kind: 'validation', step: 10, epoch: 1 },
      { kind: 'step', step: 20, epoch: 2 },
      { kind: 'meter', step: 20, epoch: 3 },
      best,
    ] as LogRow[]);
    expect(made).toEqual({ fit, best, updates: 20, of: 40, epochs: 2 });
  });
});

describe('a saved run', () => {
  const header = JSON.stringify({ step: 12, more: 'x' });
  const front = `tabtune run 15 ${header.length.toString(16).padStart(8, '0')} `;
  const run = (first: string) => `${first.padEnd(32)}${header}the weights`;

  it('tells its updates, and none where it is no saved run', async () => {
    const step = (text: string) => stepOf(new Blob([text]));
    expect(await step(run(front))).toBe(12);
    expect(await step(run(front.toUpperCase().replace('TABTUNE RUN', 'tabtune run')))).toBe(12);
    expect(await step(run(`a ${front}`))).toBe(0);
    expect(await step(run(front.replace('15', 'x')))).toBe(0);
    expect(await step(run(front).slice(0, 40))).toBe(0);
    expect(await step('')).toBe(0);
    expect(await step(run(front).replace('"step"', '"past"'))).toBe(0);
  });
  it('may have the answers of the frozen encoder before it', async () => {
    const texts = async (saved: string) => {
      const { run, answers, sum } = await partsOf(new Blob([saved]));
      return [await run.text(), await answers.text(), sum];
    };
    const sum = '0123456789abcdef';
    const before = `${answersFront(7, sum)}answers`;
    expect(await texts(before + run(front))).toEqual([run(front), 'answers', sum]);
    expect(await stepOf(new Blob([before + run(front)]))).toBe(12);
    expect(await texts(run(front))).toEqual([run(front), '', '']);
  });
});
