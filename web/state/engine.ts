// SPDX-License-Identifier: Apache-2.0
// The engine in its worker, asked by the actions of this folder and by nobody else, and the one snapshot of what the
// worker has: whether something is loaded, ready, trained or running is derived from it. The worker is started with the
// page. One that has died is replaced at once; one that could not be started, with the next call.
import { batch, computed, signal } from '@preact/signals';
import { startClient, type EngineClient } from '../border/client';
import { hasCode, type EngineFailure } from '../border/failure';
import { headers, isFramed } from '../offline/page';
import { inWords, words } from '../words';
import type { CallName, Calls, EngineInfo, EventName, Events, Note, Progress, Snapshot } from '../border/messages';

export const engineInfo = signal<EngineInfo | null>(null);
/** Why there is no engine. */
export const engineTrouble = signal('');

const NOTHING: Snapshot = { number: 0, model: null, head: null, parts: {}, run: null };
const received = signal(NOTHING);
export const snapshot = computed(() => received.value);

/** The same object as long as the number is the same. */
function receive(next: Snapshot): void {
  if (next.number > received.peek().number) received.value = next;
}

/** Calls of the page that are not answered yet. */
const asked = signal<readonly CallName[]>([]);
export const asking = (...names: CallName[]): boolean => names.some((name) => asked.value.includes(name));

/** Whether a call or a run is going on. */
export const busy = (): boolean => asked.peek().length > 0 || snapshot.peek().run !== null;

const reported = signal<Progress | null>(null);
/** Of the long call or the run that is going on. */
export const progress = computed(() => (asked.value.length || snapshot.value.run ? reported.value : null));

type Listeners = { [K in EventName]: Set<(data: Events[K]) => void> };
const listeners: Listeners = {
  progress: new Set(),
  'run.rows': new Set(),
  'run.answers': new Set(),
  'run.end': new Set(),
};
/** `before`: the last snapshot of the worker that has died. */
type AtDeath = (error: EngineFailure, before: Snapshot) => void;
const atDeath = new Set<AtDeath>();

let life: Promise<EngineClient> | null = null;

function lost(error: EngineFailure): void {
  const before = received.peek();
  const worked = engineInfo.peek() !== null;
  life = null;
  batch(() => {
    engineInfo.value = reported.value = null;
    received.value = { ...NOTHING, number: before.number + 1 };
    if (!worked) engineTrouble.value = words.trouble.notStarted(inWords(error));
    atDeath.forEach((listener) => listener(error, before));
  });
  if (worked) life ??= begin();
}

/** Seconds for the first start and the second: browsers sometimes let a new worker, or one of its threads, never come,
 * and one may die before it answers. The third has one thread, and is waited for. */
const PATIENCE = [30, 60];

/** The engine's worker when it has answered. What waits for it waits for the second and the third one too. */
async function start(): Promise<EngineClient> {
  for (let before = 0; ; before++) {
    let works = false;
    const onDead = (error: EngineFailure) => works && lost(error);
    const client = startClient({ onDead, onSnapshot: receive, onEvent: hear });
    const seconds = PATIENCE[before];
    const timer = seconds && setTimeout(() => client.terminate(), seconds * 1000);
    try {
      const place = { framed: isFramed(), headers: headers(), silent: seconds === undefined };
      const info = await client.call('engine.start', { place, after: received.peek().number });
      works = true;
      batch(() => {
        engineInfo.value = info;
        engineTrouble.value = '';
      });
      return client;
    } catch (error) {
      client.terminate(); // in a worker whose import failed, some browsers let it fail for ever
      if (seconds !== undefined && hasCode(error, 'E_DEAD')) continue;
      lost(error as EngineFailure);
      throw error;
    } finally {
      clearTimeout(timer);
    }
  }
}

function hear({ event, data, snapshot: next }: Note): void {
  batch(() => {
    receive(next);
    listeners[event].forEach((listener) => listener(data as never));
  });
}

function begin(): NonNullable<typeof life> {
  const started = start();
  started.catch(() => undefined); // told in engineTrouble, and to every call that awaits it
  return started;
}

/** Returns the way to take it out again. */
function put<T>(set: Set<T>, item: T): () => void {
  set.add(item);
  return () => void set.delete(item);
}

function answered(name: CallName): void {
  const at = asked.peek().indexOf(name);
  batch(() => {
    asked.value = asked.peek().filter((_, i) => i !== at);
    reported.value = null;
  });
}

export const engine = {
  /** Rejects with an EngineFailure. */
  async call<K extends CallName>(name: K, input: Calls[K][0]): Promise<Calls[K][1]> {
    asked.value = [...asked.peek(), name];
    try {
      return await (await (life ??= begin())).call(name, input);
    } finally {
      answered(name);
    }
  },
  on: <K extends EventName>(event: K, listener: (data: Events[K]) => void) =>
    put<never>(listeners[event] as never, listener as never),
  /** Everything that it had is gone then. */
  onDeath: (listener: AtDeath) => put(atDeath, listener),
};

engine.on('progress', (report) => {
  reported.value = report;
});

/** What these calls were doing is left, and they say so; what was there before stays. */
export const cancelCalls = (names: CallName[]): void =>
  names.filter((name) => asking(name)).forEach((name) => void engine.call('cancel', { name }));

life = begin();
