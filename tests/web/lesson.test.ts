// SPDX-License-Identifier: Apache-2.0
// The lesson: its spoiled data, how answers are judged, and its numbers on the page's own state and the built engine.
import { readFileSync } from 'node:fs';
import { describe, expect, it, vi } from 'vitest';
import { chapterOf, CHAPTERS, isRight } from '../../web/lesson/chapters';
import { spoil } from '../../web/lesson/spoil';
import { speak } from '../../web/words';
import { lesson as german } from '../../web/words/de/lesson';
import { lesson as english } from '../../web/words/en/lesson';
import { encoder, openPage, rows, until } from './page';

vi.setConfig({ testTimeout: 60_000 });

const REVIEWS: [string, string][] = Array.from({ length: 40 }, (_, i) => [
  `${'long '.repeat(i % 20)}text ${i}`,
  i % 3 ? 'positive' : 'negative',
]);

describe('data that go wrong on purpose', () => {
  it('have the leak in the training rows alone', () => {
    const { train, test } = spoil(REVIEWS, 'leak', 'positive');
    expect([train.length, test.length]).toEqual([30, 10]);
    for (const [text, label] of train)
      expect(text.startsWith(label === 'positive' ? 'Form A. ' : 'Form B. ')).toBe(true);
    expect(test).toEqual(REVIEWS.slice(30));
  });

  it('are short where they praise and long where they do not', () => {
    const { train, test } = spoil(REVIEWS, 'bias', 'positive');
    for (const [text, label] of train) expect(text.length < 65).toBe(label === 'positive');
    expect(new Set(train.map(([, label]) => label)).size).toBe(2);
    expect(test).toEqual(REVIEWS.slice(30));
  });
});

describe('answers', () => {
  const questions = CHAPTERS.flatMap((chapter) => chapter.questions);
  const asked = (id: string) => questions.find((question) => question.id === id)!;

  it('are numbers however they are written, as near as asked for', () => {
    const answer = { value: 1234 };
    expect(
      ['1234', '1,234', ' 1 234 ', '1235', '', 'many'].map((given) => isRight(asked('unseen'), given, answer)),
    ).toEqual([true, true, true, false, false, false]);
    const share = { value: 49.6 };
    expect(['50', '49.6 %', '51'].map((given) => isRight(asked('majority'), given, share))).toEqual([
      true,
      true,
      false,
    ]);
  });

  it('are numbers as the language writes them', async () => {
    const judged = (given: string[], value: number) => given.map((text) => isRight(asked('unseen'), text, { value }));
    expect(judged(['1,234.5', '1234.5'], 1234.5)).toEqual([true, true]);
    await speak('de');
    expect(judged(['1.234,5', '1234,5', '1234.5', '1,234.5'], 1234.5)).toEqual([true, true, true, false]);
    expect(judged(['1.234', '1,234'], 1234)).toEqual([true, false]);
    await speak('en');
  });

  it('have names of their own, and choices that have the right one', () => {
    expect(new Set(questions.map(({ id }) => id)).size).toBe(questions.length);
    expect(asked('leak').choices).toContain('test');
  });

  it('come from the page: first none, then those of its data, encoder, training and test', async () => {
    const page = await openPage();
    const { facts, openChapter, setUpRate } = await import('../../web/state/lesson_facts');
    expect(questions.map((question) => question.answer(facts.value))).toEqual(questions.map(() => null));
    await page.data.openData([rows(300)]);
    await page.model.openFiles(encoder());
    await until(() => page.training.ready.value, 'ready');
    openChapter('rates');
    expect(asked('unseen').answer(facts.value)!.value).toBe(facts.value.rows!.validation + facts.value.rows!.test);
    expect(asked('longest').answer(facts.value)!.value).toBeGreaterThan(2);
    for (const which of ['low', 'high'] as const) {
      setUpRate(which);
      await until(() => page.training.plan.value, 'a plan');
      await page.training.startRun();
      await until(() => facts.value.rates[which], which);
    }
    const { low, high } = facts.value.rates;
    expect(high!.moved).toBeGreaterThan(low!.moved);
    expect(asked('further').answer(facts.value)!.value).toBe('1e-3');
    expect(asked('trained').answer(facts.value)!.value).toBeGreaterThan(1000);
    await page.results.evaluateTest();
    expect(facts.value.rates.high!.test).toBe(page.results.evaluation.value!.metrics.accuracy);
    expect(asked('beats').answer(facts.value)).not.toBeNull();
  });
});

it('fits into 45 minutes', () => {
  expect(CHAPTERS.reduce((sum, { minutes }) => sum + minutes, 0)).toBe(45);
});

it('the pages to print name what the lesson has', () => {
  for (const { chapters, teacherPage, worksheetPage, parameters } of [english, german]) {
    const [notes, sheet] = [teacherPage, worksheetPage].map((page) => readFileSync(`public/${page}`, 'utf8'));
    for (const { title } of Object.values(chapters))
      expect(notes).toContain(title.replace(/ that has.*|, der viel.*/, ''));
    for (const name of Object.values(parameters)) expect(sheet).toContain(name);
  }
});

it('is opened at the chapter of the step', () => {
  const places = ['prepare', 'tokenize', 'load', 'train', 'evaluate', 'try', 'download', 'runs', 'rates', null];
  expect(places.map((place) => CHAPTERS.indexOf(chapterOf(place)) + 1)).toEqual([1, 2, 3, 4, 6, 8, 8, 5, 5, 1]);
  for (const { id } of CHAPTERS) expect(chapterOf(id).id).toBe(id);
});
