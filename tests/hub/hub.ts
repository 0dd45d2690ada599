// SPDX-License-Identifier: Apache-2.0
// A stand-in for the hub and the server that it passes requests on to, each with the behaviours that were seen of real
// ones.
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gzipSync } from 'node:zlib';

type Bytes = Uint8Array<ArrayBuffer>;

export interface Model {
  files: Record<string, Bytes>;
  /** Who gives no such token is told that there is no such model. */
  token?: string;
  /** The token's account has not accepted the terms. */
  gated?: boolean;
  /** The model has this name instead. */
  renamed?: string;
}

/** Of one file. */
export interface Behaviour {
  /** The hub passes the request on to the other server, under an address that is signed anew each time. */
  cdn?: boolean;
  /** Statuses of the first answers, one after another. */
  statuses?: number[];
  retryAfter?: string;
  /** What HEAD is answered, there where the bytes are. */
  head?: number;
  /** The line breaks after so many bytes, this often. */
  cut?: { after: number; times: number };
  /** No byte comes any more after so many, this often. */
  stall?: { after: number; times: number };
  ranges?: boolean;
  /** Added to the length that is told. */
  longer?: number;
  /** No length is told, and the file comes in chunks. */
  chunked?: boolean;
  /** For those who ask for the whole file and take gzip. */
  gzip?: boolean;
  /** The version that each answer tells in turn, the last one from there on. */
  etag?: string | null | string[];
  type?: string;
}

export interface Asked {
  server: 'hub' | 'cdn';
  method: string;
  path: string;
  range: string | null;
  authorization: string | null;
}

/** What pages of other servers may ask, and see of the answer. */
const FOR_PAGES = {
  'Access-Control-Allow-Origin': '*',
  'Access-Control-Allow-Headers': 'authorization, range',
  'Access-Control-Expose-Headers': 'ETag, X-Error-Code, Retry-After',
};

export class Hub {
  readonly models = new Map<string, Model>();
  readonly behaviours = new Map<string, Behaviour>();
  readonly asked: Asked[] = [];
  /** By name the Parquet files of each split of each part. */
  readonly dataSets = new Map<string, Record<string, Record<string, Bytes[]>>>();
  readonly revisions = ['main'];
  private readonly hub = createServer((request, response) => this.answerAsHub(request, response));
  private readonly cdn = createServer((request, response) => this.answerAsCdn(request, response));
  private signature = 0;

  async start(): Promise<this> {
    for (const server of [this.hub, this.cdn])
      await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return this;
  }

  stop(): void {
    for (const server of [this.hub, this.cdn]) {
      server.closeAllConnections();
      server.close();
    }
  }

  get origin(): string {
    return `http://127.0.0.1:${(this.hub.address() as AddressInfo).port}`;
  }

  folder(model: string, revision = 'main'): string {
    return `${this.origin}/${model}/resolve/${revision}/`;
  }

  /** Requests as METHOD NAME RANGE. */
  get log(): string[] {
    return this.asked.map(({ method, path, range }) =>
      [method, path.split('/').at(-1), range].filter(Boolean).join(' '),
    );
  }

  private note(server: Asked['server'], { method, headers }: IncomingMessage, path: string): void {
    const { range = null, authorization = null } = headers;
    this.asked.push({ server, method: method!, path, range, authorization });
  }

  private answerAsHub(request: IncomingMessage, response: ServerResponse): void {
    for (const [name, value] of Object.entries(FOR_PAGES)) response.setHeader(name, value);
    if (request.method === 'OPTIONS') return void response.end(); // a browser's own question, before one with a token
    const { pathname } = new URL(request.url!, this.origin);
    this.note('hub', request, pathname);
    const refuse = (status: number, code: string) => {
      response.writeHead(status, { 'X-Error-Code': code });
      response.end();
    };
    const [, set, part, split, n] = /^\/api\/datasets\/([^/]+\/[^/]+)\/parquet(?:\/([^/]+)\/([^/]+)\/(\d+)\.parquet)?$/.exec(pathname) ?? []; // prettier-ignore
    const parts = this.dataSets.get(set ?? '');
    if (parts) {
      const file = n ? parts[part!]?.[split!]?.[Number(n)] : new TextEncoder().encode(JSON.stringify(parts));
      return file ? this.send(request, response, file, {}) : refuse(404, 'EntryNotFound');
    }
    const [, name, revision, path] = /^\/([^/]+\/[^/]+)\/resolve\/([^/]+)\/(.+)$/.exec(pathname) ?? [];
    const model = this.models.get(name ?? '');
    const token = request.headers.authorization?.replace(/^Bearer /, '');
    if (model?.renamed) {
      response.writeHead(307, { Location: pathname.replace(name!, model.renamed) });
      return void response.end();
    }
    if (!model || (model.token && model.token !== token)) return refuse(401, 'RepoNotFound');
    if (model.gated) return refuse(403, 'GatedRepo');
    if (!this.revisions.includes(decodeURIComponent(revision!))) return refuse(404, 'RevisionNotFound');
    const file = model.files[path!];
    if (!file) return refuse(404, 'EntryNotFound');
    const behaviour = this.behaviours.get(path!) ?? {};
    if (!behaviour.cdn) return this.send(request, response, file, behaviour);
    const { port } = this.cdn.address() as AddressInfo;
    response.writeHead(302, { Location: `http://localhost:${port}/${name}/${path}?signature=${++this.signature}` });
    response.end();
  }

  private answerAsCdn(request: IncomingMessage, response: ServerResponse): void {
    const { pathname } = new URL(request.url!, this.origin);
    this.note('cdn', request, pathname);
    const [, owner, name, ...path] = pathname.split('/');
    const file = this.models.get(`${owner}/${name}`)!.files[path.join('/')]!;
    this.send(request, response, file, this.behaviours.get(path.join('/')) ?? {});
  }

  private send({ method, headers }: IncomingMessage, response: ServerResponse, file: Bytes, be: Behaviour): void {
    const only = (status: number) => {
      response.writeHead(status, be.retryAfter ? { 'Retry-After': be.retryAfter } : {});
      response.end();
    };
    const status = be.statuses?.shift();
    if (status) return only(status);
    if (method === 'HEAD' && be.head) return only(be.head);
    const from = be.ranges !== false && headers.range ? Number(/\d+/.exec(headers.range)) : 0;
    if (from && from >= file.byteLength) return only(416);
    const packed = be.gzip && !from && /gzip/.test(String(headers['accept-encoding']));
    const body = packed ? gzipSync(file) : file.subarray(from);
    const etags = [be.etag === undefined ? '"1"' : be.etag].flat();
    const etag = etags[0]!;
    if (Array.isArray(be.etag) && etags.length > 1) be.etag.shift();
    response.writeHead(from ? 206 : 200, {
      ...(be.chunked ? {} : { 'Content-Length': body.byteLength + (be.longer ?? 0) }),
      ...(packed ? { 'Content-Encoding': 'gzip' } : {}),
      ...(etag === null ? {} : { ETag: etag }),
      ...(be.type ? { 'Content-Type': be.type } : {}),
    });
    if (method === 'HEAD') return void response.end();
    for (const [kind, end] of [
      ['cut', () => response.destroy()],
      ['stall', () => undefined],
    ] as const) {
      const part = be[kind];
      if (!part || part.times <= 0) continue;
      part.times--;
      return void response.write(body.subarray(0, part.after), () => setTimeout(end, 5));
    }
    response.end(body);
  }
}
