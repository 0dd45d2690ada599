// SPDX-License-Identifier: Apache-2.0
// The task guessed, checks and their remedies, near duplicates, splits of every task.
import { describe, expect, it } from 'vitest';
import { guessColumns } from '../../web/rows/guess';
import { mistakesOf } from '../../web/answers/mistakes';
import { isOneSlip } from '../../web/rows/misspelt';
import { firstAlike } from '../../web/rows/near';
import { parseTable } from '../../web/read/parse';
import { labelsOver } from '../../web/answers/predictions';
import { engineRows } from '../../web/rows/engine_rows';
import { prepare, readData, type PrepareOptions } from '../../web/rows/prepare';
import { CHECKS, type CheckName } from '../../web/read/problems';
import { foldRows, quantiles, rngBits, splitRows } from '../../web/rows/split';
import type { Example } from '../../web/read/table';
import { guessTask } from '../../web/rows/task';
import { TASKS } from '../../web/rows/tasks';

const source = (text: string) => {
  const table = parseTable(new TextEncoder().encode(text));
  return { table, columns: guessColumns(table) };
};
const guess = (text: string) => {
  const { table, columns } = source(text);
  return guessTask(table, columns).task;
};
/** No two of them are nearly equal. */
const textOf = (i: number) => `number ${i} is a text, and ${i} is its only number`;
const lines = (n: number, cell: (i: number) => string) =>
  `text\tlabel\n${Array.from({ length: n }, (_, i) => `${textOf(i)}\t${cell(i)}\n`).join('')}`;
const prepared = (text: string, options: Partial<PrepareOptions> = {}) =>
  prepare(source(text), { seed: 1, ...options });

it('labels with a mark between them are parted in a test file too, where few stand alone', () => {
  const file = lines(60, (i) => ['food', 'staff', 'food/staff', 'room', 'staff/room'][i % 5]!);
  const test = source('text\tlabel\nquite another one\tfood/room\nand a second\tstaff/parking\n');
  const { labels, problems, parts } = prepared(file, { test });
  expect([labels, parts.test.map(({ names }) => names)]).toEqual([
    ['food', 'room', 'staff'],
    [
      ['food', 'room'],
      ['staff', 'parking'],
    ],
  ]);
  expect(problems.find(({ level }) => level === 'error')?.text).toMatch(/that the training data has not: "parking"/);
});

it('a row for each label of a text is one text with its labels, if several are wanted', () => {
  const file =
    lines(60, (i) => ['a', 'b'][i % 2]!) + Array.from({ length: 40 }, (_, i) => `${textOf(i)}\tc\n`).join('');
  const { problems, parts } = prepared(file, { task: 'multi_label_classification' });
  const rows = Object.values(parts).flat();
  expect(rows).toHaveLength(60);
  expect(rows.find(({ row }) => row === 3)).toMatchObject({ names: ['b', 'c'], label: 'b, c' });
  expect(problems[0]?.text).toMatch(/100 rows with one label each were read as 60 texts with several/);
  // Rows that have several are left alone.
  const { parts: others } = prepared(`${file}one more\ta, b\n`, { task: 'multi_label_classification' });
  expect(Object.values(others).flat()).toHaveLength(101);
});

