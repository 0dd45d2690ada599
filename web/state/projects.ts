// SPDX-License-Identifier: Apache-2.0
// What a user does to projects: they are copied, taken away and brought as files, and forgotten. This is loaded with
// the panel that lists them.
import { openCopies } from '../project/copies';
import { retried } from '../border/retry';
import { nameAtAddress } from '../project/encoders';
import { Project } from '../project/projects';
import { forgetEverything, setKeepNothing } from '../project/store';
import { areChoices, isAbout } from './choices_shape';
import { asides } from './data';
import { download } from './download';
import { current, hush, lasting, openOther, projectTrouble, readKept, save, startAfresh, storeNow } from './project';
import { attempt } from './trouble';
import { words } from '../words';

const others = () => import('../project/others');
const bundles = () => import('../project/bundle');

async function take(made: Promise<Project | null>): Promise<void> {
  await attempt(projectTrouble, async () => {
    const project = await made;
    if (!project) throw new Error(words.project.switchedOff);
    await project.close();
    await openOther(project.id);
  });
  await readKept();
}

export const takeCopy = (id: string): Promise<void> =>
  take(others().then(({ copyProject }) => copyProject(storeNow()!, id, words.project.nameOfCopy)));
export const importFrom = (file: File): Promise<void> =>
  take(
    bundles().then(({ importProject }) => importProject(storeNow()!, file, { content: areChoices, about: isAbout })),
  );

export async function exportOpen(): Promise<void> {
  await attempt(projectTrouble, async () => {
    await save();
    const { exportProject } = await bundles();
    const open = current.peek();
    if (open) download(await exportProject(open), `${open.name.replace(/[^\p{L}\p{N}._-]+/gu, '-')}.tabtune.zip`);
  });
}

/** What the encoder of a copy is called: of this site's own the folder. */
export const nameOfCopy = (folder: string): string =>
  new URL(folder).origin === new URL(document.baseURI).origin
    ? (folder.split('/').filter(Boolean).at(-1) ?? folder)
    : nameAtAddress(folder);

export async function removeCopy(folder: string): Promise<void> {
  await (await openCopies())?.drop(folder);
  await readKept();
}

export async function askToLast(): Promise<void> {
  lasting.value = (await navigator.storage.persist?.().catch(() => false)) ?? false;
}

/** The one that is open goes with what the page shows of it. */
export async function forgetProject(id: string): Promise<void> {
  const open = current.peek();
  if (open?.id === id) {
    hush();
    await open.forget();
    location.reload();
    return;
  }
  const other = await Project.open(storeNow()!, id);
  if (typeof other === 'string') projectTrouble.value = words.project.inOtherTab;
  else await other.forget();
  await readKept();
}

export async function forgetAll(): Promise<void> {
  hush();
  await forgetEverything();
  location.reload();
}

/** What the page shows stays in it, and is kept again where that is wanted again. */
export async function keepNothing(nothing: boolean): Promise<void> {
  if (asides.value.length) await (await retried(() => import('./asides'))).holdAsides();
  await setKeepNothing(nothing);
  await startAfresh();
  if (!nothing) void save();
}

/** One that has a file in this role, and that no tab has open. */
export async function otherWith(role: string): Promise<string | undefined> {
  const store = storeNow();
  return store ? (await others()).projectWith(store, role) : undefined;
}
