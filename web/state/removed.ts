// SPDX-License-Identifier: Apache-2.0
// A browser may remove the bytes of a project and leave its record. What is of no use without them goes too; what this tab
// still has is written again; what was chosen for data stays until the same file is opened again.
import { computed, signal } from '@preact/signals';
import type { Project } from '../project/projects';
import { applyChoices, gather, roleOf, tablesUnread, unread, type VALUES } from './choices';
import { OTHERS } from '../rows/files';
import { mainFile, ownFile } from './data';
import { keptRuns, trained } from './head';
import type { Read } from './kept_encoder';
import { keepModel, MODEL, prefixOf } from './kept_models';
import { keepRunsIn, RUN } from './kept_run';
import { phase } from './phase';

/** What this tab does not have either. */
export const lost = signal({ models: 0, run: false });
export const dataLost = computed(() => {
  const { main, ...others } = tablesUnread() ?? {};
  const missing = [mainFile.value ? null : main, ...OTHERS.map((part) => (ownFile[part].value ? null : others[part]))];
  return missing.flatMap((table) => table?.name ?? []);
});

/** `gone`: the roles. `isOpen`: it is the project of this tab already. */
export async function takeStock(of: Project, gone: string[], isOpen: boolean): Promise<void> {
  const models = new Set<number>();
  for (const role of gone)
    if (role.startsWith(MODEL) && !role.endsWith(' results')) models.add(Number(role.split(' ')[1]));
  const run = gone.some((role) => RUN.includes(role));
  await of.drop([...gone, ...[...models].flatMap((began) => of.roles(prefixOf(began)))]);
  if (run) await of.drop(RUN);
  if (run && isOpen) keepRunsIn(of);
  models.delete(trained.peek()?.began ?? NaN);
  const { value } = lost;
  lost.value = { models: value.models + models.size, run: value.run || (run && phase.peek() === 'idle') };
}

/** The model in the engine, where its bytes were among these. */
export function keepAgain(): void {
  const run = trained.peek();
  if (run && !keptRuns.peek().has(run.began)) void keepModel(run);
}

/** What other data in their place take back. */
const OF_DATA: (keyof typeof VALUES)[] = ['task', 'names', 'fixes', 'edits', 'fold'];

/** Where the user has opened the file again that was missing, what was chosen for it comes back. */
export async function findAgain(read: Read): Promise<void> {
  const [lost, main] = [unread.peek(), mainFile.peek()];
  if (!main || !lost?.missing.main) return;
  const roles = await Promise.all(main.files.map(roleOf));
  const { tables, values } = lost.choices;
  if (mainFile.peek() !== main || String(roles) !== String(tables.main!.roles)) return;
  const now = (await gather()).choices;
  const old = Object.fromEntries(OF_DATA.map((name) => [name, values[name]]));
  const given = async (role: string) => main.files[roles.indexOf(role)] ?? read(role);
  await applyChoices({ ...now, tables, values: { ...now.values, ...old } }, given, {});
}
