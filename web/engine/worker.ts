// SPDX-License-Identifier: Apache-2.0
// The engine's worker: the page's calls to the handlers, their replies and events back.
import { asEngineError } from '../border/failure';
import { handlersOf } from './handlers';
import { inheritBelow } from '../border/inherit';
import type { CallName, Calls, EngineError, Note, Reply, Request } from '../border/messages';
import { Session } from './session';

/** The engine's folder, seen from this worker's bundle (vite.config.ts). */
declare const __ENGINE__: string;
const engines = new URL(__ENGINE__, import.meta.url);

inheritBelow();
const session = new Session({
  moduleUrl: (build) => new URL(`${build}.js`, engines).href,
  emit: (event, data) => postMessage({ event, data, snapshot: session.snapshot() } as Note),
});
const handlers = handlersOf(session);

async function serve<K extends CallName>(id: number, name: K, input: Calls[K][0]): Promise<void> {
  let answer: { output: Calls[CallName][1] } | { error: EngineError };
  try {
    answer = { output: await handlers[name](input) };
  } catch (error) {
    if (error instanceof WebAssembly.RuntimeError) return dieOf(error);
    answer = { error: asEngineError(error) };
  }
  postMessage({ id, ...answer, snapshot: session.snapshot() } as Reply);
}

/** After a trap the engine's memory means nothing: the client is told through `onerror`, and ends this worker. */
function dieOf(error: Error): void {
  setTimeout(() => {
    throw error;
  });
}

/** A trap in a run, which no call waits for. */
addEventListener('unhandledrejection', ({ reason }) => dieOf(reason as Error));

onmessage = ({ data }: MessageEvent<Request>) => void serve(data.id, data.name, data.input);
