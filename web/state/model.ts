// SPDX-License-Identifier: Apache-2.0
// Step 3: the encoder in the engine, where it came from, and a head loaded onto it.
import { batch, signal } from '@preact/signals';
import type { Head, HeadFile, ModelInfo, ModelSource } from '../engine/messages';
import { engine, engineReady, progress } from './engine';
import { attempt } from './trouble';

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
export const loading = signal(false);
export const modelTrouble = signal('');
/** A trained head that the checkpoint brought, or that was loaded from a file; null once a new one is in its place. */
export const ownHead = signal<Head | null>(null);
export const headFile = signal<HeadFile | null>(null);
export const headTrouble = signal('');

/** No list is no error: the page may be served without encoders. */
export async function readList(): Promise<void> {
  try {
    const response = await fetch('models/index.json');
    listed.value = response.ok ? await response.json() : [];
  } catch {
    listed.value = [];
  }
}

async function open(source: ModelSource): Promise<void> {
  if (loading.value) return;
  loading.value = true;
  progress.value = { what: `Loading ${source.name}`, done: 0, total: 0, unit: 'bytes' };
  await attempt(modelTrouble, async () => {
    await engineReady;
    const info = await engine.call('model.open', source);
    batch(() => {
      model.value = info;
      headFile.value = null;
      ownHead.value = info.head?.trained ? info.head : null;
    });
  });
  loading.value = false;
  progress.value = null;
}

export const openListed = (entry: Listed): Promise<void> =>
  open({ kind: 'url', name: entry.name, url: new URL(`models/${entry.path}`, document.baseURI).href });

export const openFiles = (files: File[]): Promise<void> =>
  open({ kind: 'files', name: files[0]?.webkitRelativePath.split('/')[0] || 'local files', files });

export const openUrl = (url: string): Promise<void> =>
  open({ kind: 'url', name: url.replace(/\/+$/, '').split('/').slice(-2).join('/'), url });

/** It is loaded unasked once: who stops it does not want it. */
let offered = false;

/** The first encoder of the list, when the user has come this far without choosing one. */
export function openDefault(): void {
  const [entry] = listed.value ?? [];
  if (offered || !entry || model.value || loading.value) return;
  offered = true;
  void openListed(entry);
}

export const openHead = (file: File): Promise<boolean> =>
  attempt(headTrouble, async () => {
    headFile.value = await engine.call('head.open', file);
  });
