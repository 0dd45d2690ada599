// SPDX-License-Identifier: Apache-2.0
// The engine in its worker, asked by the actions of this folder and by nobody else. It is started with the page; after
// it has died or could not be started, the next call starts another one.
import { batch, signal } from '@preact/signals';
import { startClient, type EngineClient } from '../engine/client';
import type { EngineFailure } from '../engine/failure';
import { headers, isFramed } from '../offline/page';
import type { CallName, Calls, EngineInfo, EventName, Events, Progress } from '../engine/messages';

export const engineInfo = signal<EngineInfo | null>(null);
export const engineTrouble = signal('');

/** Of the long call that is going on; whoever begins one clears it at its end. */
export const progress = signal<Progress | null>(null);

type Listeners = { [K in EventName]: Set<(data: Events[K]) => void> };
const listeners: Listeners = { progress: new Set(), 'run.rows': new Set(), 'run.end': new Set() };
const atDeath = new Set<(error: EngineFailure) => void>();

let life: { client: EngineClient; started: Promise<void> } | null = null;

function lost(error: EngineFailure): void {
  life = null;
  batch(() => {
    engineInfo.value = progress.value = null;
    engineTrouble.value = error.text;
    atDeath.forEach((listener) => listener(error));
  });
}

async function start(client: EngineClient): Promise<void> {
  try {
    const info = await client.call('engine.start', { place: { framed: isFramed(), headers: headers() } });
    batch(() => {
      engineInfo.value = info;
      engineTrouble.value = '';
    });
  } catch (error) {
    client.terminate(); // in a worker whose import failed, some browsers let it fail for ever
    if (life?.client === client) lost(error as EngineFailure);
    throw error;
  }
}

function begin(): NonNullable<typeof life> {
  const client = startClient(lost, (event, data) => listeners[event].forEach((listener) => listener(data)));
  const started = start(client);
  started.catch(() => undefined); // told in engineTrouble, and to every call that awaits it
  return { client, started };
}

/** Returns the way to take it out again. */
function put<T>(set: Set<T>, item: T): () => void {
  set.add(item);
  return () => void set.delete(item);
}

export const engine = {
  /** Rejects with an EngineFailure. */
  async call<K extends CallName>(name: K, input: Calls[K][0]): Promise<Calls[K][1]> {
    const { client, started } = (life ??= begin());
    await started;
    return client.call(name, input);
  },
  on: <K extends EventName>(event: K, listener: (data: Events[K]) => void) =>
    put<never>(listeners[event] as never, listener as never),
  /** Everything that it had is gone then. */
  onDeath: (listener: (error: EngineFailure) => void) => put(atDeath, listener),
};

engine.on('progress', (report) => {
  progress.value = report;
});

/** What it was doing is left, and says so; what was there before stays. */
export const cancelCall = (): void => void engine.call('cancel', {});

life = begin();
