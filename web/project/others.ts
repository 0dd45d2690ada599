// SPDX-License-Identifier: Apache-2.0
// Projects that this tab does not have open: one is copied, or found by what it has.
import { tryLock } from './lock';
import { KEY, Project, recordOf } from './projects';
import type { Store } from './store';

/** As it is at this moment, also where another tab has it open. null: it is gone, or nothing may be kept. */
export async function copyProject(store: Store, id: string, nameOf: (name: string) => string): Promise<Project | null> {
  const record = await recordOf(store, id);
  const copy = record ? await Project.create(store, nameOf(record.name)) : null;
  if (!copy) return null;
  for (const [role, generations] of Object.entries(record!.files))
    for (const kept of generations) {
      const bytes = await store.disk.read(kept);
      if (!bytes) continue;
      await copy.put({ [role]: bytes }, { about: { [role]: kept.about } });
      break;
    }
  await copy.set({ content: record!.content });
  return copy;
}

/** One that has a file in this role, and that no tab has open. */
export async function projectWith(store: Store, role: string): Promise<string | undefined> {
  for (const key of await store.keys(KEY)) {
    const id = key.slice(KEY.length);
    const record = await recordOf(store, id);
    const release = record && role in record.files ? await tryLock(key) : null;
    release?.();
    if (release) return id;
  }
  return undefined;
}
