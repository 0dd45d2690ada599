// SPDX-License-Identifier: Apache-2.0
// A stand-in for the hub as one that takes files: sign-in, repositories, large files through a storage of its own,
// commits.
import { createHash } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface Repository {
  private: boolean;
  files: Map<string, Buffer>;
  commits: string[];
  /** Another program made it. */
  foreign?: boolean;
}

interface Request {
  method: string;
  path: string;
  query: URLSearchParams;
  token: string | null;
  body: Buffer;
}

/** Larger files go to the storage, and still larger ones in parts. */
export const LARGE = 1000;
export const PART = 4000;
const ANY = { 'Access-Control-Allow-Origin': '*', 'Access-Control-Allow-Headers': '*', 'Access-Control-Allow-Methods': '*', 'Access-Control-Expose-Headers': '*' }; // prettier-ignore

const sha256 = (bytes: Buffer) => createHash('sha256').update(bytes).digest();

export class PublishHub {
  readonly repositories = new Map<string, Repository>();
  /** METHOD PATH of each request. */
  readonly asked: string[] = [];
  /** Requests of this kind are answered so, or never, or their line breaks; `times`: and later ones not. */
  refuse: { which: RegExp; status: number | 'never' | 'breaks'; times?: number; after?: string; why?: string } | null =
    null;
  /** All tokens have run out once this many requests of this kind have been answered. */
  expires: { which: RegExp; after: number } | null = null;
  denies = false;
  expiresIn = 3600;
  readonly user = 'ada';
  readonly client = 'client-1';
  private readonly codes = new Map<string, { challenge: string; redirect: string }>();
  private readonly tokens = new Set<string>();
  private readonly stored = new Map<string, Buffer>();
  private readonly parts = new Map<string, Map<number, Buffer>>();
  private lastCode = 0;
  private port = 0;
  private readonly server = createServer((request, response) => void this.answer(request, response));

  /** `storage`: the origin under which the storage is told, where it has another one. */
  constructor(private readonly storage = '') {}

  async start(): Promise<this> {
    await new Promise<void>((resolve) => this.server.listen(0, '127.0.0.1', resolve));
    this.port = (this.server.address() as AddressInfo).port;
    return this;
  }
  stop(): void {
    this.server.closeAllConnections();
    this.server.close();
  }
  get origin(): string {
    return `http://127.0.0.1:${this.port}`;
  }
  /** All tokens have run out. */
  expire(): void {
    this.tokens.clear();
  }

  private async answer(incoming: IncomingMessage, response: ServerResponse): Promise<void> {
    const pieces: Buffer[] = [];
    try {
      for await (const piece of incoming) pieces.push(piece as Buffer);
    } catch {
      return; // it was stopped
    }
    const { pathname: path, searchParams: query } = new URL(incoming.url!, this.origin);
    const method = incoming.method!;
    const send = (status: number, body: object | null = null, headers: Record<string, string> = {}) => {
      response.writeHead(status, { ...ANY, 'Content-Type': 'application/json', ...headers });
      response.end(body && JSON.stringify(body));
    };
    if (method === 'OPTIONS') return send(204);
    this.asked.push(`${method} ${path}`);
    if (this.refuse?.which.test(`${method} ${path}`) && (this.refuse.times ?? 1) > 0) {
      const { status, after, why = 'as the test wants it', times } = this.refuse;
      if (times !== undefined) this.refuse.times = times - 1;
      if (status === 'breaks') response.destroy();
      else if (status !== 'never') send(status, { error: why }, after === undefined ? {} : { 'Retry-After': after });
      return;
    }
    if (this.expires?.which.test(`${method} ${path}`) && this.expires.after-- === 0) this.expire();
    const token = /^Bearer (.+)$/.exec(incoming.headers.authorization ?? '')?.[1] ?? null;
    const request = { method, path, query, token, body: Buffer.concat(pieces) };
    if (path.startsWith('/oauth/')) return this.signIn(request, send);
    if (path.startsWith('/storage/')) return this.store(request, send);
    if (!token || !this.tokens.has(token)) return send(401, { error: 'Invalid credentials' });
    this.repository(request, send, this.storage || this.origin);
  }

