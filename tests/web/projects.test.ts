// SPDX-License-Identifier: Apache-2.0
// Projects on the disk: torn writes, damage, no room, two tabs, and what is forgotten.
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { Store } from '../../web/project/store';
import { Storage } from './browser_storage';

let storage: Storage;
let kill: () => void;

/** A tab: the one before it is gone. */
async function tab() {
  kill?.();
  kill = storage.openTab();
  const [{ openStore, forgetEverything }, projects] = await Promise.all([
    import('../../web/project/store'),
    import('../../web/project/projects'),
  ]);
  const store = (await openStore()) as Store;
  const open = async (id: string) => {
    const project = await projects.Project.open(store, id);
    if (typeof project === 'string') throw new Error(project);
    return project;
  };
  return { store, open, forgetEverything, ...projects };
}

beforeEach(() => {
  storage = new Storage();
});
afterEach(() => vi.unstubAllGlobals());

const text = async (read: Promise<{ bytes: Blob; about: unknown } | null>) => {
  const kept = await read;
  return kept && [await kept.bytes.text(), kept.about];
};
const OLD = 'the first state of a run';
const NEW = 'another, later and longer state of it';

it('a write that is torn at any byte leaves what was there before', async () => {
  for (let at = 0; at <= 2 * NEW.length; at++) {
    storage = new Storage();
    let now = await tab();
    const project = (await now.Project.create(now.store, 'p'))!;
    await project.put({ run: new Blob([OLD]), log: new Blob([OLD]) }, { about: { run: 1, log: 1 } });
    await project.set({ content: { step: 1 } });
    storage.crashAfter = at;
    const put = project.put(
      { run: new Blob([NEW]), log: new Blob([NEW]) },
      { about: { run: 2, log: 2 }, generations: 1 },
    );
    const through = await Promise.race([put, storage.crashed.then(() => false)]);
    storage.crashAfter = Infinity;
    now = await tab();
    const again = await now.open(project.id);
    const expected = through ? [NEW, 2] : [OLD, 1];
    expect(through).toBe(at === 2 * NEW.length);
    expect([await text(again.read('run')), await text(again.read('log'))]).toEqual([expected, expected]);
    expect(again.content).toEqual({ step: 1 });
    expect(storage.files.size).toBe(through ? 4 : 2); // what was torn is swept away
  }
});

it('a damaged byte anywhere leaves the generation before it', async () => {
  let now = await tab();
  const project = (await now.Project.create(now.store, 'p'))!;
  await project.set({ content: {} });
  await project.put({ run: new Blob([OLD]) }, { about: { run: 1 } });
  await project.put({ run: new Blob([NEW]) }, { about: { run: 2 }, generations: 1 });
  const [name] = [...storage.files].find(([, bytes]) => new TextDecoder().decode(bytes) === NEW)!;
  const whole = storage.files.get(name)!;
  for (let at = 0; at < whole.length; at++) {
    const bytes = whole.slice();
    bytes[at]! ^= 4;
    storage.files.set(name, bytes);
    expect(await text(project.read('run'))).toEqual([OLD, 1]);
    storage.files.set(name, whole.slice(0, at));
    expect(await text(project.read('run'))).toEqual([OLD, 1]);
  }
  storage.files.set(name, whole);
  expect(await text(project.read('run'))).toEqual([NEW, 2]);
  storage.files.clear();
  expect(await project.read('run')).toBeNull();
  now = await tab();
  expect((await now.listProjects(now.store)).map((entry) => entry.name)).toEqual(['p']);
});

it('where there is no room, what was there before stays', async () => {
  const now = await tab();
  const project = (await now.Project.create(now.store, 'p'))!;
  await project.put({ run: new Blob([OLD]) });
  storage.quota = 30;
  await expect(project.put({ run: new Blob([NEW]) })).rejects.toThrow(/full/);
  expect((await text(project.read('run')))?.[0]).toBe(OLD);
  expect(storage.files.size).toBe(1);
  storage.quota = 1000;
  await project.put({ run: new Blob([NEW]) });
  expect((await text(project.read('run')))?.[0]).toBe(NEW);
});

it('choices have a size, though no file is kept with them', async () => {
  const now = await tab();
  const project = (await now.Project.create(now.store, 'p'))!;
  await project.set({ content: { step: 1 } });
  expect(project.bytes).toBeGreaterThan(20);
  expect((await now.listProjects(now.store))[0]!.bytes).toBe(project.bytes);
  await project.put({ run: new Blob([OLD]) });
  expect(project.bytes).toBeGreaterThan(20 + OLD.length);
});