describe('the task is guessed', () => {
  it.each([
    ['one label', 'single_label_classification', lines(30, (i) => ['no', 'yes'][i % 2]!)],
    ['stars', 'single_label_classification', lines(100, (i) => String(1 + (i % 5)))],
    ['numbers of classes', 'single_label_classification', lines(400, (i) => String(i % 77))],
    ['numbers, and no number in a few', 'regression', lines(60, (i) => (i % 30 ? String(i / 8) : 'unknown'))],
    ['numbers of classes, and others', 'single_label_classification', lines(200, (i) => (i % 40 ? String(i % 25) : 'other'))], // prettier-ignore
    ['commas inside labels', 'single_label_classification', lines(60, (i) => ['Home, garden', 'Toys', 'Food'][i % 3]!)],
    ['lists with commas', 'multi_label_classification', lines(60, (i) => ['a', 'b', 'a,b', 'b, c', 'c'][i % 5]!)],
    ['lists with bars', 'multi_label_classification', lines(60, (i) => ['a', 'b', 'a|b', 'b|c'][i % 4]!)],
    ['lists of numbers', 'multi_label_classification', lines(60, (i) => ['27', '4,27', '4', '3,4'][i % 4]!)],
    ['decimals', 'regression', lines(60, (i) => String(i / 12))],
    ['many whole numbers', 'regression', lines(60, (i) => String(i * 7))],
  ])('%s', (_, task, text) => expect(guess(text)).toBe(task));
  it('lists in JSON', () => {
    const rows = Array.from({ length: 20 }, (_, i) =>
      JSON.stringify({ text: `t ${i}`, labels: ['a', 'b'].slice(i % 3) }),
    );
    expect(guess(rows.join('\n'))).toBe('multi_label_classification');
  });
  it('columns of 0 and 1, and columns of numbers', () => {
    const flags = Array.from({ length: 20 }, (_, i) => `some text ${i},${i % 2},${+(i % 3 === 0)},${i}\n`).join('');
    const { table, columns } = source(`text,rude,spam,id\n${flags}`);
    expect(columns.labels).toEqual([1, 2]);
    expect(guessTask(table, columns)).toEqual({
      task: 'multi_label_classification',
      reason: { text: '2 columns say yes (1) or no (0).', said: ['findings', 'yesNo', 2] },
    });
    const numbers = Array.from({ length: 20 }, (_, i) => `some text ${i},${i / 8},${1 - i / 16}\n`).join('');
    expect(guess(`text,valence,arousal\n${numbers}`)).toBe('regression');
  });
  it('and can be changed', () => {
    const text = lines(60, (i) => ['a', 'b', 'a,b', 'b,c', 'c'][i % 5]!);
    expect(prepared(text, { task: 'single_label_classification' }).labels).toEqual(['a', 'a,b', 'b', 'b,c', 'c']);
    expect(prepared(text).labels).toEqual(['a', 'b', 'c']);
  });
});

describe('labels', () => {
  it('of a list are 0 or 1 for each output', () => {
    const p = prepared(lines(60, (i) => ['a', 'b', 'a,b', '', 'c'][i % 5]!));
    const rows = engineRows(p.parts.test, p);
    expect(rows.labels).toHaveLength(3 * p.parts.test.length);
    p.parts.test.forEach(({ names }, i) =>
      expect(p.labels.filter((_, k) => rows.labels[3 * i + k] === 1)).toEqual([...names!].sort()),
    );
    expect(p.problems.map(({ name }) => name)).toContain('unlabelled');
  });
  it('are named by a file of names, in its order', () => {
    const p = prepared(
      lines(60, (i) => ['2', '0,2', '0', '1,2'][i % 4]!),
      { labelNames: ['joy', 'fear', 'anger', 'never'] },
    );
    expect(p.labels).toEqual(['joy', 'fear', 'anger']);
    const single = prepared(lines(60, (i) => ['0', '1', '-1'][i % 3]!), { labelNames: ['no', 'yes'] }); // prettier-ignore
    expect([single.labels, single.problems.map(({ text }) => text)]).toEqual([['no', 'yes'], expect.arrayContaining([expect.stringMatching(/^20 rows .*left out/), expect.stringMatching(/^20 rows of these have the label -1/)])]); // prettier-ignore
  });
  it('below 0 are named too, where the names have theirs', () => {
    const text = lines(60, (i) => ['-1', '0', '1.0'][i % 3]!);
    const labelNames = { '-1': 'negative', 0: 'neutral', 1: 'positive' };
    const named = prepared(text, { labelNames });
    expect([named.labels, named.parts.train.length + named.parts.validation.length + named.parts.test.length]).toEqual([
      ['negative', 'neutral', 'positive'],
      60,
    ]);
    // One of three is called by a name so far.
    expect(prepared(text, { labelNames: { '-1': '-1', 0: '0', 1: 'positive' } }).labels).toEqual([
      '-1',
      '0',
      'positive',
    ]);
  });
  it('that are numbers of few rows are told to have names', () => {
    const told = (rows: number, labels: string[], labelNames?: string[]) =>
      prepared(
        lines(rows, (i) => labels[i % labels.length]!),
        { ...(labelNames && { labelNames }) },
      ).problems.some(({ text }) => text.startsWith('The labels are only numbers.'));
    expect([told(60, ['0', '1']), told(60, ['-1', '1']), told(60, ['1.0', '2.0', '3.0'])]).toEqual([true, true, true]);
    expect(told(60, ['0', '1'], ['no', 'yes'])).toBe(false);
    expect([told(400, ['0', '1']), told(60, ['a', '1']), told(60, ['a', 'b'])]).toEqual([false, false, false]);
  });
  it('of numbers or columns with one name are one label', () => {
    const labelNames = ['no', 'yes', 'yes'];
    const ofNumbers = prepared(
      lines(60, (i) => ['0', '1', '2'][i % 3]!),
      { labelNames },
    );
    const ofLists = prepared(
      lines(60, (i) => ['2', '0,2', '0', '1,2'][i % 4]!),
      { labelNames },
    );
    const columns = lines(60, (i) => ['1\t0\t0', '1\t1\t0', '0\t1\t1', '0\t0\t1'][i % 4]!);
    const ofColumns = prepared(columns.replace('label', 'a\tb\tc'), { labelNames });
    for (const { labels } of [ofNumbers, ofLists, ofColumns]) expect(labels).toEqual(['no', 'yes']);
    expect(ofNumbers.counts.train.reduce((sum, rows) => sum + rows)).toBe(ofNumbers.parts.train.length);
    for (const { parts } of [ofLists, ofColumns])
      expect(parts.train.every(({ names }) => new Set(names).size === names!.length)).toBe(true);
    expect(ofColumns.parts.train.some(({ label }) => label === 'yes')).toBe(true);
    expect(
      prepared(
        lines(60, (i) => String(i % 2)),
        { labelNames: ['x', 'x'] },
      ).problems[0],
    ).toMatchObject({ level: 'error' });
  });
  it('of a regression are the numbers, named by their columns', () => {
    const p = prepared(lines(60, (i) => (i === 7 ? '' : String(i / 7))));
    expect(p).toMatchObject({ task: 'regression', labels: ['label'], ok: true });
    expect(engineRows(p.parts.train, p).labels).toEqual(p.parts.train.map(({ values }) => values![0]));
    expect(p.problems.filter(({ level }) => level !== 'note')).toMatchObject([{ rows: [9] }]);
  });
});