  private signIn({ path, query, token, body }: Request, send: Send): void {
    const given = new URLSearchParams(body.toString());
    if (path === '/oauth/authorize') {
      const fits =
        query.get('client_id') === this.client &&
        query.get('response_type') === 'code' &&
        query.get('code_challenge_method') === 'S256' &&
        query.get('scope')?.split(' ').includes('contribute-repos');
      const [redirect, state] = [query.get('redirect_uri')!, query.get('state')!];
      if (!fits || !state) return send(400, { error: 'invalid_request' });
      const back = new URL(redirect);
      back.searchParams.set('state', state);
      if (this.denies) back.searchParams.set('error', 'access_denied');
      else {
        const code = `code-${++this.lastCode}`;
        this.codes.set(code, { challenge: query.get('code_challenge')!, redirect });
        back.searchParams.set('code', code);
      }
      return send(302, null, { Location: back.href });
    }
    if (path === '/oauth/token') {
      const code = given.get('code')!;
      const known = this.codes.get(code);
      this.codes.delete(code); // once
      const challenge = sha256(Buffer.from(given.get('code_verifier') ?? '')).toString('base64url');
      const fits =
        known?.challenge === challenge &&
        known.redirect === given.get('redirect_uri') &&
        given.get('client_id') === this.client &&
        given.get('grant_type') === 'authorization_code';
      if (!fits) return send(400, { error: 'invalid_grant' });
      const made = `hf_oauth_${code}`;
      this.tokens.add(made);
      return send(200, { access_token: made, expires_in: this.expiresIn, token_type: 'Bearer', scope: '' });
    }
    if (!token || !this.tokens.has(token)) return send(401);
    send(200, { sub: '1', name: 'Ada', preferred_username: this.user });
  }

  private repository({ method, path, body }: Request, send: Send, here: string): void {
    if (path === '/api/repos/create') {
      const { name, organization, visibility, type } = JSON.parse(body.toString()) as Record<string, string>;
      const place = `${organization ?? this.user}/${name}`;
      if (organization !== this.user) return send(403, { error: 'not yours' });
      if (this.repositories.has(place)) return send(409, { error: 'You already created this model repo' });
      this.repositories.set(place, { private: visibility === 'private', files: new Map(), commits: [] });
      return send(200, { url: `${here}/${place}`, type });
    }
    const [, place, what] =
      /^\/api\/models\/([^/]+\/[^/]+)\/(preupload|commit)\/main$/.exec(path) ??
      /^\/([^/]+\/[^/]+)\.git\/info\/lfs\/objects\/(batch)$/.exec(path) ??
      [];
    const repository = this.repositories.get(place ?? '');
    if (!repository || method !== 'POST') return send(404, { error: 'Repository not found' });
    if (repository.foreign) return send(403, { error: 'not made by this app' });
    if (what === 'preupload') {
      const { files } = JSON.parse(body.toString()) as { files: { path: string; size: number }[] };
      const modes = files.map((file) => ({ path: file.path, uploadMode: file.size > LARGE ? 'lfs' : 'regular' }));
      return send(200, { files: modes });
    }
    if (what === 'batch') return send(200, { transfer: 'basic', objects: this.places(body, here) });
    const lines = body.toString().split('\n').filter(Boolean);
    for (const { key, value } of lines.map(
      (line) => JSON.parse(line) as { key: string; value: Record<string, never> },
    )) {
      if (key === 'header') repository.commits.push(value['summary']!);
      if (key === 'file') repository.files.set(value['path']!, Buffer.from(value['content']!, 'base64'));
      if (key === 'lfsFile') {
        const bytes = this.stored.get(value['oid']!);
        if (!bytes) return send(400, { error: 'a large file is not in the storage' });
        repository.files.set(value['path']!, bytes);
      }
    }
    send(200, { commitOid: 'c0', commitUrl: `${here}/${place}/commit/c0`, hookOutput: '' });
  }

  private places(body: Buffer, here: string): object[] {
    const { objects } = JSON.parse(body.toString()) as { objects: { oid: string; size: number }[] };
    return objects.map(({ oid, size }) => {
      if (this.stored.has(oid)) return { oid, size };
      if (size <= PART) return { oid, size, actions: { upload: { href: `${here}/storage/${oid}` } } };
      const numbers = Array.from({ length: Math.ceil(size / PART) }, (_, i) => String(i + 1).padStart(5, '0'));
      const header = Object.fromEntries(numbers.map((n) => [n, `${here}/storage/${oid}/${n}`]));
      return {
        oid,
        size,
        actions: { upload: { href: `${here}/storage/${oid}`, header: { chunk_size: String(PART), ...header } } },
      };
    });
  }

  private store({ method, path, body }: Request, send: Send): void {
    const [, , oid, part] = path.split('/');
    const parts = this.parts.get(oid!) ?? new Map<number, Buffer>();
    this.parts.set(oid!, parts);
    if (part) {
      parts.set(Number(part), body);
      return send(200, null, { ETag: `"${part}"` });
    }
    const whole =
      method === 'PUT' ? body : Buffer.concat([...parts].sort(([a], [b]) => a - b).map(([, bytes]) => bytes));
    if (sha256(whole).toString('hex') !== oid) return send(400, { error: 'other bytes than were announced' });
    this.stored.set(oid!, whole);
    send(200, {});
  }
}

type Send = (status: number, body?: object | null, headers?: Record<string, string>) => void;
