// SPDX-License-Identifier: Apache-2.0
// One user of the engine at a time: calls wait for those before them, and may be cancelled while they wait or go on.
import { fail } from '../border/failure';

interface Entry {
  name: string;
  cancelled: boolean;
}

export class Queue {
  private last: Promise<unknown> = Promise.resolve();
  private readonly entries = new Set<Entry>();
  private now: Entry | null = null;

  /** Runs `use` when nothing else uses the engine. `name`: of the call, for `cancel`. */
  exclusive<T>(name: string, use: () => T | Promise<T>): Promise<T> {
    const entry: Entry = { name, cancelled: false };
    this.entries.add(entry);
    const result = this.last.then(async () => {
      this.now = entry;
      try {
        this.check(`The call ${name} was stopped before it began.`);
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
    for (const entry of this.entries) entry.cancelled ||= entry.name === name;
  }

  /** Throws where the call that goes on was cancelled. */
  check(text: string): void {
    if (this.now?.cancelled) fail('E_CANCELLED', text);
  }
}
