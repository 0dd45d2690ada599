// SPDX-License-Identifier: Apache-2.0
// The worker's end: fetch, which reaches another server through a frame of the page.
import { fail } from '../border/failure';
import type { Asked, Told, Wanted } from './messages';
import { engineErrors } from '../words/en/engine_errors';
import { saying } from '../words/said';

const say = saying('engineErrors', engineErrors);

/** Seconds until a frame must have been loaded, and after which one that nobody uses is closed. */
const READY = 15;
const UNUSED = 5;

interface Request {
  head(told: { status: number; headers: [string, string][]; body: boolean }): void;
  piece(bytes: Uint8Array<ArrayBuffer> | null): void;
  failed(error: unknown): void;
}

const lines = new Map<string, Line>();

/** The line to one server. */
class Line {
  private readonly port: MessagePort;
  private readonly requests = new Map<number, Request>();
  private lastId = 0;
  private timer: ReturnType<typeof setTimeout>;

  constructor(private readonly origin: string) {
    const { port1, port2 } = new MessageChannel();
    this.port = port1;
    this.port.onmessage = ({ data }: MessageEvent<Told>) => this.told(data);
    const wanted: Wanted = { foreign: origin };
    globalThis.postMessage(wanted, { transfer: [port2] });
    this.timer = setTimeout(() => this.close(), READY * 1000);
  }

  private ask(asked: Asked): void {
    this.port.postMessage(asked);
  }

  private close(): void {
    lines.delete(this.origin);
    this.ask({ close: true });
    this.port.close();
    this.requests.forEach(({ failed }) => failed(new TypeError('Failed to fetch')));
    this.requests.clear();
  }

  private end(id: number): void {
    this.requests.delete(id);
    clearTimeout(this.timer);
    if (!this.requests.size) this.timer = setTimeout(() => this.close(), UNUSED * 1000);
  }

  private told(told: Told): void {
    if ('ready' in told) return clearTimeout(this.timer);
    const request = this.requests.get(told.id);
    if (!request) return;
    if ('status' in told) request.head(told);
    else if ('piece' in told) request.piece(told.piece);
    else request.failed(told.blocked ? this.passedOn() : new TypeError(told.failed));
    if ('failed' in told || ('piece' in told && !told.piece) || ('status' in told && !told.body)) this.end(told.id);
  }

  private passedOn(): unknown {
    try {
      return fail('E_DATA', say.passedOn(this.origin));
    } catch (error) {
      return error;
    }
  }

  fetch(url: string, { method = 'GET', headers, redirect = 'follow' }: RequestInit = {}): Promise<Response> {
    const id = ++this.lastId;
    return new Promise((resolve, reject) => {
      let body: ReadableStreamDefaultController<Uint8Array> | null = null;
      let pulled: (() => void) | null = null;
      const source: UnderlyingDefaultSource<Uint8Array> = {
        start: (controller) => void (body = controller),
        pull: () =>
          new Promise((resume) => {
            pulled = resume;
            this.ask({ id, more: true });
          }),
        cancel: () => {
          this.ask({ id, cancel: true });
          this.end(id);
        },
      };
      this.requests.set(id, {
        head: ({ status, headers: of, body: some }) =>
          resolve(
            new Response(some ? new ReadableStream(source, { highWaterMark: 0 }) : null, { status, headers: of }),
          ),
        piece: (bytes) => {
          if (bytes) body!.enqueue(bytes);
          else body!.close();
          pulled?.();
        },
        failed: (error) => {
          body?.error(error);
          reject(error);
        },
      });
      this.ask({ id, url, method, headers: [...new Headers(headers)], redirect });
    });
  }
}

/** Without a page around there is no policy either: the command line asks by itself. */
const inPage = 'WorkerGlobalScope' in globalThis;

export const webFetch = (url: string, init?: RequestInit): Promise<Response> => {
  const { origin } = new URL(url);
  if (!inPage || origin === globalThis.origin) return fetch(url, init);
  const line = lines.get(origin) ?? new Line(origin);
  lines.set(origin, line);
  return line.fetch(url, init);
};
