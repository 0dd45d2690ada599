// SPDX-License-Identifier: Apache-2.0
// The project that is open in this tab: what the user does is kept on this computer a moment later, and is there again
// after a reload.
import { hasCode } from '../border/failure';
import { effect, signal } from '@preact/signals';
import { retried } from '../border/retry';
import { listCopies, type CopyList } from '../project/copies';
import { lastProject, listProjects, openNext, Project, type NotOpened, type ProjectEntry } from '../project/projects';
import { isFull, onClosed, openStore, type Refusal, type Store } from '../project/store';
import { applyChoices, DATA, gather, rolesOf, rowsAsOf, watchChoices, type Choices } from './choices';
import { areChoices } from './choices_shape';
import { asides, mainFile, nameNow } from './data';
import { ENCODER, openEncoder, type Read } from './kept_encoder';
import { dropRun, filesOfRun, goOn, interrupted, keepRunsIn } from './kept_run';
import { aboutModel, filesOfModels, inPlace, keepModelsIn, restoreModel } from './kept_models';
import { trained } from './head';
import { declineDefault, model } from './model';
import { phase } from './phase';
import { replaceTrained } from './replace';
import { attempt, newestOnly, sentence } from './trouble';
import { fetchRest, words } from '../words';
import { COPY, inAnyLanguage } from '../words/given_names';

/** empty: there is nothing to keep yet. full: the browser gives no more room. cleared: what was kept was removed from
 * outside this tab. */
export type Keeping = 'starting' | 'empty' | 'kept' | 'full' | 'cleared' | Refusal | NotOpened;
export const keeping = signal<Keeping>('starting');
/** null: none is open. */
export const project = signal<{ id: string; name: string; bytes: number } | null>(null);
export const projects = signal<ProjectEntry[]>([]);
export const copies = signal<CopyList[]>([]);
export const projectTrouble = signal('');

/** What it is written to. */
export const current = signal<Project | null>(null);
let store: Store | null = null;
export const storeNow = (): Store | null => store;
/** What the page shows is not written: it is being brought back, or is forgotten. */
let silent = true;
export const hush = (): void => void (silent = true);

export async function readKept(): Promise<void> {
  if (!store) return;
  projects.value = await listProjects(store);
  copies.value = await listCopies(store);
  const open = current.peek();
  project.value = open && { id: open.id, name: project.value?.name ?? open.name, bytes: open.bytes };
}

/** What has changed, at once. */
export const save = newestOnly(async () => {
  if (!store || silent || (!mainFile.value && !model.value)) return;
  try {
    const { choices: now, files } = await gather();
    const choices: Choices = asides.value.length ? { ...now, asides: await (await aside()).gatherAsides(files) } : now;
    if (!current.peek()) setOpen(await createProject(store));
    const open = current.peek();
    if (open) await followData(open, choices);
    let kept = open && (await keepAll(open, choices, files));
    const torn = kept ? tornIn(open!) : [];
    if (torn.length) kept = await (await removed()).mend(open!, torn, () => keepAll(open!, choices, files));
    if (kept) keeping.value = 'kept';
    else await stopKeeping();
  } catch (error) {
    keeping.value = isFull(error) ? 'full' : 'refused';
  }
  await readKept().catch(() => undefined);
});

const removed = () => retried(() => import('./removed'));
const aside = () => retried(() => import('./asides'));
/** Roles whose bytes the browser has removed. What a list shows of runs stands in the record. */
const tornIn = (of: Project) => of.gone.filter((role) => !/^(past |looks)/.test(role));

/** Nothing of this tab may be kept any more. */
async function stopKeeping(): Promise<void> {
  keeping.value = (await openStore()) === 'unwanted' ? 'unwanted' : 'cleared';
  await current.peek()?.close();
  setOpen(null);
}

/** Whether what was kept is still there. */
async function lookAgain(): Promise<void> {
  if (silent || !store) return;
  if (await store.allowed().catch(() => false)) return save(); // which finds what was removed alone
  await stopKeeping();
  await readKept().catch(() => undefined);
}
onClosed(() => void lookAgain());

