// SPDX-License-Identifier: Apache-2.0
// What the service worker keeps and with which headers it answers, apart from the worker itself.

/** A file of this version of the page. */
export interface PageFile {
  /** From the page's folder. */
  path: string;
  /** The first 16 digits of its SHA-256. */
  hash: string;
  bytes: number;
}

/** What the build leaves for the worker. */
export interface Version {
  files: PageFile[];
  /** The page's Content-Security-Policy. */
  policy: string;
}

/** Fetched after the rest, because they are large. */
export const isLarge = ({ path }: PageFile): boolean => path.startsWith('models/');

/** Threads need the first two. The last one is said of files that another site may not show. */
const ISOLATION = {
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Embedder-Policy': 'require-corp',
  'Cross-Origin-Resource-Policy': 'same-origin',
};

/** Of frames that speak with other servers: their own policy is in them. */
const OWN_POLICY = /^(foreign|publish)\.html$/;

/** The same answer with the headers of a page whose threads may share memory, whatever its server sends. `bytes` of a
 * kept one: its body is not compressed, whatever its headers say. */
export function withHeaders(response: Response, path: string, policy: string, bytes?: number): Response {
  const headers = new Headers(response.headers);
  for (const [name, value] of Object.entries(ISOLATION)) headers.set(name, value);
  if (OWN_POLICY.test(path)) headers.delete('Content-Security-Policy');
  else headers.set('Content-Security-Policy', policy);
  if (bytes !== undefined) {
    headers.delete('Content-Encoding');
    headers.set('Content-Length', String(bytes));
  }
  const { status, statusText } = response;
  const empty = status === 204 || status === 205 || status === 304;
  return new Response(empty ? null : response.body, { status, statusText, headers });
}

/** A path from the page's folder; null: not of this page. */
export function pathOf(url: string, scope: string): string | null {
  const { origin, pathname } = new URL(url);
  const folder = new URL(scope);
  if (origin !== folder.origin || !pathname.startsWith(folder.pathname)) return null;
  return decodeURIComponent(pathname.slice(folder.pathname.length)) || 'index.html';
}

/** The folder of an encoder that a path lies in; null: in none. */
const encoderOf = (path: string): string | null => /^models\/[^/]+\//.exec(path)?.[0] ?? null;

/** Of an encoder that is kept whole the list of its files is known: another one is not there, online or offline. */
export function isAbsent(path: string, files: PageFile[]): boolean {
  const encoder = encoderOf(path);
  return !!encoder && files.some((file) => file.path.startsWith(encoder)) && !files.some((file) => file.path === path);
}

/** Of its own: a service worker is one file, and what the page has too would be another. */
export async function hashOf(bytes: ArrayBuffer): Promise<string> {
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
  return [...digest.subarray(0, 8)].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}
