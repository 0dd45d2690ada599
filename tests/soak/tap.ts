// SPDX-License-Identifier: Apache-2.0
// What is heard in the page itself: the messages between it and its engine, and tasks that were long. The tap asks the
// engine for what it has without the page's knowing: by a `cancel` of no call, whose reply the page does not get to
// see.
import type { Page } from '@playwright/test';
import type { Reply, Request, Snapshot } from '../../web/border/messages';

interface Tap {
  /** Of the engine's messages that reached the page, the one with the highest number. */
  had: Snapshot | null;
  /** Calls that the engine has not answered, with the moment of each. */
  waiting: Map<number, { name: string; since: number }>;
  ask(): Promise<Snapshot> | null;
  long: { start: number; duration: number }[];
}
declare const globalThis: { tap: Tap; Worker: typeof Worker };

/** Runs in the page before its own code. */
function tapIn(): void {
  const OWN = 1e9;
  let last = OWN;
  let engine: Worker | null = null;
  const answers = new Map<number, (has: Snapshot) => void>();
  const tap: Tap = {
    had: null,
    waiting: new Map(),
    ask: () =>
      engine &&
      new Promise((resolve) => {
        answers.set(++last, resolve);
        post.call(engine!, { id: last, name: 'cancel', input: { name: 'no call' } });
      }),
    long: [],
  };
  globalThis.tap = tap;
  const hear = (event: MessageEvent<Reply>) => {
    const { id, snapshot } = event.data;
    if (event.currentTarget !== engine || !snapshot) return;
    if (id > OWN) {
      event.stopImmediatePropagation();
      answers.get(id)?.(snapshot);
      answers.delete(id);
      return;
    }
    if (snapshot.number > (tap.had?.number ?? 0)) tap.had = snapshot;
    tap.waiting.delete(id);
  };
  // It hears before the page does.
  globalThis.Worker = new Proxy(Worker, {
    construct: (target, given) => {
      const worker = Reflect.construct(target, given) as Worker;
      worker.addEventListener('message', hear);
      return worker;
    },
  });
  const post = Worker.prototype.postMessage as (this: Worker, message: unknown, ...rest: unknown[]) => void;
  Worker.prototype.postMessage = function (this: Worker, message: Request, ...rest: unknown[]) {
    if (message.name === 'engine.start') {
      engine = this;
      tap.waiting.clear();
      tap.had = null;
    }
    if (this === engine) tap.waiting.set(message.id, { name: message.name, since: performance.now() });
    post.call(this, message, ...rest);
  };
  const watch = new PerformanceObserver((list) => {
    for (const { startTime, duration } of list.getEntries()) tap.long.push({ start: startTime, duration });
  });
  watch.observe({ type: 'longtask', buffered: true });
}

export async function tapInto(page: Page): Promise<void> {
  // The test's compiler gives functions their names by a helper.
  await page.addInitScript(`globalThis.__name ??= (named) => named; (${tapIn.toString()})();`);
}

/** Names of the calls that wait for the engine, and how long the oldest has. */
export const waitingFor = (page: Page): Promise<{ names: string[]; seconds: number }> =>
  page.evaluate(() => {
    const all = [...globalThis.tap.waiting.values()];
    const oldest = Math.min(...all.map(({ since }) => since), performance.now());
    return { names: all.map(({ name }) => name), seconds: (performance.now() - oldest) / 1000 };
  });

/** What the page was told, and what the engine has. null: there is no engine. */
export const bothSides = (page: Page): Promise<{ had: Snapshot | null; has: Snapshot } | null> =>
  page.evaluate(async () => {
    const has = await globalThis.tap.ask();
    return has && { had: globalThis.tap.had, has };
  });

/** The long tasks since this was asked last, in milliseconds of the page's clock. */
export const longTasks = (page: Page): Promise<{ start: number; duration: number }[]> =>
  page.evaluate(() => globalThis.tap.long.splice(0));