describe('near duplicates', () => {
  it('are equal but for case, punctuation and spacing, or share nine tenths of their shingles', () => {
    const long = 'the quick brown fox jumps over the lazy dog and runs away into the deep dark forest by the river';
    expect([
      ...firstAlike([
        'Hello, world',
        'hello   world!',
        'goodbye',
        long,
        `${long}s`,
        long.replace('quick', 'slow'),
        '!',
        '?',
      ]),
    ]).toEqual([0, 0, 2, 3, 3, 5, 6, 7]);
  });
  /** The definition, by brute force: connected components of near pairs, each by its first text. */
  const slow = (texts: string[]) => {
    const sets = texts.map((text) => new Set(Array.from({ length: text.length - 4 }, (_, i) => text.slice(i, i + 5))));
    const near = (i: number, k: number) => {
      const common = [...sets[i]!].filter((x) => sets[k]!.has(x)).length;
      return common / (sets[i]!.size + sets[k]!.size - common) >= 0.9;
    };
    const group = texts.map((_, i) => i);
    texts.forEach((_, i) =>
      texts.slice(0, i).forEach((__, k) => {
        const [a, b] = [Math.min(group[i]!, group[k]!), Math.max(group[i]!, group[k]!)];
        if (a !== b && near(i, k)) group.forEach((g, n) => g === b && (group[n] = a));
      }),
    );
    return group;
  };
  it('are exactly those of the definition', () => {
    const bits = rngBits(7, 0, 0);
    const letter = (n: number) => String.fromCharCode(97 + (bits(n) % 6));
    const base = Array.from({ length: 20 }, (_, i) =>
      Array.from({ length: 90 + (bits(i) % 90) }, (_, k) => letter(1000 * i + k)).join(''),
    );
    const texts = Array.from({ length: 200 }, (_, i) => {
      const characters = [...base[bits(50_000 + i) % 20]!];
      for (let e = 0; e < bits(60_000 + i) % 4; e++)
        characters[bits(70_000 + 10 * i + e) % characters.length] = letter(i * e);
      return characters.join('');
    });
    const found = [...firstAlike(texts)];
    expect(found).toEqual(slow(texts));
    expect(new Set(found).size).toBeLessThan(150);
  });
  it('of a chain are one group, which no split takes apart', () => {
    const words = Array.from({ length: 40 }, (_, i) => `word${i * 7919}`);
    // The first differs from the second in its first words, the second from the third in its last one.
    const chain = (n: number, k: number) => [
      `${k > 0 ? 'so we' : 'and they'} chain`,
      ...words.map((w) => w + n),
      k > 1 ? 'the end' : 'a stop',
    ];
    const text = Array.from({ length: 60 }, (_, n) =>
      [0, 1, 2].map((k) => `${chain(n, k).join(' ')}\t${n % 2}`),
    ).flat();
    const near = (a: number, b: number) =>
      new Set(firstAlike([chain(0, a).join(' '), chain(0, b).join(' ')])).size === 1;
    expect([near(0, 1), near(1, 2), near(0, 2)]).toEqual([true, true, false]);
    const p = prepared(`text\tlabel\n${text.join('\n')}\n`);
    const partOf = new Map(Object.entries(p.parts).flatMap(([part, rows]) => rows.map(({ row }) => [row, part])));
    for (let n = 0; n < 60; n++) expect(new Set([0, 1, 2].map((k) => partOf.get(2 + 3 * n + k))).size).toBe(1);
  });
  it('are looked for among 50,000 rows without comparing each with each', () => {
    const bits = rngBits(1, 0, 0);
    // Squares make some words frequent, as they are in a language.
    const word = (n: number) => Math.floor(5000 * (bits(n) / 2 ** 32) ** 2).toString(26);
    const texts = Array.from({ length: 50_000 }, (_, i) =>
      Array.from({ length: 8 + (bits(i) % 16) }, (_, k) => word(100_000 + 32 * i + k)).join(' '),
    );
    expect(new Set(firstAlike(texts)).size).toBe(texts.length);
  }, 120_000); // 4 s; to compare each with each takes minutes
});

