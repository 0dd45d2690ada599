// SPDX-License-Identifier: Apache-2.0
// One user of the engine at a time: calls wait for those before them, and may be cancelled while they wait or go on.
import { EngineFailure } from '../border/failure';

interface Entry {
  name: string;
  cancelled: boolean;
  /** Rejects when it is cancelled. */
  end: Promise<never>;
  cancel(): void;
}

/** Nobody sees the text: what a user stopped is no trouble. */
const cancelled = (text: string) => new EngineFailure({ code: 'E_CANCELLED', text, at: -1 });

function entryOf(name: string): Entry {
  let reject: (error: unknown) => void;
  const end = new Promise<never>((_, no) => (reject = no));
  end.catch(() => undefined);
  const error = cancelled(name);
  const entry: Entry = {
    name,
    cancelled: false,
    end,
    cancel: () => {
      entry.cancelled = true;
      reject(error);
    },
  };
  return entry;
}

export class Queue {
  private last: Promise<unknown> = Promise.resolve();
  private readonly entries = new Set<Entry>();
  private now: Entry | null = null;

  /** Runs `use` when nothing else uses the engine. `name`: of the call, for `cancel`. */
  exclusive<T>(name: string, use: () => T | Promise<T>): Promise<T> {
    const entry = entryOf(name);
    this.entries.add(entry);
    const result = this.last.then(async () => {
      this.now = entry;
      try {
        this.check(name);
        return await use();
      } finally {
        this.now = null;
        this.entries.delete(entry);
      }
    });
    this.last = result.catch(() => undefined);
    return result;
  }

  /** Of the call that goes on; '' where it is none of the page's. */
  get name(): string {
    return this.now?.name ?? '';
  }

  /** The calls of this name that wait or go on reject with E_CANCELLED. */
  cancel(name: string): void {
    for (const entry of this.entries) if (entry.name === name) entry.cancel();
  }

  /** The same, or a rejection at once where the call that goes on is cancelled: for what may wait for a network, and
   * does not use the engine. */
  unlessCancelled<T>(going: Promise<T>): Promise<T> {
    return this.now ? Promise.race([this.now.end, going]) : going;
  }

  /** Whether the call that goes on now has been cancelled, also once it has been left. */
  stopped(): () => boolean {
    const { now } = this;
    return () => !!now?.cancelled;
  }

  /** Throws where the call that goes on was cancelled. */
  check(text: string): void {
    if (this.now?.cancelled) throw cancelled(text);
  }
}
