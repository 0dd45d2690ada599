// SPDX-License-Identifier: Apache-2.0
// In the frame: fetches for the engine's worker from the one server that its address names. A page's policy can be
// tightened by the page itself and never widened: before the first request this one names that server alone.
import type { Asked, Told } from './messages';
import { sourcesOf } from './sources';
import { tighten } from './tighten';

/** The report of a request that the policy stopped comes after the request has failed. */
const REPORT = 100;
/** The browser does not tell which status a redirect had that it did not follow. */
const OPAQUE = 302;

function serve(port: MessagePort): void {
  const bodies = new Map<number, ReadableStreamDefaultReader<Uint8Array<ArrayBuffer>>>();
  let violations = 0;
  document.addEventListener('securitypolicyviolation', () => violations++);
  const tell = (told: Told, transfer: Transferable[] = []) => port.postMessage(told, transfer);
  const failed = async (id: number, error: unknown, before = violations) => {
    bodies.delete(id);
    await new Promise((resolve) => setTimeout(resolve, REPORT));
    tell({ id, failed: String(error), blocked: violations > before });
  };

  async function request({ id, url, method, headers, redirect }: Extract<Asked, { url: string }>): Promise<void> {
    const before = violations;
    try {
      const plain = { referrerPolicy: 'no-referrer', credentials: 'omit' } as const;
      const response = await fetch(url, { method, headers, redirect, ...plain });
      const body = method === 'HEAD' ? null : response.body;
      if (body) bodies.set(id, body.getReader());
      const status = response.type === 'opaqueredirect' ? OPAQUE : response.status;
      tell({ id, status, headers: [...response.headers], body: !!body });
    } catch (error) {
      await failed(id, error, before);
    }
  }

  async function more(id: number): Promise<void> {
    try {
      const { value } = await bodies.get(id)!.read();
      // A piece may be a part of a larger buffer, and then it is copied.
      const piece = value && value.byteLength < value.buffer.byteLength ? value.slice() : value;
      if (!piece) bodies.delete(id);
      tell({ id, piece: piece ?? null }, piece ? [piece.buffer] : []);
    } catch (error) {
      await failed(id, error);
    }
  }

  port.onmessage = ({ data }: MessageEvent<Asked>) => {
    if ('close' in data) window.frameElement?.remove();
    else if ('url' in data) void request(data);
    else if ('more' in data) void more(data.id);
    else void bodies.get(data.id)?.cancel();
  };
  tell({ ready: true });
}

const sources = sourcesOf(decodeURIComponent(location.hash.slice(1)));
if (sources) {
  tighten(sources);
  addEventListener('message', ({ source, origin, ports: [port] }) => {
    if (source === parent && origin === location.origin && port) serve(port);
  });
}