it('one tab has a project; others are told', async () => {
  const first = await tab();
  const project = (await first.Project.create(first.store, 'p'))!;
  await project.set({ content: {} });
  await project.put({ run: new Blob([OLD]) }, { about: { run: 1 } });
  storage.openTab();
  const { openStore } = await import('../../web/project/store');
  const { Project } = await import('../../web/project/projects');
  const { copyProject } = await import('../../web/project/others');
  const store = (await openStore()) as Store;
  expect(await Project.open(store, project.id)).toBe('elsewhere');
  const copy = (await copyProject(store, project.id, (name) => name))!;
  expect(copy.id).not.toBe(project.id);
  expect(await text(copy.read('run'))).toEqual([OLD, 1]);
  await project.close();
  const opened = await Project.open(store, project.id);
  expect(opened).toBeInstanceOf(Project);
  expect(await project.put({ run: new Blob([NEW]) })).toBe(false); // closed
  expect(await text((opened as typeof copy).read('run'))).toEqual([OLD, 1]);
});

it('a reload stays with the project of its tab, and a new visit begins with the last of all', async () => {
  const [mine, other] = [new Map<string, string>(), new Map<string, string>()];
  const begin = async (session: Map<string, string>) => {
    storage.openTab(session);
    const [{ openStore }, projects] = await Promise.all([
      import('../../web/project/store'),
      import('../../web/project/projects'),
    ]);
    return { store: (await openStore()) as Store, ...projects };
  };
  let tabNow = await begin(mine);
  await tabNow.openNext(tabNow.store, 'a');
  tabNow = await begin(other);
  expect(await tabNow.lastProject(tabNow.store)).toBe('a');
  await tabNow.openNext(tabNow.store, 'b');
  tabNow = await begin(mine);
  expect(await tabNow.lastProject(tabNow.store)).toBe('a');
  tabNow = await begin(new Map());
  expect(await tabNow.lastProject(tabNow.store)).toBe('b');
  tabNow = await begin(mine);
  await tabNow.openNext(tabNow.store, null);
  tabNow = await begin(mine);
  expect(await tabNow.lastProject(tabNow.store)).toBeUndefined();
});

it('a page that is left lets the next one have its project', async () => {
  const first = await tab();
  const project = (await first.Project.create(first.store, 'p'))!;
  await project.set({ content: {} });
  storage.tell('pagehide');
  storage.openTab(); // the first is not gone
  const { openStore } = await import('../../web/project/store');
  const { Project } = await import('../../web/project/projects');
  expect(await Project.open((await openStore()) as Store, project.id)).toBeInstanceOf(Project);
});

it('what is forgotten is gone, and does not come back from a tab that had it', async () => {
  const now = await tab();
  const [a, b] = [(await now.Project.create(now.store, 'a'))!, (await now.Project.create(now.store, 'b'))!];
  for (const project of [a, b]) await project.set({ content: {} });
  for (const project of [a, b]) await project.put({ run: new Blob([OLD]) });
  await a.forget();
  expect([storage.files.size, (await now.listProjects(now.store)).length]).toEqual([1, 1]);
  expect(await a.put({ run: new Blob([NEW]) })).toBe(false);
  await now.forgetEverything();
  expect(await b.put({ run: new Blob([NEW]) })).toBe(false);
  expect(await b.set({ name: 'c' })).toBe(false);
  const later = await tab();
  expect([storage.files.size, await later.listProjects(later.store)]).toEqual([0, []]);
});

it('what a tab was killed in making is no project, and goes; what another tab makes stays', async () => {
  const first = await tab();
  const project = (await first.Project.create(first.store, 'p'))!;
  await project.put({ run: new Blob([OLD]) });
  storage.openTab();
  const { openStore } = await import('../../web/project/store');
  const { listProjects } = await import('../../web/project/projects');
  expect(await listProjects((await openStore()) as Store)).toEqual([]);
  expect(storage.files.size).toBe(1);
  const next = await tab(); // the first is gone
  await expect(next.open(project.id)).rejects.toThrow('gone');
  const other = (await next.Project.create(next.store, 'q'))!;
  await other.put({ run: new Blob([OLD]) });
  const last = await tab();
  expect(await last.listProjects(last.store)).toEqual([]);
  expect([storage.files.size, await last.store.keys('project ')]).toEqual([0, []]);
});
