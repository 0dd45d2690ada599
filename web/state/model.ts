// SPDX-License-Identifier: Apache-2.0
// Step 3: the encoder in the engine, where it came from, and a head loaded onto it.
import { batch, signal } from '@preact/signals';
import type { ModelInfo, ModelSource } from '../engine/messages';
import { cancelCall, engine, progress } from './engine';
import { inPlace } from './head';
import { phase } from './phase';
import { replaceTrained } from './replace';
import { attempt, newestOnly } from './trouble';

/** An encoder served with this page: an entry of models/index.json. */
export interface Listed {
  name: string;
  /** Its folder, from models/. */
  path: string;
  description: string;
  bytes: number;
  licence: string;
}

export const listed = signal<Listed[] | null>(null);
export const model = signal<ModelInfo | null>(null);
/** Where it came from; null: it was made here, or there is none. */
export const source = signal<ModelSource | null>(null);
export const loading = signal(false);
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

/** Another encoder is in the engine, or none: what was trained or loaded on the one before went with it. */
export function replaceModel(info: ModelInfo | null, from: ModelSource | null = null): void {
  batch(() => {
    model.value = info;
    source.value = from;
    inPlace.value = info?.head?.trained ? { from: 'checkpoint', head: info.head } : null;
  });
}
engine.onDeath(() => replaceModel(null));

/** After a call that failed on its way: what the engine still has. */
export async function learn(): Promise<void> {
  if (!model.value) return;
  const info = await engine.call('model.info', {});
  if (!info) replaceModel(null);
  else if (!info.head?.trained) inPlace.value = null;
}

let wanted: ModelSource;

const openWanted = newestOnly(async () => {
  const from = wanted;
  loading.value = true;
  progress.value = { what: `Loading ${from.name}`, done: 0, total: 0, unit: 'bytes' };
  await attempt(modelTrouble, async () => {
    try {
      replaceModel(await engine.call('model.open', from), from);
    } catch (error) {
      await learn();
      throw error;
    }
  });
  loading.value = false;
  progress.value = null;
});

/** The one chosen last takes the place of one that is still being loaded. */
export async function openSource(from: ModelSource): Promise<void> {
  modelTrouble.value = phase.value === 'idle' ? '' : BUSY;
  if (modelTrouble.value) return;
  await replaceTrained('encoder', `Load ${from.name}`, () => {
    wanted = from;
    if (loading.value) cancelCall();
    return openWanted();
  });
}

const BUSY = 'A training is going on. Wait for its end, or stop it.';

export const openListed = (entry: Listed): Promise<void> =>
  openSource({ kind: 'url', name: entry.name, url: new URL(`models/${entry.path}`, document.baseURI).href });

export const openFiles = (files: File[]): Promise<void> =>
  openSource({
    kind: 'files',
    name: nameOf(files[0]),
    files,
    paths: files.map((file) => file.webkitRelativePath || file.name),
  });

const nameOf = (first: File | undefined) =>
  first?.webkitRelativePath.split('/')[0] || first?.name.match(/^(.+)\.zip$/i)?.[1] || 'local files';

export const openUrl = (url: string): Promise<void> =>
  openSource({ kind: 'url', name: url.replace(/\/+$/, '').split('/').slice(-2).join('/'), url });

/** It is loaded unasked once: who stops it does not want it. */
let offered = false;

/** The first encoder of the list, when the user has come this far without choosing one. */
export async function openDefault(): Promise<void> {
  if (!listed.value) await readList();
  const [entry] = listed.value ?? [];
  if (offered || !entry || model.value || loading.value) return;
  offered = true;
  await openListed(entry);
}

export const openHead = (file: File): Promise<void> =>
  replaceTrained('head', `Load ${file.name}`, () =>
    attempt(headTrouble, async () => {
      inPlace.value = { from: 'file', file: await engine.call('head.open', file) };
    }),
  );
