// SPDX-License-Identifier: Apache-2.0
// The page's end of the border: typed calls to the worker, and its events.
import { EngineFailure } from './failure';
import type { CallName, Calls, EventName, Events, Note, Reply } from './messages';

export interface EngineClient {
  /** Rejects with an EngineFailure. */
  call<K extends CallName>(name: K, input: Calls[K][0]): Promise<Calls[K][1]>;
  /** Returns the way to stop listening. */
  on<K extends EventName>(event: K, listener: (data: Events[K]) => void): () => void;
  /** The hard stop: every waiting call is rejected, what the worker had loaded is gone. */
  terminate(): void;
}

type Waiting = { resolve: (output: never) => void; reject: (error: EngineFailure) => void };

/** `onDead` is told when the worker dies by itself; a new client is then needed. */
export function startClient(onDead: (error: EngineFailure) => void): EngineClient {
  const worker = new Worker(new URL('./worker.ts', import.meta.url), { type: 'module' });
  const waiting = new Map<number, Waiting>();
  const listeners = new Map<EventName, Set<(data: never) => void>>();
  let lastId = 0;
  let dead: EngineFailure | null = null;

  const die = (text: string) => {
    if (dead) return;
    dead = new EngineFailure({ code: 'E_DEAD', text, at: -1 });
    worker.terminate();
    waiting.forEach(({ reject }) => reject(dead!));
    waiting.clear();
  };
  worker.onerror = (event) => {
    const reason = event.message ? ` (${event.message})` : '';
    die(`The engine stopped unexpectedly${reason}. Reload the page; a smaller batch or model needs less memory.`);
    onDead(dead!);
  };
  worker.onmessage = ({ data }: MessageEvent<Reply | Note>) => {
    if ('event' in data) {
      listeners.get(data.event)?.forEach((listener) => listener(data.data as never));
      return;
    }
    const call = waiting.get(data.id);
    waiting.delete(data.id);
    if ('error' in data) call?.reject(new EngineFailure(data.error));
    else call?.resolve(data.output as never);
  };

  return {
    call: (name, input) =>
      new Promise((resolve, reject) => {
        if (dead) return reject(dead);
        const id = ++lastId;
        waiting.set(id, { resolve, reject });
        worker.postMessage({ id, name, input });
      }),
    on(event, listener) {
      const set = listeners.get(event) ?? new Set();
      listeners.set(event, set.add(listener));
      return () => void set.delete(listener);
    },
    terminate: () => die('The engine was stopped.'),
  };
}