describe('checks and remedies', () => {
  const base = lines(40, (i) => ['no', 'yes'][i % 2]!);
  const added = `${base}${textOf(0)}\tno\n${textOf(1).toUpperCase()}!\tyes\n${textOf(2)}\tyes\nother\trare\n`;
  const named = (p: { problems: { name?: string; rows: number[] }[] }) =>
    Object.fromEntries(p.problems.filter(({ name }) => name).map(({ name, rows }) => [name, rows]));
  it('find repeated, nearly repeated and contradicting rows and rare labels', () => {
    expect(named(readData(source(added)))).toEqual({
      duplicates: [42],
      'near-duplicates': [43],
      contradictions: [44],
      'rare-labels': [45],
    });
  });
  it('can be acted upon in the training rows, and tell how many before', () => {
    const fixes: CheckName[] = ['rare-labels', 'contradictions', 'near-duplicates', 'duplicates'];
    // All rows but one of each label are trained on.
    const fractions = { validation: 0, test: 0.01 };
    const before = prepared(added, { fractions });
    const taken = Object.fromEntries(before.problems.flatMap(({ name, takes }) => (name ? [[name, takes]] : [])));
    const after = prepared(added, { fractions, fixes });
    const left = Object.fromEntries(after.fixed.map(({ name, rows }) => [name, rows]));
    expect(left).toEqual({ duplicates: [42], 'near-duplicates': [43], contradictions: [4, 44], 'rare-labels': [45] });
    expect(taken).toEqual({ duplicates: 1, 'near-duplicates': 1, contradictions: 2, 'rare-labels': 1 });
    expect(after.problems.filter(({ name }) => name)).toEqual([]);
    expect(after.labels).toEqual(['no', 'yes']);
    expect(after.parts.test.map(({ row }) => row)).toEqual(before.parts.test.map(({ row }) => row));
    expect(after.parts.train).toHaveLength(before.parts.train.length - 5);
  });
  it('offer no remedy where none of their rows is trained on, and name the rows that they are nearly equal to', () => {
    const offers = Array.from({ length: 20 }, (_, seed) => prepared(added, { seed })).map(({ parts, problems }) => {
      const near = problems.find(({ name }) => name === 'near-duplicates')!;
      expect([near.rows, near.beside]).toEqual([[43], [3]]);
      const trained = parts.train.some(({ row }) => row === 43);
      expect(near.remedy).toBe(trained ? 'Keep the first of each (takes 1 training row)' : undefined);
      expect(/None of them is trained on\.$/.test(near.text)).toBe(!trained);
      return trained;
    });
    expect(new Set(offers)).toEqual(new Set([true, false]));
  });
  it('take texts of the test file out of the training', () => {
    const test = source(`text\tlabel\n${textOf(3)}!\tyes\nquite another one\tno\n`);
    expect(named(readData(source(base), { test }))).toEqual({ leaks: [2] });
    const fixed = prepared(base, { test, fixes: ['leaks'] });
    expect(fixed.fixed).toEqual([{ name: 'leaks', rows: [5] }]);
    expect(fixed.parts.test).toHaveLength(2);
  });
  it('take texts of another file out of every part of the main one, and tell how many', () => {
    const main = lines(300, (i) => 'ab'[i % 2]!);
    const own = source(
      `text\tlabel\n${Array.from({ length: 150 }, (_, i) => `${textOf(i)}\t${'ab'[i % 2]}\n`).join('')}`,
    );
    for (const [file, other] of [
      ['test', 'validation'],
      ['validation', 'test'],
    ] as const) {
      const [before, after] = [prepared(main, { [file]: own }), prepared(main, { [file]: own, fixes: ['leaks'] })];
      expect(before.problems.find(({ name }) => name === 'leaks')).toMatchObject({
        remedy: `Neither train nor ${file === 'test' ? 'validate' : 'test'} on these texts (takes 150 rows)`,
      });
      const rows = (part: typeof other | 'train') => after.parts[part].filter(({ row }) => row < 152);
      expect([rows('train'), rows(other)]).toEqual([[], []]);
      expect([before.parts[other].length > after.parts[other].length, after.parts[file].length]).toEqual([true, 150]);
      expect(after.fixed[0]!.rows).toHaveLength(150);
    }
  });
  it('test rows that repeat each other are told where they are many: each counts as a new one', () => {
    const own = (n: number) =>
      source(`text\tlabel\n${Array.from({ length: 40 }, (_, i) => `${textOf(200 + (i % n))}\ta\n`).join('')}`);
    const main = source(lines(80, (i) => 'ab'[i % 2]!));
    const texts = (n: number) => prepare(main, { seed: 1, test: own(n) }).problems.map(({ text }) => text);
    expect(texts(4).join()).toMatch(/Repeated texts in the test: 36 of 40 rows\. .* too sure\./);
    expect(texts(39).join()).not.toMatch(/in the test/);
  });
  it('rows of the validation file in the test file are named', () => {
    const own = (from: number) =>
      source(`text\tlabel\n${Array.from({ length: 20 }, (_, i) => `${textOf(from + i)}\t${'ab'[i % 2]}\n`).join('')}`);
    const main = source(lines(80, (i) => 'ab'[i % 2]!));
    const [validation, test] = [own(100), own(117)];
    const { problems } = prepare(main, { seed: 1, validation, test });
    expect(problems).toMatchObject([{ level: 'warning', file: 'test', rows: [2, 3, 4] }]);
    expect(problems[0]!.text).toMatch(/^3 rows of the test file .* text of the validation file/);
    expect(prepare(main, { seed: 1, validation, test: own(200) }).problems).toEqual([]);
  });
  it('more parts than rows are refused', () => {
    const text = lines(20, (i) => 'ab'[i % 2]!);
    expect(prepared(text, { fold: { index: 0, of: 20 } }).ok).toBe(true);
    const empty = Array.from({ length: 21 }, (_, index) => prepared(text, { fold: { index, of: 21 } }));
    const told = empty.flatMap(({ problems }) => problems.filter(({ level }) => level === 'error'));
    expect(told.map(({ text: said }) => said)).toEqual([
      expect.stringMatching(/^One of the 21 parts .* fewer folds\.$/),
    ]);
  });
  it('labels that have no training rows left are named, and one label alone is not trained on', () => {
    const main = source(lines(90, (i) => 'abc'[i % 3]!));
    const testOf = (labels: string) =>
      source(
        lines(90, (i) => 'abc'[i % 3]!).replace(/.*\t(.)\n/g, (line, label) => (labels.includes(label) ? line : '')),
      );
    const without = (labels: string) => {
      const { table } = testOf(labels);
      const { problems, ok } = prepare(main, { seed: 1, test: { table }, fixes: ['leaks'] });
      return [
        ok,
        ...problems.filter(({ text }) => /to train on/.test(text)).map(({ level, text }) => `${level}: ${text}`),
      ];
    };
    expect(without('a')).toEqual([true, 'warning: 1 label ("a") has no row to train on: it is never predicted.']);
    expect(without('ab')).toEqual([
      false,
      'error: All rows that are left to train on have the label "c": add rows with another one, or ask for fewer remedies.',
    ]);
    expect(without('abc')).toEqual([false, 'error: No row is left to train on: add rows, or ask for fewer remedies.']);
  });
  it('cap frequent labels of the training rows, and of no others', () => {
    const text = lines(400, (i) => (i % 10 ? 'often' : 'seldom'));
    const [before, after] = [prepared(text), prepared(text, { fixes: ['imbalance'] })];
    expect([before.counts.train, after.counts.train]).toEqual([
      [252, 28],
      [112, 28],
    ]);
    expect(after.counts.test).toEqual(before.counts.test);
    expect(before.problems).toMatchObject([
      { takes: 140, remedy: expect.stringMatching(/\(takes 140 training rows\)$/) },
    ]);
    expect(after.fixed[0]!.rows).toHaveLength(140);
  });
  it('cap them by the label that the finding names, however few of its rows are trained on', () => {
    const uneven = (text: string, options = {}) =>
      prepared(text, options).problems.find(({ title }) => title === 'Uneven labels')!;
    const text = lines(226, (i) => (i < 200 ? 'often' : i < 220 ? 'seldom' : 'few'));
    const { remedy, takes, text: said } = uneven(text);
    expect(said).toContain('"often" has 200 rows, "few" only 6');
    expect(remedy).toMatch(/^Train on at most 4 times the rows of "few" \(/);
    const { counts, labels } = prepared(text, { fixes: ['imbalance'] });
    const [few, often] = ['few', 'often'].map((label) => counts.train[labels.indexOf(label)]!) as [number, number];
    expect([few, often]).toEqual([5, 20]);
    expect(takes).toBe(prepared(text).counts.train[labels.indexOf('often')]! - often);
    const even = lines(106, (i) => (i < 85 ? 'often' : 'seldom'));
    expect(uneven(even)).toMatchObject({ text: expect.not.stringMatching(/trained on/) });
    expect(uneven(even).remedy).toBeUndefined(); // 4 times as many are trained on
  });
  it('make labels that differ in notation alone one label, in every file', () => {
    const text = lines(120, (i) => ['Yes', 'no', 'yes', '1', 'yes', '1.0', 'nan', 'NO'][i % 8]!);
    const test = source('text\tlabel\nquite another\tYES\none more\t1.00\n');
    const before = prepared(text);
    expect(named(before)).toMatchObject({ 'same-labels': expect.any(Array), 'missing-labels': expect.any(Array) });
    const after = prepared(text, { test, fixes: ['same-labels', 'missing-labels'] });
    expect(after.labels).toEqual(['1', 'no', 'yes']);
    expect([before, after].map(({ reason }) => reason.text)).toEqual([
      `Each row has one of ${before.labels.length} labels.`,
      'Each row has one of 3 labels.',
    ]);
    expect(after.parts.test.map(({ label }) => label)).toEqual(['yes', '1']);
    expect(after.fixed.map(({ name, rows }) => [name, rows.length])).toEqual([
      ['same-labels', 45],
      ['missing-labels', 15],
    ]);
  });
  it('leave out marks where all other labels are words', () => {
    const text = (labels: string[]) => lines(120, (i) => labels[i % labels.length]!);
    const words = ['entailment', 'neutral', '-', 'contradiction'];
    expect(named(prepared(text(words)))).toHaveProperty('missing-labels');
    const after = prepared(text(words), { fixes: ['missing-labels'] });
    expect([after.labels, after.fixed[0]!.rows.length]).toEqual([['contradiction', 'entailment', 'neutral'], 30]);
    for (const signs of [
      ['+', '-'],
      ['1', '0', '-'],
      ['?', '!'],
    ])
      expect(named(prepared(text(signs)))).not.toHaveProperty('missing-labels');
  });
  it('take a frequent label for the one that is a letter away', () => {
    const labels = ['positive', 'negative', 'positive', 'negative', 'grade 1', 'typical'];
    const odd = ['postive', 'Negatvie', 'grade 2', 'atypical', 'positively', 'negative '];
    const text = lines(126, (i) => (i < 6 ? odd[i]! : labels[i % 6]!));
    const before = prepared(text);
    expect(named(before)).toMatchObject({ 'misspelt-labels': [2, 3] });
    const after = prepared(text, { fixes: ['misspelt-labels', 'same-labels'] });
    expect(after.labels).not.toContain('postive');
    expect(after.labels).not.toContain('Negatvie');
    expect(after.labels).toEqual(expect.arrayContaining(['grade 2', 'atypical', 'positively']));
    expect(after.fixed).toContainEqual({ name: 'misspelt-labels', rows: [2, 3] });
    expect(isOneSlip('happy', 'happy')).toBe(false);
  });
  it('turn rare types into O', () => {
    const sentence = (i: number) => `Ada B-person\nsaw O\n${i ? 'Rome B-place' : 'Lisp B-language'}\nno${i} O\n`;
    const text = Array.from({ length: 12 }, (_, i) => sentence(i)).join('\n');
    expect(named(readData(source(text)))).toMatchObject({ 'rare-labels': [1] });
    const data = readData(source(text), { fixes: ['rare-labels'] });
    expect(data.files.main[0]!.tags).toEqual(['B-person', 'O', 'O', 'O']);
    expect(data.labels).toEqual(['O', 'B-person', 'I-person', 'B-place', 'I-place']);
  });
});

describe('splits', () => {
  const n = 400;
  const keys = Array.from({ length: n }, (_, i) => i);
  const bits = rngBits(3, 0, 0);
  const sets = keys.map((i) => [0, 1, 2, 3, 4].filter((k) => bits(5 * i + k) % (3 << k) === 0));
  const having = (rows: number[], label: number) => rows.filter((i) => sets[i]!.includes(label)).length;
  it('keep the share of every label of a set in every part', () => {
    const split = splitRows({ kind: 'set', of: sets }, keys, 1, { validation: 0.15, test: 0.15 });
    expect([...split.train, ...split.validation, ...split.test].sort((a, b) => a - b)).toEqual(keys);
    for (let label = 0; label < 5; label++)
      for (const [part, share] of [
        ['train', 0.7],
        ['validation', 0.15],
        ['test', 0.15],
      ] as const)
        // prettier-ignore
        expect(Math.abs(having(split[part], label) - share * having(keys, label)), `${label} ${part}`).toBeLessThan(2);
    expect(splitRows({ kind: 'set', of: sets }, keys, 1)).toEqual(split);
    expect(splitRows({ kind: 'set', of: sets }, keys, 2)).not.toEqual(split);
  });
  it('keep equal texts together', () => {
    const pairs = keys.map((i) => i >> 1);
    const split = splitRows({ kind: 'set', of: sets }, pairs, 1);
    const of = (rows: number[]) => new Set(rows.map((i) => pairs[i]));
    expect([...of(split.test)].filter((pair) => of(split.train).has(pair))).toEqual([]);
  });
  it('of numbers are by quantile', () => {
    const values = keys.map((i) => [bits(9000 + i) / 2 ** 32]);
    const bins = quantiles(values);
    for (let bin = 0; bin < 10; bin++) expect(bins.filter((b) => b === bin)).toHaveLength(40);
    const { test } = splitRows({ kind: 'class', of: bins }, keys, 1);
    expect(test.filter((i) => bins[i] === 9)).toHaveLength(6);
  });
  it('into folds test every row once, each fold with its share', () => {
    const labels = keys.map((i) => +(i % 10 === 0));
    const folds = foldRows({ kind: 'class', of: labels }, keys, 1, 5);
    expect(folds.flat().sort((a, b) => a - b)).toEqual(keys);
    for (const fold of folds) {
      expect(fold).toHaveLength(80);
      expect(fold.filter((i) => labels[i])).toHaveLength(8);
    }
    const text = lines(200, (i) => ['no', 'yes'][i % 2]!);
    const parts = [0, 1, 2, 3].map((index) => prepared(text, { fold: { index, of: 4 } }).parts);
    const tested = parts.flatMap(({ test }) => test.map(({ row }) => row));
    expect(tested.sort((a, b) => a - b)).toEqual(Array.from({ length: 200 }, (_, i) => i + 2));
    for (const { train, validation } of parts) expect([train.length, validation.length]).toEqual([128, 22]);
  });
});

it('labels are given from their thresholds on, the surest first', () => {
  expect(labelsOver([0.5, 0.9, 0.3, 0.2], ['a', 'b', 'c', 'd'], [0.5, 0.5, 0.25, 0.3])).toEqual(['b', 'a', 'c']);
});

describe('mistakes, those worth a look first', () => {
  const said = (examples: object[], outputs: number[][], head: object) =>
    mistakesOf(examples as Example[], outputs, { scheme: 'none', thresholds: [], ...head } as never).map(
      ({ example, said }) => [example.row, said],
    );
  it('one label: the surest', () => {
    const rows = ['a', 'b', 'b'].map((label, row) => ({ row, label }));
    const head = { task: 'single_label_classification', labels: ['a', 'b'] };
    expect(said(rows, [[0.9, 0.1], [0.6, 0.4], [0.8, 0.2]], head)).toEqual([[2, 'a'], [1, 'a']]); // prettier-ignore
  });
  it('several labels: the farthest on the wrong side of a threshold', () => {
    const rows = [['a'], ['a', 'b'], []].map((names, row) => ({ row, names }));
    const head = { task: 'multi_label_classification', labels: ['a', 'b'], thresholds: [0.5, 0.3] };
    expect(said(rows, [[0.9, 0.1], [0.9, 0.2], [0.1, 0.9]], head)).toEqual([[2, 'b'], [1, 'a']]); // prettier-ignore
  });
  it('numbers: the farthest off', () => {
    const rows = [1, 2, 3].map((value, row) => ({ row, values: [value] }));
    expect(said(rows, [[1.1], [4], [2]], { task: 'regression', labels: ['x'] })).toEqual([[1, '4'], [2, '2'], [0, '1.1']]); // prettier-ignore
    const years = [
      { row: 0, values: [1987] },
      { row: 1, values: [12_000] },
    ];
    expect(said(years, [[1987.313], [13_333.3]], { task: 'regression', labels: ['x'] })).toEqual([[1, '13333'], [0, '1987.31']]); // prettier-ignore
  });
  it('words: the most wrong words', () => {
    const words = [[0, 3], [4, 8]]; // prettier-ignore
    const rows = [['B-p', 'O'], ['O', 'O'], ['O', 'B-p']].map((tags, row) => ({ row, text: 'Ada came', words, tags })); // prettier-ignore
    const head = { task: 'token_classification', labels: ['O', 'B-p', 'I-p'], scheme: 'iob2' };
    const [o, b] = [[1, 0, 0], [0, 1, 0]]; // prettier-ignore
    expect(said(rows, [b, o, b, o, b, o].map((row) => row!), head)).toEqual([[2, 'p: Ada'], [1, 'p: Ada']]); // prettier-ignore
  });
});

describe('any table under any task gives rows for the engine or a sentence', () => {
  const tables = {
    labels: lines(30, (i) => ['no', 'yes', ''][i % 3]!),
    lists: lines(30, (i) => ['a', 'a,b', '', ',', 'b,,b'][i % 5]!),
    numbers: lines(30, (i) => ['1', '2.5', 'x', ''][i % 4]!),
    conll: 'a B-x\nb I-y\n\nc O\n\nd E-z\n',
    spans: [[], [[0, 1, 'x']], [[5, 2, 'x']], 'x', null]
      .map((spans) => JSON.stringify({ text: 'a b', spans }))
      .join('\n'),
    nothing: 'text,label\n,\n',
    one: 'text,label\na,b\n',
  };
  for (const [name, text] of Object.entries(tables))
    it.each(TASKS)(`${name}, %s`, (task) => {
      const fixes: CheckName[] = [...CHECKS];
      for (const options of [{ task }, { task, fixes }, { task, fold: { index: 1, of: 3 } }]) {
        const p = prepared(text, options);
        expect(p.ok).toBe(!p.problems.some(({ level }) => level === 'error'));
        if (!p.ok) continue;
        for (const rows of Object.values(p.parts)) {
          const { labels, texts, words } = engineRows(rows, p);
          const each = task === 'single_label_classification' ? 1 : p.labels.length;
          const items = task === 'token_classification' ? (words?.spans.length ?? 0) : 2 * each * texts.length;
          expect(labels).toHaveLength(items / 2);
          expect(labels.every(Number.isFinite)).toBe(true);
        }
      }
    });
  it('put no rows aside that are too few to choose anything by, and say so', () => {
    const text = lines(120, (i) => ['no', 'yes'][i % 2]!);
    const few = prepared(text);
    expect([few.parts.train.length, few.parts.validation.length, few.parts.test.length]).toEqual([102, 0, 18]);
    expect(few.problems.map((problem) => problem.text)).toEqual([
      expect.stringMatching(/^18 validation rows would be too few to choose anything by \(20 are needed\)/),
      expect.stringMatching(/^The test has only 18 rows/),
    ]);
    const enough = prepared(text, { fractions: { validation: 0.25, test: 0.25 } });
    expect([enough.parts.validation.length, enough.problems.length]).toEqual([30, 0]);
  });

  it('put no rows aside by themselves where a label has few, and say so', () => {
    const text = lines(300, (i) => `label ${i % 10}`);
    const few = prepared(text);
    expect([few.parts.train.length, few.parts.validation.length, few.parts.test.length]).toEqual([250, 0, 50]);
    expect(few.problems.map((problem) => problem.text)).toEqual([
      expect.stringMatching(
        /^A label has 30 rows on average\. .*none are put aside to validate, and 50 rows more are trained on\./,
      ),
    ]);
    const asked = prepared(text, { fractions: { validation: 0.2, test: 0.15 } });
    expect([asked.parts.validation.length, asked.problems.length]).toEqual([60, 0]);
    const same = prepared(text, { fractions: { validation: 0.15, test: 0.15, asked: true } });
    expect([same.parts.validation.length, same.problems.length]).toEqual([50, 0]);
    const validated = (rows: number, labels: number) =>
      prepared(lines(rows, (i) => `label ${i % labels}`)).parts.validation.length > 0;
    expect([validated(300, 3), validated(300, 4), validated(499, 7), validated(500, 7)]).toEqual([
      true,
      false,
      false,
      true,
    ]);
    expect([validated(640, 20), validated(640, 21)]).toEqual([true, false]);
    const folds = [0, 1, 2].map((index) =>
      prepared(
        lines(159, (i) => `label ${i % 5}`),
        { fold: { index, of: 3 } },
      ),
    );
    expect(folds.map(({ parts }) => parts.validation.length)).toEqual([0, 0, 0]);
  });
});
