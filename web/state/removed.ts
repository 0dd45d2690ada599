// SPDX-License-Identifier: Apache-2.0
// A browser may remove the bytes of a project and leave its record. What is of no use without them goes too; what this
// tab still has is written again; what was chosen for data stays until the same file is opened again.
import { computed, effect, signal } from '@preact/signals';
import type { Project } from '../project/projects';
import { applyChoices, gather, roleOf, tablesUnread, unread } from './choices';
import { OTHERS } from '../rows/files';
import { mainFile, OF_DATA, ownFile, type Loaded } from './data';
import { keptRuns, trained } from './head';
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

/** `gone`: the roles. */
export async function takeStock(of: Project, gone: string[]): Promise<void> {
  const models = new Set<number>();
  for (const role of gone)
    if (role.startsWith(MODEL) && !role.endsWith(' results')) models.add(Number(role.split(' ')[1]));
  const run = gone.some((role) => RUN.includes(role));
  await of.drop([...gone, ...[...models].flatMap((began) => of.roles(prefixOf(began)))]);
  if (run) await of.drop(RUN);
  models.delete(trained.peek()?.began ?? NaN);
  const { value } = lost;
  lost.value = { models: value.models + models.size, run: value.run || (run && phase.peek() === 'idle') };
}

/** The same of the project of this tab. `keepAll`: what the tab has, but for the model in the engine. */
export async function mend(of: Project, gone: string[], keepAll: () => Promise<boolean>): Promise<boolean> {
  await takeStock(of, gone);
  keepRunsIn(of);
  const kept = await keepAll();
  const run = trained.peek();
  if (run && !keptRuns.peek().has(run.began)) void keepModel(run);
  return kept;
}

/** Where the user has opened the file again that was missing, what was chosen for it comes back. */
async function findAgain(main: Loaded): Promise<void> {
  const found = unread.peek();
  if (!found?.missing.main) return;
  const roles = await Promise.all(main.files.map(roleOf));
  const { tables, values } = found.choices;
  if (mainFile.peek() !== main || String(roles) !== String(tables.main!.roles)) return;
  const now = (await gather()).choices;
  const old = Object.fromEntries(Object.keys(OF_DATA).map((name) => [name, values[name]]));
  const given = async (role: string) => main.files[roles.indexOf(role)] ?? found.read(role);
  await applyChoices({ ...now, tables, values: { ...now.values, ...old } }, given, {});
}
effect(() => {
  if (mainFile.value) void findAgain(mainFile.value).catch(() => undefined);
});