async function createProject(where: Store): Promise<Project | null> {
  const created = await Project.create(where, mainFile.value?.name ?? model.value!.name);
  if (created) await openNext(where, created.id);
  return created;
}

const nameAfter = ({ tables, encoder }: Choices) => tables.main?.name ?? encoder?.name;

/** A project that is called after its data goes by the name of others that take their place; a name that the user gave
 * it stays. */
async function followData(open: Project, choices: Choices): Promise<void> {
  const [before, after] = [open.content, nameAfter(choices)];
  if (after && areChoices(before) && open.name === nameAfter(before) && open.name !== after) await rename(after);
}

/** The choices are there before the encoder, which may not fit. */
async function keepAll(to: Project, choices: Choices, files: Map<string, Blob>): Promise<boolean> {
  const put = async (kind: string) => {
    for (const [role, file] of files)
      if (role.startsWith(kind) && to.lacks(role) && !(await to.put({ [role]: file }))) return false;
    return true;
  };
  if (!(await put(DATA)) || !(await to.set({ content: choices })) || !(await put(ENCODER))) return false;
  const used = new Set([...rolesOf(choices), ...filesOfRun(to), ...filesOfModels(to)]);
  const unused = [...to.roles(DATA), ...to.roles(ENCODER)].filter((role) => !used.has(role));
  return unused.length === 0 || to.drop(unused);
}

let wait: ReturnType<typeof setTimeout>;
effect(() => {
  watchChoices();
  clearTimeout(wait);
  wait = setTimeout(save, 400);
});
document.addEventListener('visibilitychange', () => {
  void (document.visibilityState === 'hidden' ? save() : lookAgain());
});

// A page that was left has given its project back (lock.ts). Where the button Back shows it again, it begins anew.
addEventListener('pageshow', ({ persisted }) => persisted && location.reload());

/** What is kept comes back: the data and the choices, then what the engine had. */
async function restore(from: Project): Promise<void> {
  const choices = from.content;
  if (!choices) return;
  if (!areChoices(choices)) throw await fetchRest().then(() => new Error(words.project.damaged(from.name)));
  if (choices.encoder) declineDefault();
  await applyChoices(choices, readerOf(from), {});
  if (choices.asides && !asides.value.length) (await aside()).bringAsides(choices.asides, readerOf(from));
  silent = false;
  await bringBack(from, choices, false);
}

const readerOf =
  (from: Project): Read =>
  async (role) =>
    (await from.read(role))?.bytes ?? null;

/** What the engine does not have, and can have again. */
export const away = signal<(() => Promise<void>) | null>(null);

/** The encoder, and the model that was in place. A training that broke off has taken the model's place already. `ask`:
 * the encoder may be asked for at its address. */
async function bringBack(from: Project, { encoder }: Choices, ask: boolean): Promise<void> {
  away.value = null;
  projectTrouble.value = await openEncoder(encoder, readerOf(from), ask);
  if (projectTrouble.value && !model.value) away.value = () => bringBack(from, from.content as Choices, true);
  const began = interrupted.value || encoder?.head ? null : inPlace.value;
  if (began !== null && model.value?.fingerprint === aboutModel(from, began).fingerprint)
    await restoreModel(from, began, await rowsAsOf(aboutModel(from, began).choices, readerOf(from)));
}

/** The head of a file is in the project. */
export const isHeadKept = (): boolean => !!(current.peek()?.content as Choices | null | undefined)?.encoder?.head;

/** Of an engine that has died, what the project has: its encoder, and the model that was in place. */
export function wayBack(): (() => Promise<void>) | null {
  const from = current.peek();
  const choices = from?.content as Choices | null | undefined;
  return from && choices?.encoder ? () => bringBack(from, choices, true) : null;
}

/** The run whose model is on its way; null: none. */
export const opening = signal<number | null>(null);
export const openingTrouble = signal('');

