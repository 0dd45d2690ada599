// SPDX-License-Identifier: Apache-2.0
// Step 3: the encoder in the engine, where it came from, and a head loaded onto it.
import { computed, signal } from '@preact/signals';
import type { ModelSource, Task } from '../border/messages';
import { sumOf } from '../project/disk';
import { nameAtAddress } from '../project/encoders';
import { asking, cancelCalls, engine, snapshot } from './engine';
import { headFile } from './head';
import { words } from '../words';
import { phase } from './phase';
import { replaceTrained } from './replace';
import { attempt, newestOnly } from './trouble';

/** An encoder served with this page: an entry of models/index.json. */
export interface Listed {
  name: string;
  /** Its folder, from models/. */
  path: string;
  description: string;
  /** The same in other languages, by their tags. */
  descriptions?: Partial<Record<string, string>>;
  bytes: number;
  licence: string;
  /** Made for names: its vocabulary keeps capitals. */
  names?: boolean;
  /** All that is in the folder. */
  files?: string[];
}

export const listed = signal<Listed[] | null>(null);
export const model = computed(() => snapshot.value.model);
/** The number of the change that put it in place. */
export const modelAt = computed(() => model.value?.at ?? 0);
/** An encoder is on its way, or the model that was trained on it. */
export const loading = computed(() => asking('model.open', 'model.restore'));
export const modelTrouble = signal('');
export const headTrouble = signal('');

/** No list is no error: the page may be served without encoders. Where it cannot be reached, the next step that needs
 * it asks again. */
export async function readList(): Promise<void> {
  try {
    const response = await fetch('models/index.json');
    listed.value = response.ok ? await response.json() : [];
  } catch {
    listed.value = null;
  }
}

let wanted: ModelSource | null = null;
const opened = signal<{ at: number; from: ModelSource } | null>(null);
/** Where it came from; null: it was made here, or there is none. */
export const source = computed(() => (opened.value?.at === modelAt.value ? opened.value.from : null));
/** The same of the last one that could be loaded. */
export const lastSource = (): ModelSource | null => opened.value?.from ?? null;

const openWanted = newestOnly(async () => {
  const from = wanted!;
  if (!(await attempt(modelTrouble, () => engine.call('model.open', from)))) return;
  headTrouble.value = ''; // of a head on the encoder before
  opened.value = { at: modelAt.value, from };
  await learnSource(); // an adapter has become files of a whole model
});

/** Of an encoder whose files the worker made: pre-trained further, or an adapter merged into its base. */
export async function learnSource(): Promise<void> {
  const at = modelAt.value;
  const from = await engine.call('model.files', {}).catch(() => null);
  if (from && at === modelAt.value) opened.value = { at, from };
}

/** In the place of whatever there is. The one chosen last takes the place of one that is still being loaded. */
export async function openAtOnce(from: ModelSource): Promise<void> {
  modelTrouble.value = phase.value === 'idle' ? '' : words.replace.busy;
  if (modelTrouble.value) return;
  wanted = from;
  cancelCalls(['model.open']);
  await openWanted();
}

/** The same, but a training that would be lost is asked about first. */
export const openSource = (from: ModelSource): Promise<void> =>
  replaceTrained('encoder', words.replace.load(from.name), () => openAtOnce(from));

export const openListed = (entry: Listed): Promise<void> =>
  openSource({
    ...{ kind: 'url', name: entry.name, url: new URL(`models/${entry.path}`, document.baseURI).href },
    ...(entry.files && { has: entry.files }),
  });

export const openFiles = (files: File[]): Promise<void> =>
  openSource({
    kind: 'files',
    name: nameOf(files),
    files,
    paths: files.map((file) => file.webkitRelativePath || file.name),
  });

const nameOf = ([first, second]: File[]) =>
  first?.webkitRelativePath.split('/')[0] ||
  first?.name.match(/^(.+)\.zip$/i)?.[1] ||
  (first && !second ? first.name : words.replace.localFiles);

/** `token`: of the user's account at the hub, for this visit. */
export const openUrl = (url: string, token = ''): Promise<void> =>
  openSource({ kind: 'url', name: nameAtAddress(url), url, ...(token && { token }) });

/** It is loaded unasked once: who stops it does not want it. */
let offered = false;

/** The project has its own. */
export function declineDefault(): void {
  offered = true;
}

/** The first encoder of the list, for tags of words the first one that is made for names, when the user has come this
 * far without choosing one. */
export async function openDefault(task: Task): Promise<void> {
  if (!listed.value) await readList();
  const entries = listed.value ?? [];
  const entry = (task === 'token_classification' && entries.find(({ names }) => names)) || entries[0];
  if (offered || !entry || model.value || loading.value) return;
  offered = true;
  await openListed(entry);
  const trouble = modelTrouble.value;
  if (!trouble || entry === entries[0]) return;
  await openListed(entries[0]!); // without a network it alone may be kept
  modelTrouble.value ||= trouble;
}

const openedHead = signal<{ file: File; sum: string } | null>(null);
/** The file of the head that answers, and its checksum; null: that head is not one of a file. */
export const headSource = computed(() => (headFile.value ? openedHead.value : null));

/** In the place of whatever there is. */
export const openHeadAtOnce = (file: File): Promise<boolean> =>
  attempt(headTrouble, async () => {
    const sum = await sumOf(file);
    await engine.call('head.open', file);
    openedHead.value = { file, sum };
  });

/** The same, but a training that would be lost is asked about first. */
export const openHead = (file: File): Promise<void> =>
  replaceTrained('head', words.replace.load(file.name), () => openHeadAtOnce(file));
