// SPDX-License-Identifier: Apache-2.0
// Large files in a worker: the same parts as here, in short pieces, with a stop.
import { expect, it } from 'vitest';
import { layEdits, remaining, type Change } from '../../web/rows/journal';
import type { Order, Place } from '../../web/rows/desk';
import { FarDesk } from '../../web/rows/far';
import { guessColumns } from '../../web/rows/guess';
import { parseTable } from '../../web/read/parse';
import { prepare, readData } from '../../web/rows/prepare';
import { sentence } from '../../web/state/trouble';
import { LocalDesk } from './local_desk';

const far = () => new FarDesk(() => new LocalDesk() as unknown as Worker);
const text = `text,label,stars\n${Array.from({ length: 5001 }, (_, i) => `a text with the number ${i * 37},${i % 2 ? 'no' : 'yes'},${i % 5}\n`).join('')}`;
const place = (key = '1', content = text): Place => ({
  key,
  files: [{ name: 'a.csv', blob: new Blob([content]) }],
  options: {},
});
const table = parseTable(new TextEncoder().encode(text));
const columns = guessColumns(table);
const order = (more: Partial<Order> = {}): Order => ({
  main: place(),
  columns,
  changes: [],
  others: {},
  read: {},
  split: { seed: 1 },
  ...more,
});

it('gives the same table and parts as a call here', async () => {
  const desk = far();
  const stages: string[] = [];
  expect(await desk.open(place(), (stage) => stages.push(stage))).toEqual({ table, columns });
  expect(await desk.prepare(order(), (stage) => stages.push(stage))).toEqual(prepare({ table, columns }, { seed: 1 }));
  expect(stages).toEqual(['file', 'table', 'check', 'split']);
  const [worker] = LocalDesk.all.slice(-1);
  const rows = worker!.sent.map((answer) =>
    'piece' in answer && answer.piece.kind === 'rows' ? answer.piece.rows.length : 0,
  );
  expect(rows.filter(Boolean)).toEqual([2000, 2000, 1001]);
});

it('sends examples once for any number of splits, and again for other columns', async () => {
  const desk = far();
  const first = await desk.prepare(order(), () => undefined);
  const worker = LocalDesk.all.at(-1)!;
  const examples = () => worker.sent.filter((answer) => 'piece' in answer && answer.piece.kind === 'examples').length;
  expect(examples()).toBe(3);
  const second = await desk.prepare(order({ split: { seed: 2 } }), () => undefined);
  expect(examples()).toBe(3);
  expect(second).toEqual(prepare({ table, columns }, { seed: 2 }));
  expect(second.parts.test).not.toEqual(first.parts.test);
  const stars = await desk.prepare(order({ columns: { ...columns, labels: [2] } }), () => undefined);
  expect(examples()).toBe(6);
  expect(stars.labels).toEqual(['0', '1', '2', '3', '4']);
});

it('has the test file of the user, and remedies', async () => {
  const own = `text,label\n${Array.from({ length: 30 }, (_, i) => `quite another ${i * 91},${i % 2 ? 'no' : 'yes'}\n`).join('')}`;
  const source = { table: parseTable(new TextEncoder().encode(own)) };
  const data = await far().prepare(
    order({ others: { test: place('2', own) }, read: { fixes: ['duplicates'] } }),
    () => undefined,
  );
  expect(data).toEqual(prepare({ table, columns }, { seed: 1, test: source, fixes: ['duplicates'] }));
});

it('has the edits of the user', async () => {
  const changes: Change[] = [
    { kind: 'set', row: 2, cells: { label: 'maybe' } },
    { kind: 'out', row: 7, out: true },
    { kind: 'add', row: 6000, cells: { text: 'a row that is added', label: 'maybe' } },
  ];
  const data = await far().prepare(order({ changes }), () => undefined);
  const before = readData({ table, columns });
  const edited = { table: remaining(layEdits(table, changes)), columns };
  expect(data).toEqual(prepare(edited, { seed: 1, before }));
  expect(data.labels).toContain('maybe');
});

it('is stopped, and begins anew with the next call', async () => {
  const desk = far();
  const stopped = desk.open(place(), () => desk.cancel());
  await expect(stopped).rejects.toMatchObject({ code: 'E_CANCELLED' });
  expect((await desk.open(place(), () => undefined)).table.rows).toHaveLength(5001);
});

it('tells what is wrong with a file', async () => {
  const bad = { ...place('3'), files: [{ name: 'a.csv', blob: new Blob([Uint8Array.from([0x61, 0xf6, 0x6e])]) }] };
  await expect(far().open(bad, () => undefined)).rejects.toMatchObject({
    byte: 1,
    choices: expect.arrayContaining([expect.anything()]),
  });
});

it.each(['onerror', 'onmessageerror'] as const)('tells of a worker that dies, by %s', async (dies) => {
  const desk = far();
  const opening = desk.open(place(), () => LocalDesk.all.at(-1)![dies]());
  await expect(opening).rejects.toThrow(/the browser ended the reading/);
  expect((await desk.open(place(), () => undefined)).table.rows).toHaveLength(5001);
});

it('tells of a worker that has not arrived', async () => {
  const desk = far();
  const opening = desk.open(place(), () => undefined).catch(sentence);
  LocalDesk.all.at(-1)!.onerror();
  expect(await opening).toMatch(/^A part of the page did not arrive\./);
});

it('hears no error of a worker that was ended before', async () => {
  const desk = far();
  const stopped = desk.open(place(), () => desk.cancel());
  await expect(stopped).rejects.toMatchObject({ code: 'E_CANCELLED' });
  const before = LocalDesk.all.at(-1)!;
  expect((await desk.open(place(), () => before.onerror())).table.rows).toHaveLength(5001);
});
