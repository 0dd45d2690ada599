// SPDX-License-Identifier: Apache-2.0
// Projects: a record that names its files, each with length and checksum. New bytes go into a new file; the record that
// names it takes the place of the old one in one write; files that no record names go then. Whatever breaks off between
// leaves the project as it was.
import type { Kept } from './disk';
import { tryLock } from './lock';
import { isFull, type Store } from './store';

/** What is behind a role, the newest first. */
type Generation = Kept & { about?: unknown };

interface ProjectRecord {
  version: number;
  name: string;
  changed: number;
  /** null: it is still being made. */
  content: unknown;
  files: Record<string, Generation[]>;
}

export interface ProjectEntry {
  id: string;
  name: string;
  /** Milliseconds, as of Date.now(). */
  changed: number;
  bytes: number;
}

export const KEY = 'project ';
/** The project that was open last. */
const LAST = 'last project';
const VERSION = 1;

interface Put {
  /** By role: whatever belongs to its bytes. */
  about?: Record<string, unknown>;
  generations?: number;
  without?: string[];
  /** They are there for a moment only: where the browser has no more room nothing is given up for them. */
  passing?: boolean;
}

const omit = <T>(all: Record<string, T>, names: string[]): Record<string, T> =>
  Object.fromEntries(Object.entries(all).filter(([name]) => !names.includes(name)));
const prefixOf = (id: string) => `project-${id}-`;
const filesOf = ({ files }: ProjectRecord) => Object.values(files).flat();
const lengthOf = (files: Kept[]) => files.reduce((sum, { length }) => sum + length, 0);
/** With the record, which has choices and edits. */
const sizeOf = (record: ProjectRecord) => lengthOf(filesOf(record)) + JSON.stringify(record).length;

/** Why a project cannot be opened. */
export type NotOpened = 'elsewhere' | 'gone' | 'other version';

export class Project {
  private queue: Promise<unknown> = Promise.resolve();
  private closed = false;
  /** Roles whose bytes the browser has removed, as it was seen last. */
  gone: string[] = [];
  /** Roles whose bytes could not be read. */
  private readonly unread = new Set<string>();
  /** Roles to give up where the browser has no more room for so many bytes; none: there is nothing to spare. */
  spare: (bytes: number) => Promise<string[]> = async () => [];
  onChange: () => void = () => undefined;

  private constructor(
    private readonly store: Store,
    readonly id: string,
    private record: ProjectRecord,
    private readonly release: () => void,
  ) {}

  /** null: nothing may be kept. */
  static async create(store: Store, name: string): Promise<Project | null> {
    const id = crypto.randomUUID();
    const release = await tryLock(KEY + id);
    const record = { version: VERSION, name, changed: Date.now(), content: null, files: {} };
    if (!release || !(await store.set(KEY + id, record))) return null;
    return new Project(store, id, record, release);
  }

  /** For this tab alone. */
  static async open(store: Store, id: string): Promise<Project | NotOpened> {
    const release = await tryLock(KEY + id);
    if (!release) return 'elsewhere';
    const record = await store.get<ProjectRecord>(KEY + id);
    if (record?.version !== VERSION) {
      release();
      return record ? 'other version' : 'gone';
    }
    const project = new Project(store, id, record, release);
    if (record.content === null) {
      await project.forget(); // whoever made it did not come to the end
      return 'gone';
    }
    await project.sweep();
    return project;
  }

  get name(): string {
    return this.record.name;
  }
  get content(): unknown {
    return this.record.content;
  }
  get bytes(): number {
    return sizeOf(this.record);
  }
  /** Of the roles that begin so. */
  bytesOf(prefix: string): number {
    return this.roles(prefix).reduce((sum, role) => sum + lengthOf(this.record.files[role]!), 0);
  }
  roles(prefix = ''): string[] {
    return Object.keys(this.record.files).filter((role) => role.startsWith(prefix));
  }

  lacks(role: string): boolean {
    return !this.record.files[role] || this.unread.has(role);
  }

  /** False: nothing may be kept any more. */
  set(change: { name?: string; content?: unknown }): Promise<boolean> {
    return this.change((record) => ({ ...record, ...change }));
  }

  /** In place of what the roles had, together; `generations`: so many of those before stay, for where these bytes are
   * torn. `without`: roles that go with that. */
  put(files: Record<string, Blob>, put: Put = {}): Promise<boolean> {
    return this.next(async () => {
      for (;;) {
        try {
          return await this.write(files, put);
        } catch (error) {
          await this.sweep();
          const bytes = Object.values(files).reduce((sum, { size }) => sum + size, 0);
          const spare = !put.passing && isFull(error) ? await this.spare(bytes) : [];
          if (spare.length === 0) throw error;
          await this.replace({ ...this.record, files: omit(this.record.files, spare) });
        }
      }
    });
  }

