// SPDX-License-Identifier: Apache-2.0
// Files -> tables -> parts, with the tables kept between the calls; what is large goes out in pieces, each of which is
// a short task for the page. worker.ts runs it beside the page.
import { bytesOf, openTable } from '../read/open';
import type { ParseOptions } from '../read/parse';
import { guessColumns } from './guess';
import type { Other } from './files';
import { layEdits, remaining, type Change } from './journal';
import { readData, splitData, type Data, type Prepared, type ReadOptions, type SplitOptions } from './prepare';
import type { Part } from '../border/messages';
import { DataError, type Choice } from '../read/problems';
import type { TablePlace } from '../words/said';
import type { Columns, Example, Table } from '../read/table';

/** Files and how they are read. The same key is the same table. */
export interface Place {
  key: string;
  files: { name: string; blob: Blob }[];
  options: ParseOptions;
}

export interface Order {
  main: Place;
  columns: Columns;
  /** The user's edits of the main file. */
  changes: readonly Change[];
  others: Partial<Record<Other, Place>>;
  read: Pick<ReadOptions, 'task' | 'labelNames' | 'fixes'>;
  split: SplitOptions;
}

export type Opened = { table: Omit<Table, 'rows' | 'numbers'>; columns: Columns };
/** The parts as places in the examples of a file. */
export type Split = Omit<Prepared, 'parts'> & {
  /** The same examples have the same number. */
  read: number;
  places: Record<Part, { file: 'main' | Other; at: Uint32Array }>;
};

/** Of a call, in this order. */
export type Stage = 'file' | 'table' | 'check' | 'split';

export type Piece =
  | { kind: 'stage'; stage: Stage }
  | { kind: 'rows'; rows: string[][]; numbers: number[] }
  | { kind: 'examples'; file: 'main' | Other; examples: Example[] };

/** Rows in a piece. */
const PIECE = 2000;

class Desk {
  private readonly tables = new Map<string, Table>();
  private last: { key: string; number: number; data: Data } | null = null;
  private before: { key: string; data: Data } | null = null;
  private number = 0;

  /** The rows and their numbers are sent before it returns. */
  async open(place: Place, send: (piece: Piece) => void): Promise<Opened> {
    const table = await this.tableOf(place, send);
    for (let i = 0; i < table.rows.length; i += PIECE)
      send({ kind: 'rows', rows: table.rows.slice(i, i + PIECE), numbers: table.numbers.slice(i, i + PIECE) });
    const { rows: _, numbers: __, ...rest } = table;
    return { table: rest, columns: guessColumns(table) };
  }

  /** The examples are sent before it returns, unless `have` is the number of these. */
  async prepare(order: Order, have: number | null, send: (piece: Piece) => void): Promise<Split> {
    const data = await this.dataOf(order, send);
    const { files } = data;
    if (this.last!.number !== have)
      for (const file of ['main', 'validation', 'test'] as const)
        for (let i = 0; i < (files[file]?.length ?? 0); i += PIECE)
          send({ kind: 'examples', file, examples: files[file]!.slice(i, i + PIECE) });
    send({ kind: 'stage', stage: 'split' });
    const before = order.changes.length ? await this.asReadOf(order, send) : undefined;
    const { parts, ...rest } = splitData(data, { ...order.split, before });
    const at = new Map<Example, number>();
    for (const file of [files.main, files.validation, files.test]) file?.forEach((example, i) => at.set(example, i));
    const placesOf = (part: Part) => ({
      file: part !== 'train' && files[part] ? part : ('main' as const),
      at: Uint32Array.from(parts[part], (example) => at.get(example)!),
    });
    const places = { train: placesOf('train'), validation: placesOf('validation'), test: placesOf('test') };
    return { ...rest, read: this.last!.number, places };
  }

  private async tableOf(place: Place, send: (piece: Piece) => void): Promise<Table> {
    const known = this.tables.get(place.key);
    if (known) return known;
    send({ kind: 'stage', stage: 'file' });
    const files = await bytesOf(place.files);
    send({ kind: 'stage', stage: 'table' });
    const table = await openTable(files, place.options);
    this.tables.set(place.key, table);
    return table;
  }

  /** The rows before the edits. */
  private async asReadOf(order: Order, send: (piece: Piece) => void): Promise<Data> {
    const key = keyOf({ ...order, changes: [] });
    if (this.before?.key !== key) this.before = { key, data: await this.readOf({ ...order, changes: [] }, send) };
    return this.before.data;
  }

  private async dataOf(order: Order, send: (piece: Piece) => void): Promise<Data> {
    const key = keyOf(order);
    if (this.last?.key === key) return this.last.data;
    const data = await this.readOf(order, send);
    this.last = { key, number: ++this.number, data };
    if (order.changes.length === 0) this.before = { key, data };
    return data;
  }

  private async readOf(order: Order, send: (piece: Piece) => void): Promise<Data> {
    const { main, columns, changes, others, read } = order;
    const table = remaining(layEdits(await this.tableOf(main, send), changes));
    const tables = {
      validation: others.validation && { table: await this.tableOf(others.validation, send) },
      test: others.test && { table: await this.tableOf(others.test, send) },
    };
    for (const old of this.tables.keys())
      if (![main.key, others.validation?.key, others.test?.key].includes(old)) this.tables.delete(old);
    send({ kind: 'stage', stage: 'check' });
    return readData({ table, columns }, { ...read, ...tables });
  }
}

/** The same key is the same data. */
const keyOf = ({ main, columns, changes, others, read }: Order): string =>
  JSON.stringify([main.key, columns, changes, others.validation?.key, others.test?.key, read]);

export type Request = { id: number; open: Place } | { id: number; prepare: Order; have: number | null };
export interface Wrong {
  text: string;
  row: number;
  byte: number;
  choices: Choice[];
  said: TablePlace | undefined;
}
export type Answer = { id: number } & ({ piece: Piece } | { opened: Opened } | { split: Split } | { wrong: Wrong });

/** Answers requests one after the other. */
export function serve(post: (answer: Answer) => void): (request: Request) => Promise<void> {
  const desk = new Desk();
  let before: Promise<void> = Promise.resolve();
  const answer = async (request: Request) => {
    const { id } = request;
    const send = (piece: Piece) => post({ id, piece });
    try {
      if ('open' in request) post({ id, opened: await desk.open(request.open, send) });
      else post({ id, split: await desk.prepare(request.prepare, request.have, send) });
    } catch (error) {
      const { said, row = -1, byte = -1, choices = [] } = error instanceof DataError ? error : {};
      post({ id, wrong: { text: error instanceof Error ? error.message : String(error), said, row, byte, choices } });
    }
  };
  return (request) => (before = before.then(() => answer(request)));
}
