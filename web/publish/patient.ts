// SPDX-License-Identifier: Apache-2.0
// fetch for sending: a server that is busy is asked again after the time that it names, and what a broken line has kept
// from arriving is sent again. How much of a body has left only XMLHttpRequest tells.
import { retryAfter } from '../border/retry_after';
import { isLine } from './trouble';

const TRIES = 4;
/** Seconds. Whoever wants more is told when to send again. */
export const LONGEST_WAIT = 120;
/** Seconds without a byte that leaves, or an answer. */
const PATIENCE = 60;
const BUSY = new Set([429, 500, 502, 503, 504]);

export type Wait = (seconds: number, signal: AbortSignal) => Promise<void>;

/** Rejects at once where it is stopped. */
export const sleep: Wait = (seconds, signal) =>
  new Promise((resolve, reject) => {
    const timer = setTimeout(resolve, seconds * 1000);
    const stop = () => {
      clearTimeout(timer);
      reject(signal.reason as Error);
    };
    if (signal.aborted) stop();
    signal.addEventListener('abort', stop, { once: true });
  });

/** What the library of the hub gives with a body. */
type Hinted = RequestInit & { progressHint?: Hint };
interface Hint {
  progressCallback: (share: number) => void;
  part?: number;
  numParts?: number;
}

/** `told`: of the seconds of a wait, and of null at its end. */
export function patientFetch(signal: AbortSignal, wait: Wait, told: (seconds: number | null) => void): typeof fetch {
  /** Of the parts of a file, by what is told of it. */
  const shares = new WeakMap<Hint['progressCallback'], number[]>();
  const tell = ({ progressCallback: of, part = 0, numParts = 1 }: Hint, share: number) => {
    const parts = shares.get(of) ?? Array.from({ length: numParts }, () => 0);
    shares.set(of, parts);
    parts[part] = share;
    of(Math.min(parts.reduce((a, b) => a + b, 0) / numParts, 1 - 1e-9)); // 1 is the library's own word for the end
  };
  const once = (url: string, init: Hinted): Promise<Response> => {
    const { progressHint: hint } = init;
    if (!hint || typeof XMLHttpRequest === 'undefined') return fetch(url, init);
    return sent(url, init, (share) => tell(hint, share));
  };
  return async (input, init: Hinted = {}) => {
    const again = init.method === 'PUT'; // what a line that broke has done elsewhere is not known
    for (let attempt = 1; ; attempt++) {
      const response = await once(String(input), init).catch((error: unknown) => {
        if (!again || attempt === TRIES || !isLine(error)) throw error;
        return null;
      });
      const after = response ? retryAfter(response) : 0;
      if (response && (!BUSY.has(response.status) || attempt === TRIES || after > LONGEST_WAIT)) return response;
      const seconds = Math.max(2 ** (attempt - 1), after);
      told(seconds);
      await wait(seconds, signal);
      told(null);
    }
  };
}

/** As fetch, telling of the share that has left. */
function sent(
  url: string,
  { method, headers, body, signal }: RequestInit,
  told: (share: number) => void,
): Promise<Response> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    let timer: ReturnType<typeof setTimeout> | undefined;
    const alive = () => {
      clearTimeout(timer);
      timer = setTimeout(() => (request.abort(), reject(new Error(''))), PATIENCE * 1000);
    };
    const end = (how: () => void) => () => (clearTimeout(timer), how());
    request.upload.onprogress = ({ loaded, total }) => (alive(), told(total ? loaded / total : 1));
    request.onload = end(() => {
      const lines = request.getAllResponseHeaders().trim().split(/\r?\n/);
      const pairs = lines.filter(Boolean).map((line) =>
        /^([^:]*):(.*)$/
          .exec(line)!
          .slice(1)
          .map((part) => part.trim()),
      );
      const { status } = request;
      const empty = [204, 205, 304].includes(status);
      resolve(new Response(empty ? null : request.responseText, { status, headers: pairs as [string, string][] }));
    });
    request.onerror = end(() => reject(new Error('')));
    request.open(method!, url);
    new Headers(headers).forEach((value, name) => request.setRequestHeader(name, value));
    signal?.addEventListener(
      'abort',
      end(() => (request.abort(), reject(signal.reason as Error))),
    );
    signal?.throwIfAborted();
    alive();
    request.send(body as XMLHttpRequestBodyInit);
  });
}
