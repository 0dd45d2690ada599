// SPDX-License-Identifier: Apache-2.0
// The page's end of the border: typed calls to one worker, and its events.
import { openFrame } from '../foreign/page';
import type { Wanted } from '../foreign/messages';
import { EngineFailure } from './failure';
import { startInheriting } from './inherit';
import type { CallName, Calls, Note, Reply, Snapshot } from './messages';
import workerUrl from '../engine/worker.ts?worker&url';
import { trouble } from '../words/en/trouble';
import { saying, type Said } from '../words/said';

const say = saying('trouble', trouble);

export interface EngineClient {
  /** Rejects with an EngineFailure. */
  call<K extends CallName>(name: K, input: Calls[K][0]): Promise<Calls[K][1]>;
  /** The hard stop: every waiting call is rejected, what the worker had loaded is gone. */
  terminate(): void;
}

type Waiting = { resolve: (output: never) => void; reject: (error: EngineFailure) => void };

interface Listener {
  /** The worker has died by itself; a new client is then needed. */
  onDead(error: EngineFailure): void;
  /** Of each reply, before its call resolves. */
  onSnapshot(snapshot: Snapshot): void;
  onEvent(note: Note): void;
}

export function startClient({ onDead, onSnapshot, onEvent }: Listener): EngineClient {
  const worker = startInheriting(new URL(workerUrl, import.meta.url), { type: 'module' });
  const waiting = new Map<number, Waiting>();
  let lastId = 0;
  let alive = false;
  let dead: EngineFailure | null = null;

  const die = (why: Said) => {
    if (dead) return;
    dead = new EngineFailure({ code: 'E_DEAD', at: -1, ...why });
    worker.terminate();
    waiting.forEach(({ reject }) => reject(dead!));
    waiting.clear();
  };
  /** Of a script that could not be fetched there is no reason: its event is no ErrorEvent. */
  const ended = (reason: string | Said = '') => {
    die(say[alive ? 'diedOf' : 'notBegunFor'](reason));
    onDead(dead!);
  };
  worker.onerror = (event) => dead ?? ended(event.message);
  worker.onmessageerror = () => dead ?? ended(say.unreadMessage);
  worker.onmessage = ({ data, ports }: MessageEvent<Reply | Note | Wanted>) => {
    if (dead) return;
    alive = true;
    if ('foreign' in data) return openFrame(data.foreign, ports[0]!);
    if ('event' in data) return onEvent(data);
    onSnapshot(data.snapshot);
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
        worker.postMessage({ id, name, input }); // throws where something cannot be sent: the call then rejects
        waiting.set(id, { resolve, reject });
      }),
    terminate: () => die(say.wasStopped),
  };
}