  private async write(files: Record<string, Blob>, { about = {}, generations = 0, without = [] }: Put) {
    if (this.closed || !(await this.store.allowed())) return false;
    const now = omit(this.record.files, without);
    for (const [role, bytes] of Object.entries(files)) {
      const kept = await this.store.disk.write(prefixOf(this.id) + crypto.randomUUID(), bytes);
      now[role] = [{ ...kept, about: about[role] }, ...(now[role] ?? []).slice(0, generations)];
      this.unread.delete(role);
    }
    return this.replace({ ...this.record, files: now });
  }

  drop(roles: string[]): Promise<boolean> {
    return this.change((record) => ({ ...record, files: omit(record.files, roles) }));
  }

  /** What belongs to the newest bytes of the role. */
  about(role: string): unknown {
    return this.record.files[role]?.[0]?.about;
  }

  /** The newest bytes that are whole; null: there are none. */
  async read(role: string): Promise<{ bytes: Blob; about: unknown } | null> {
    for (const kept of this.record.files[role] ?? []) {
      const bytes = await this.store.disk.read(kept);
      if (bytes) return { bytes, about: kept.about };
    }
    this.unread.add(role);
    return null;
  }

  async forget(): Promise<void> {
    await this.next(async () => {
      this.closed = true;
      await this.store.remove(KEY + this.id);
      for (const file of await this.store.disk.list(prefixOf(this.id))) await this.store.disk.remove(file);
    });
    this.release();
  }

  /** Another tab may have it then. */
  async close(): Promise<void> {
    await this.next(async () => {
      this.closed = true;
    });
    this.release();
  }

  private next<T>(action: () => Promise<T>): Promise<T> {
    const done = this.queue.then(action);
    this.queue = done.catch(() => undefined);
    return done;
  }

  private change(to: (record: ProjectRecord) => ProjectRecord): Promise<boolean> {
    return this.next(async () => !this.closed && this.replace(to(this.record)));
  }

  private async replace(record: ProjectRecord): Promise<boolean> {
    record = { ...record, changed: Date.now() };
    const kept = await this.store.set(KEY + this.id, record);
    if (kept) this.record = record;
    await this.sweep();
    this.onChange();
    return kept;
  }

  /** Files that the record does not name go; those that it names may have been removed by the browser. */
  private async sweep(): Promise<void> {
    const named = new Set(filesOf(this.record).map(({ file }) => file));
    const there = new Set(await this.store.disk.list(prefixOf(this.id)));
    for (const file of there) if (!named.has(file)) await this.store.disk.remove(file);
    const isGone = (role: string) => !this.record.files[role]!.some(({ file }) => there.has(file));
    this.gone = this.roles().filter(isGone);
  }
}

/** Of this tab: a reload stays with its project while other tabs open others. '' is none. */
const ofTab = {
  get(): string | null {
    try {
      return sessionStorage.getItem('tabtune-project');
    } catch {
      return null; // refused, or not there
    }
  },
  set(id: string): void {
    try {
      sessionStorage.setItem('tabtune-project', id);
    } catch {
      // a reload opens the last project of all tabs then
    }
  },
};

/** The project that a visit, or a reload of this tab, begins with. */
export async function lastProject(store: Store): Promise<string | undefined> {
  const here = ofTab.get();
  return here === null ? store.get(LAST) : here || undefined;
}

/** null: a new visit begins without one. */
export async function openNext(store: Store, id: string | null): Promise<void> {
  ofTab.set(id ?? '');
  if (id === null) await store.remove(LAST);
  else await store.set(LAST, id);
}

/** As it is at this moment, also where another tab has it open; of one that is whole. */
export async function recordOf(store: Store, id: string): Promise<ProjectRecord | undefined> {
  const record = await store.get<ProjectRecord>(KEY + id);
  return record?.version === VERSION && record.content !== null ? record : undefined;
}

/** The one changed last comes first. What was not made to its end goes. */
export async function listProjects(store: Store): Promise<ProjectEntry[]> {
  const entries: ProjectEntry[] = [];
  for (const key of await store.keys(KEY)) {
    const id = key.slice(KEY.length);
    const record = await store.get<ProjectRecord>(key);
    if (record?.version !== VERSION) continue;
    if (record.content === null) {
      const left = await Project.open(store, id);
      if (typeof left !== 'string') await left.close(); // it came to its end at this moment
    } else
      entries.push({
        id,
        name: record.name,
        changed: record.changed,
        bytes: sizeOf(record),
      });
  }
  return entries.sort((a, b) => b.changed - a.changed);
}
