// SPDX-License-Identifier: Apache-2.0
// The page's side of the data worker: answers put together from their pieces.
import { EngineFailure } from '../border/failure';
import type { Answer, Order, Piece, Place, Request, Stage } from './desk';
import type { Other } from './files';
import type { Prepared } from './prepare';
import { DataError } from '../read/problems';
import { trouble } from '../words/en/trouble';
import { saying } from '../words/said';
import type { Columns, Example, Table } from '../read/table';

type Report = (stage: Stage) => void;
type Body = Request extends infer R ? (R extends { id: number } ? Omit<R, 'id'> : never) : never;

interface Waiting {
  piece: (piece: Piece) => void;
  done: (answer: Answer) => void;
  fail: (error: Error) => void;
}

const stopped = () => new EngineFailure({ code: 'E_CANCELLED', text: 'The reading was stopped.', at: -1 });

/** As browsers have it of a module of the page that cannot be fetched; the worker tells nothing. */
const NOT_ARRIVED = 'Importing a module script failed.';

export class FarDesk {
  private worker: Worker | null = null;
  private readonly waiting = new Map<number, Waiting>();
  private last = 0;
  /** What the worker has sent, by its number. */
  private examples: { read: number; files: Record<'main' | Other, Example[]> } | null = null;

  constructor(private readonly start: () => Worker) {}

  async open(place: Place, report: Report): Promise<{ table: Table; columns: Columns }> {
    const rows: string[][] = [];
    const numbers: number[] = [];
    const answer = await this.ask({ open: place }, (piece) => {
      if (piece.kind === 'stage') report(piece.stage);
      if (piece.kind !== 'rows') return;
      for (const row of piece.rows) rows.push(row);
      for (const number of piece.numbers) numbers.push(number);
    });
    if (!('opened' in answer)) throw new DataError('The worker answered another question.');
    return { table: { ...answer.opened.table, rows, numbers }, columns: answer.opened.columns };
  }

  async prepare(order: Order, report: Report): Promise<Prepared> {
    const files: Record<'main' | Other, Example[]> = { main: [], validation: [], test: [] };
    const answer = await this.ask({ prepare: order, have: this.examples?.read ?? null }, (piece) => {
      if (piece.kind === 'stage') report(piece.stage);
      if (piece.kind === 'examples') for (const example of piece.examples) files[piece.file].push(example);
    });
    if (!('split' in answer)) throw new DataError('The worker answered another question.');
    const { places, read, ...rest } = answer.split;
    if (this.examples?.read !== read) this.examples = { read, files };
    const from = this.examples.files;
    const part = ({ file, at }: (typeof places)['train']) => Array.from(at, (i) => from[file][i]!);
    const { train, validation, test } = places;
    return { ...rest, parts: { train: part(train), validation: part(validation), test: part(test) } };
  }

  /** All calls that are under way are rejected as cancelled; the next one starts another worker. */
  cancel(): void {
    this.end(stopped());
  }

  private end(error: Error): void {
    this.worker?.terminate();
    this.worker = null;
    this.examples = null;
    const waiting = [...this.waiting.values()];
    this.waiting.clear();
    for (const { fail } of waiting) fail(error);
  }

  private ask(request: Body, piece: Waiting['piece']): Promise<Answer> {
    const worker = (this.worker ??= this.begin());
    const id = ++this.last;
    return new Promise((resolve, reject) => {
      this.waiting.set(id, { piece, done: resolve, fail: reject });
      worker.postMessage({ id, ...request });
    });
  }

  private begin(): Worker {
    const worker = this.start();
    let works = false;
    worker.onmessage = ({ data }: MessageEvent<Answer>) => {
      works = true;
      const waiting = this.waiting.get(data.id);
      if (!waiting) return;
      if ('piece' in data) return waiting.piece(data.piece);
      this.waiting.delete(data.id);
      if ('wrong' in data) waiting.fail(new DataError(data.wrong, data.wrong.row, data.wrong.byte, data.wrong.choices));
      else waiting.done(data);
    };
    // One that was ended may still report an error, which is none of the next one's calls.
    const ended = () => (works ? new DataError(saying('trouble', trouble).readingEnded) : new TypeError(NOT_ARRIVED));
    const dies = () => worker === this.worker && this.end(ended());
    worker.onerror = worker.onmessageerror = dies;
    return worker;
  }
}
