// SPDX-License-Identifier: Apache-2.0
// What a soak measures of the browser: what the page holds after a collection, what its processes hold, and the
// processor's time of its long tasks.
import { readFileSync } from 'node:fs';
import { setTimeout as wait } from 'node:timers/promises';
import type { Browser, BrowserContext, Page, Worker } from '@playwright/test';

/** Names of the measures, with what they count. */
export const MEASURES = {
  heap: 'JS heap, MB',
  nodes: 'DOM nodes',
  listeners: 'event listeners',
  wasm: "engine's memory, MB",
  renderer: 'memory of the page with its workers, MB',
  rest: "memory of the browser's other processes, MB",
} as const;
export type Measure = keyof typeof MEASURES;
export type Sample = Record<Measure, number>;

const MB = 1e6;

/** Resident, without pages of files: what a process has for itself and what it shares with others. */
function resident(pid: number): number {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8');
  const kilobytes = (name: string) => Number(new RegExp(`^${name}:\\s*(\\d+)`, 'm').exec(status)?.[1] ?? 0);
  return ((kilobytes('RssAnon') + kilobytes('RssShmem')) * 1024) / MB;
}

/** Before the engine's own code, so that its memories are noted as they are made. */
const NOTING = `globalThis.made = [];
WebAssembly.Memory = new Proxy(WebAssembly.Memory, {
  construct(target, given) {
    const memory = Reflect.construct(target, given);
    made.push(new WeakRef(memory));
    return memory;
  },
});
`;

export async function noteMemories(context: BrowserContext): Promise<void> {
  await context.route(/\/engine\/.*\.js$/, async (route) => {
    const response = await route.fetch();
    await route.fulfill({ response, body: NOTING + (await response.text()) });
  });
}

/** The engine's threads share its memory. Before their first task they answer, from then on they sleep. */
const misses = new WeakMap<Worker, number>();
const PATIENCE = 5000;
/** One that did not answer so often in turn is a thread; the engine may be in a long step. */
const MOST_MISSES = 3;

/** Of the worker that has most; NaN: none has made one yet. */
async function wasmMemory(page: Page): Promise<number> {
  const each = page
    .workers()
    .filter((worker) => (misses.get(worker) ?? 0) < MOST_MISSES)
    .map((worker) => {
      const bytes = worker.evaluate(() => {
        const { made = [] } = globalThis as { made?: WeakRef<WebAssembly.Memory>[] };
        return made.reduce((sum, one) => sum + (one.deref()?.buffer.byteLength ?? 0), 0);
      });
      let answered = false;
      const known = bytes
        .catch(() => 0)
        .then((sum) => {
          answered = true;
          misses.set(worker, 0);
          return sum;
        });
      const late = async () => {
        await wait(PATIENCE);
        if (!answered) misses.set(worker, (misses.get(worker) ?? 0) + 1);
        return 0;
      };
      return Promise.race([known, late()]);
    });
  return Math.max(0, ...(await Promise.all(each))) / MB || NaN;
}

interface Gauge {
  sample(): Promise<Sample>;
}

export async function gauge(browser: Browser, page: Page): Promise<Gauge> {
  const whole = await browser.newBrowserCDPSession();
  const session = await page.context().newCDPSession(page);
  await session.send('Performance.enable');
  return {
    async sample() {
      await session.send('HeapProfiler.collectGarbage');
      await session.send('HeapProfiler.collectGarbage'); // what the finalizers of the first left
      const { usedSize } = await session.send('Runtime.getHeapUsage');
      const { metrics } = await session.send('Performance.getMetrics');
      const metric = (name: string) => metrics.find((one) => one.name === name)!.value;
      const wasm = await wasmMemory(page);
      const { processInfo } = await whole.send('SystemInfo.getProcessInfo');
      const sizes = processInfo.map(({ type, id }) => ({ type, size: resident(id) }));
      const sum = (is: boolean) =>
        sizes.reduce((all, { type, size }) => all + ((type === 'renderer') === is ? size : 0), 0);
      return {
        heap: usedSize / MB,
        nodes: metric('Nodes'),
        listeners: metric('JSEventListeners'),
        wasm,
        renderer: sum(true),
        rest: sum(false),
      };
    },
  };
}

/** A task of the page's thread. */
export interface Task {
  /** Milliseconds by the wall, and of the processor. */
  wall: number;
  cpu: number;
  /** What took most of it. */
  what: string;
}

interface TraceEvent {
  name: string;
  ph: string;
  pid: number;
  tid: number;
  ts: number;
  dur?: number;
  tdur?: number;
  args?: { name?: string; data?: { functionName?: string; url?: string; lineNumber?: number; type?: string } };
}

/** While it was traced, the tasks of pages' own threads that took longer than `least` ms by the wall. */
export function tasksOf(trace: Buffer, least: number): Task[] {
  const { traceEvents } = JSON.parse(trace.toString()) as { traceEvents: TraceEvent[] };
  const mains = new Set(
    traceEvents
      .filter(({ name, args }) => name === 'thread_name' && args?.name === 'CrRendererMain')
      .map(({ pid, tid }) => `${pid} ${tid}`),
  );
  const all = traceEvents.filter(({ ph, pid, tid }) => ph === 'X' && mains.has(`${pid} ${tid}`));
  const tasks = all.filter(({ name, dur = 0 }) => name === 'RunTask' && dur >= 1000 * least);
  return tasks.map((task) => {
    const end = task.ts + task.dur!;
    const inside = all.filter(
      ({ name, pid, tid, ts, dur = 0 }) =>
        name !== 'RunTask' && pid === task.pid && tid === task.tid && ts >= task.ts && ts + dur <= end,
    );
    inside.sort((a, b) => (b.dur ?? 0) - (a.dur ?? 0));
    const what = inside.slice(0, 4).map(({ name, dur, args }) => {
      const { functionName = '', url = '', lineNumber, type = '' } = args?.data ?? {};
      const at = url && ` ${url.replace(/.*\//, '')}:${lineNumber ?? ''}`;
      return `${name}${functionName && ` ${functionName}`}${type && ` ${type}`}${at} ${Math.round((dur ?? 0) / 1000)}`;
    });
    return { wall: task.dur! / 1000, cpu: (task.tdur ?? NaN) / 1000, what: what.join(', ') };
  });
}
