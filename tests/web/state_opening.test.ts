// SPDX-License-Identifier: Apache-2.0
// Ways in which data, encoders and spoiled rows come into the page, and what each takes the place of.
import { readFileSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { encoder, openPage, rows, until } from './page';

vi.setConfig({ testTimeout: 60_000 });
afterEach(() => vi.unstubAllGlobals());

/** What the page's server has, by path; what it has not is 404, and null is out of reach. */
const server = new Map<string, string | Uint8Array<ArrayBuffer> | null>();
beforeEach(() => {
  server.clear();
  vi.stubGlobal('fetch', async (url: string | URL) => {
    const path = String(url).replace('http://page/', '');
    const body = server.get(path);
    if (body === null) throw new TypeError('Failed to fetch');
    return new Response(body ?? null, { status: body === undefined ? 404 : 200 });
  });
});

const clipboard = (text: string | null) =>
  vi.stubGlobal('navigator', {
    clipboard: { readText: () => (text === null ? Promise.reject(new Error('no')) : Promise.resolve(text)) },
  });

describe('a sample', () => {
  it('takes the place of files of the user’s own, and has an address', async () => {
    const page = await openPage();
    const [reviews] = page.data.SAMPLES;
    await page.data.openOwn('test', [rows(30)]);
    server.set(reviews!.path, await rows(80).text());
    expect(await page.data.openSample(reviews!)).toBe(true);
    const { mainFile, ownFile } = page.data;
    expect([mainFile.value?.address, ownFile.test.value]).toEqual([reviews!.path, null]);
  });

  it('that does not come is told, and leaves what is there', async () => {
    const page = await openPage();
    const [reviews] = page.data.SAMPLES;
    await page.data.openData([rows(60)]);
    await page.data.openSample(reviews!);
    expect(page.data.dataTrouble.value).toMatch(/samples\/reviews\.csv.*404/);
    server.set(reviews!.path, null);
    await page.data.openSample(reviews!);
    expect(page.data.dataTrouble.value).toContain('samples/reviews.csv');
    expect([page.data.dataTrouble.value.includes('404'), page.data.mainFile.value?.name]).toEqual([false, 'row.csv']);
  });
});

describe('the clipboard', () => {
  it('gives rows as a spreadsheet copies them', async () => {
    const page = await openPage();
    clipboard(
      `text\tlabel\n${Array.from({ length: 40 }, (_, i) => `text ${i * 3}\t${i % 2 ? 'a' : 'b'}`).join('\n')}\n`,
    );
    expect(await page.data.pasteData()).toBe(true);
    expect(page.data.dataset.value?.labels).toEqual(['a', 'b']);
    expect(await page.data.openPasted('text,label\na,x\nb,y\n')).toBe(true);
    expect(page.data.mainFile.value?.table.rows).toHaveLength(2);
  });

  it.each([
    [null, /does not let this page read the clipboard/],
    ['  \n', /no text in the clipboard/],
  ])('%j leaves what is there, with a sentence', async (text, sentence) => {
    const page = await openPage();
    await page.data.openData([rows(60)]);
    clipboard(text);
    expect(await page.data.pasteData()).toBe(false);
    expect(page.data.dataTrouble.value).toMatch(sentence);
    expect(page.data.mainFile.value?.name).toBe('row.csv');
  });
});

describe('a file', () => {
  it('is read in another way that its notice offers, with the same name and address', async () => {
    const page = await openPage();
    const lines = Array.from({ length: 40 }, (_, i) => `${i % 2 ? 'good' : 'bad'},text of ${i * 3}`);
    await page.data.openData([new File([lines.join('\n')], 'no-header.csv')]);
    const before = page.data.mainFile.value!.table.rows.length;
    await page.data.choose({ words: '', flags: { header: 'no' } });
    expect([page.data.mainFile.value!.table.rows.length, page.data.mainFile.value!.options.header]).toEqual([
      40,
      false,
    ]);
    await page.data.choose({ words: '', flags: { header: 'yes' } });
    expect([before <= 40, page.data.mainFile.value!.table.rows.length]).toEqual([true, 39]);
    await page.data.openData([rows(40)], { address: 'https://files.example/row.csv' });
    await page.data.choose({ words: '', flags: { text: 'label', label: 'text' } });
    expect(page.data.mainFile.value).toMatchObject({
      columns: { text: 1, labels: [0], chosen: true },
      address: 'https://files.example/row.csv',
    });
    await page.data.choose({ words: '', flags: { task: 'multi_label_classification' } });
    expect(page.data.chosenTask.value).toBe('multi_label_classification');
  });

  it('that cannot be read as it is offers ways, and is read in the one that is taken', async () => {
    const page = await openPage();
    await page.data.openData([rows(60)]);
    // Cyrillic letters.
    const cyrillic = Buffer.from(
      `text;label\n${'\xf5\xee\xf0\xee\xf8\xee;\xe4\xe0\n\xef\xeb\xee\xf5\xee;\xed\xe5\xf2\n'.repeat(20)}`,
      'latin1',
    );
    await page.data.openData([new File([cyrillic], 'old.csv')]);
    const ways = page.data.otherWays.value!;
    expect([ways.name, page.data.mainFile.value!.name]).toEqual(['old.csv', 'row.csv']);
    const way = ways.choices.find(({ flags }) => flags.encoding === 'windows-1251')!;
    expect(await page.data.readFailed(way)).toBe(true);
    expect(page.data.mainFile.value!.table.rows[0]).toEqual(['хорошо', 'да']);
    expect(page.data.otherWays.value).toBeNull();
  });

  it('of names tells what numbers stand for', async () => {
    const page = await openPage();
    const lines = Array.from({ length: 60 }, (_, i) => `text of ${i * 3},${i % 2}`);
    await page.data.openData([new File([`text,label\n${lines.join('\n')}\n`], 'numbers.csv')]);
    expect(page.data.prepared.value!.labels).toEqual(['0', '1']);
    await page.data.openNames(new File(['bad\ngood\n'], 'names.txt'));
    expect([page.data.namesTrouble.value, page.data.prepared.value!.labels]).toEqual(['', ['bad', 'good']]);
    await page.data.openNames(new File([''], 'names.txt'));
    expect(page.data.namesTrouble.value).not.toBe('');
    // Other data have other names.
    await page.data.openData([rows(60)]);
    expect(page.data.labelNames.value).toBeNull();
  });

  it('of the user’s own for a part is closed again; shares and remedies are choices', async () => {
    const page = await openPage();
    await page.data.openData([rows(100)]);
    await page.data.openOwn('validation', [new File([''], 'bad.csv')]);
    expect(page.data.ownTrouble.validation.value).not.toBe('');
    page.data.closeOwn('validation');
    expect(page.data.ownTrouble.validation.value).toBe('');
    page.data.fold.value = { index: 0, of: 5 };
    await page.data.openOwn('test', [rows(30, ['no', 'yes'], 'own')]);
    expect([page.data.fold.value, page.data.dataset.value!.parts.test.length]).toEqual([null, 30]);
    page.data.closeOwn('test');
    page.data.setFraction('test', 0.4);
    expect(page.data.wantedFractions.value.test).toBe(0.4);
    await until(() => page.data.dataset.value?.parts.test.length === 40, 'another split');
    page.data.setFix('duplicates', true);
    page.data.setFix('leaks', true);
    page.data.setFix('duplicates', false);
    expect(page.data.fixes.value).toEqual(['leaks']);
  });
});

describe('the encoder of the list', () => {
  it('is loaded unasked once, and not where the list is out of reach', async () => {
    server.set('models/index.json', null);
    const page = await openPage();
    await page.model.openDefault('single_label_classification');
    expect([page.model.listed.value, page.model.model.value]).toEqual([null, null]);
    server.set('models/index.json', '[]');
    await page.model.openDefault('single_label_classification');
    expect(page.model.listed.value).toEqual([]);
    server.delete('models/index.json');
    await page.model.readList();
    expect(page.model.listed.value).toEqual([]);
    server.set('models/index.json', '[{"name":"tiny","path":"tiny/"}]');
    for (const name of ['config.json', 'vocab.txt', 'tokenizer_config.json', 'model.safetensors'])
      server.set(`models/tiny/${name}`, readFileSync(`tests/golden/tiny-bert/${name}`));
    await page.model.readList();
    await page.data.openData([rows(60)]);
    page.steps.openStep.value = 'load'; // whoever comes here without an encoder gets the first one
    await until(() => page.model.model.value, 'the first encoder');
    expect(page.model.model.value!.name).toBe('tiny');
    await page.engine.engine.call('model.close', {});
    await page.model.openDefault('single_label_classification');
    expect(page.model.model.value).toBeNull();
  });
});

describe('the encoder for names of the list', () => {
  const tagged = Array.from({ length: 60 }, (_, i) => `In O\nOslo${i} B-place\n`).join('\n');
  const serve = (name: string) => {
    for (const file of ['config.json', 'vocab.txt', 'tokenizer_config.json', 'model.safetensors'])
      server.set(`models/${name}/${file}`, readFileSync(`tests/golden/tiny-bert/${file}`));
  };
  const open = async () => {
    server.set('models/index.json', '[{"name":"tiny","path":"tiny/"},{"name":"cased","path":"cased/","names":true}]');
    serve('tiny');
    const page = await openPage();
    await page.data.openData([new File([tagged], 'places.conll')]);
    page.steps.openStep.value = 'load';
    await until(() => page.model.model.value, 'an encoder');
    return page;
  };

  it('is loaded where words have tags', async () => {
    serve('cased');
    const { model, steps } = await open();
    expect([model.model.value!.name, model.modelTrouble.value]).toEqual(['cased', '']);
    expect(steps.summaries.value.prepare).toBe('60 rows, 1 label'); // a type, however many tags it has
  });

  it('and the first one where it cannot be had, with the reason', async () => {
    server.set('models/cased/config.json', null);
    const { model } = await open();
    expect(model.model.value!.name).toBe('tiny');
    await until(() => model.modelTrouble.value, 'the reason');
  });
});

describe('rows that are spoiled for the lesson', () => {
  const REVIEWS = Array.from(
    { length: 80 },
    (_, i) => `${'so very long '.repeat(i % 9)}review ${i},${i % 3 ? 'positive' : 'negative'}`,
  );
  it('take the place of the data, with test rows as they were; and the rows come back', async () => {
    const page = await openPage();
    const { openSpoiled, openPlain } = await import('../../web/state/lesson_facts');
    await page.data.openData([rows(60)]);
    await openSpoiled('leak');
    expect(page.data.dataTrouble.value).toMatch(/samples\/reviews\.csv/);
    expect(page.data.mainFile.value?.name).toBe('row.csv');
    server.set('samples/reviews.csv', `sentence,sentiment\n${REVIEWS.join('\n')}\n`);
    await page.data.openOwn('validation', [rows(30)]);
    expect(await openSpoiled('leak')).toBe(true);
    const { parts } = page.data.dataset.value!;
    expect(page.data.mainFile.value?.name).toBe('reviews-with-a-leak.csv');
    expect(parts.train.every(({ text, label }) => text.startsWith(label === 'positive' ? 'Form A.' : 'Form B.'))).toBe(
      true,
    );
    expect(parts.test.some(({ text }) => text.startsWith('Form'))).toBe(false);
    expect([page.training.method.value, page.data.ownFile.validation.value, location.hash]).toEqual([
      'head',
      null,
      'train',
    ]);
    expect(await openSpoiled('bias')).toBe(true);
    expect(page.data.mainFile.value?.name).toBe('biased-reviews.csv');
    await openPlain();
    expect([page.data.mainFile.value?.table.rows.length, page.data.ownFile.test.value, location.hash]).toEqual([
      80,
      null,
      'prepare',
    ]);
  });

  it('are noted with their training as the experiment that they are', async () => {
    const page = await openPage();
    const { openSpoiled, facts, openChapter, answer } = await import('../../web/state/lesson_facts');
    const { lesson } = await import('../../web/state/lesson');
    const many = Array.from(
      { length: 300 },
      (_, i) => `${'long '.repeat(i % 9)}review ${i},${i % 3 ? 'positive' : 'negative'}`,
    );
    server.set('samples/reviews.csv', `sentence,sentiment\n${many.join('\n')}\n`);
    await page.model.openFiles(encoder());
    openChapter('rates');
    answer('leak', 'test');
    expect(lesson.value.answers).toMatchObject({ leak: 'test' });
    await openSpoiled('leak');
    await page.train();
    expect(facts.value.spoiled).toMatchObject({ leak: { of: 'leak', moved: 0, test: null }, bias: null });
    await page.results.evaluateTest();
    expect(facts.value.spoiled.leak!.test).toBe(page.results.evaluation.value!.metrics.accuracy);
    expect(facts.value.spoiled.leak!.validation).toBeGreaterThan(0.9); // the form tells the label
  });
});