/** The model of a run in the place of the one there is, with its encoder. */
export const useModel = (began: number): Promise<void> =>
  replaceTrained('kept', words.runs.use, async () => {
    const from = current.peek();
    if (!from || opening.peek() !== null || phase.peek() !== 'idle') return;
    opening.value = began;
    await attempt(openingTrouble, async () => {
      const { choices, fingerprint } = aboutModel(from, began);
      const isLoaded = () => model.peek()?.fingerprint === fingerprint;
      const rows = await rowsAsOf(choices, readerOf(from));
      const missing = isLoaded() ? '' : await openEncoder(choices.encoder, readerOf(from), true);
      if (missing) throw new Error(missing);
      if (isLoaded()) await restoreModel(from, began, rows);
    });
    opening.value = null;
  });

function setOpen(now: Project | null): void {
  current.value = now;
  keepRunsIn(now);
  keepModelsIn(now);
}

/** The last of these. */
let restored: Promise<void> = Promise.resolve();

async function openProject(id: string): Promise<void> {
  const opened = await Project.open(store!, id);
  if (typeof opened === 'string') {
    if (opened !== 'gone') keeping.value = opened;
    return;
  }
  const torn = tornIn(opened);
  if (torn.length) await (await removed()).takeStock(opened, torn);
  setOpen(opened);
  // From here on it is shown, and what is pressed waits.
  restored = openNext(store!, id).then(() => {
    keeping.value = 'kept';
    return restore(opened);
  });
  await restored;
}

let begun: Promise<void> | null = null;
/** When the page begins, once. */
export const begin = (): Promise<void> => (begun ??= open());

async function open(): Promise<void> {
  const opened = await openStore();
  store = typeof opened === 'string' ? null : opened;
  keeping.value = typeof opened === 'string' ? opened : 'empty';
  try {
    const last = store ? await lastProject(store) : undefined;
    if (last !== undefined) await openProject(last);
  } catch (error) {
    if (!hasCode(error, 'E_CANCELLED')) projectTrouble.value = sentence(error);
  }
  silent = false;
  await readKept();
  lasting.value = (await navigator.storage?.persisted?.().catch(() => false)) ?? false;
  void save();
}

/** The training that broke off is being brought back. */
export const goingOn = signal(false);

/** After what is being restored; what could not be is brought back with the training, or its sentence says what is
 * missing. */
export async function goOnHere(): Promise<void> {
  goingOn.value = true;
  await restored.catch(() => undefined);
  await goOn();
  goingOn.value = false;
}

/** The model that was there before it comes back, if there is one. */
export async function discardRun(): Promise<void> {
  await dropRun();
  await restored.catch(() => undefined);
  const open = current.peek();
  if (open && !trained.value) await restore(open);
}

/** The page begins anew with it; null: with none. */
async function switchTo(id: string | null): Promise<void> {
  await save();
  silent = true;
  await current.peek()?.close();
  await openNext(store!, id);
  location.reload();
}

export const openOther = (id: string): Promise<void> => switchTo(id);
export const newProject = (): Promise<void> => switchTo(null);
/** The same where nothing is kept. */
export const beginAnew = async (): Promise<void> => (store ? newProject() : location.reload());

/** Of one that another tab has open. */
const OF_COPY = new RegExp(`^(.+) \\(${inAnyLanguage(COPY)}\\)$`);

/** The name of a project as it is shown: what the page gave, to samples and copies, in its language. */
export function projectNow(name: string): string {
  const copied = OF_COPY.exec(name)?.[1];
  if (copied) return words.project.nameOfCopy(projectNow(copied));
  const file = mainFile.value;
  return file?.name === name ? nameNow(file) : name;
}

/** The browser removes what it keeps where the disk is full, unless it has agreed not to. */
export const lasting = signal(true);
export async function rename(name: string): Promise<void> {
  if (project.value) project.value = { ...project.value, name };
  await current.peek()?.set({ name });
}

export async function startAfresh(): Promise<void> {
  await current.peek()?.close();
  setOpen(null);
  const opened = await openStore();
  store = typeof opened === 'string' ? null : opened;
  keeping.value = typeof opened === 'string' ? opened : 'empty';
  project.value = null;
  projects.value = copies.value = [];
  await readKept();
}
