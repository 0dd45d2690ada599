// SPDX-License-Identifier: Apache-2.0
// Links that are made here: the trained head, or the task alone.
import { computed, signal } from '@preact/signals';
import { addressOf, encoderPlace, MOST_PACKED, writeLink } from '../share/link';
import type { Code } from '../share/qr';
import { fold, labelNames, mainFile, ownFile } from './data';
import { engine, snapshot } from './engine';
import { answering, headAt, headFile, trained } from './head';
import { journal } from './journal';
import { choicesNow, namesInLink } from './link_options';
import { listed, source } from './model';
import { attempt, sentence } from './trouble';
import { words } from '../words';
import type { InLink } from '../words/en/link_faults';

export type { Code } from '../share/qr';

/** The encoder as a link names it; null: it came from files of this computer. */
export const encoderInLink = computed<string | null>(() => {
  const from = source.value;
  if (from?.kind !== 'url') return null;
  const entry = listed.value?.find(({ path }) => new URL(`models/${path}`, document.baseURI).href === from.url);
  return entry?.name ?? from.url;
});

/** All that was learned is in the head. */
export const isHeadAlone = computed(() => (trained.value ? trained.value.method === 'head' : !!headFile.value));

/** Why what was typed has no place in a link; '': it has, or nothing was typed. */
export function faultOf(what: InLink, typed: string): string {
  try {
    if (typed && what === 'encoder') encoderPlace(typed, [], document.baseURI);
    else if (typed) addressOf(what, typed, document.baseURI);
    return '';
  } catch (error) {
    return sentence(error);
  }
}

/** Other computers do not reach this page. */
export const isOwnComputer = (): boolean => /^(localhost|127\.|\[::1\])/.test(new URL(document.baseURI).host);

/** The head as text; `text` null: too long for a link. */
const packed = signal<{ head: number; text: string | null } | null>(null);
export const packedHead = computed(() => (packed.value?.head === headAt.value ? packed.value : null));
export const shareTrouble = signal('');

export const packHead = (): Promise<boolean> =>
  attempt(shareTrouble, async () => {
    const head = headAt.value;
    const { packHead: pack } = await import('../share/packed');
    const file = await engine.call('export.head', { name: 'head', metrics: {}, small: true });
    const bytes = new Uint8Array(await file.arrayBuffer());
    const text = bytes.byteLength < MOST_PACKED ? pack(bytes) : null;
    packed.value = { head, text: text !== null && text.length <= MOST_PACKED ? text : null };
  });

/** `address`: where the file of the head lies; '': it is in the link. null: it has no place in a link. */
export function headLink(encoder: string, address: string): string | null {
  const text = packedHead.value?.text;
  if (address) return writeLink(document.baseURI, { encoder, head: address, options: {} });
  return text ? writeLink(document.baseURI, { encoder, packed: text, options: {} }) : null;
}

/** `address`: of the data. */
export const taskLink = (encoder: string, address: string): string =>
  writeLink(document.baseURI, { encoder, data: address, options: choicesNow() });

/** Where the data of now were fetched; '': they are from this computer. */
export const dataAddress = computed(() => mainFile.value?.address ?? '');
/** What of the data a link does not carry, in words. */
export const notInLink = computed<string[]>(() => [
  ...(journal.value.at ? [words.share.edits] : []),
  ...(labelNames.value && !namesInLink() ? [words.share.labelNames] : []),
  ...(ownFile.validation.value ? [words.share.validationFile] : []),
  ...(ownFile.test.value ? [words.share.testFile] : []),
  ...(fold.value ? [words.share.fold] : []),
]);

export const labelsOfHead = computed(() => answering.value?.labels ?? []);

/** Of the weights that a training here has left. */
const hashed = signal<{ head: number; hash: string } | null>(null);
const weightsAt = computed(() => (trained.value && !snapshot.value.run ? trained.value.id : 0));
export const weightsHash = computed(() => (hashed.value?.head === weightsAt.value ? hashed.value.hash : null));
export const hashTrouble = signal('');

export const hashWeights = (): Promise<boolean> =>
  attempt(hashTrouble, async () => {
    const head = weightsAt.value;
    if (head) hashed.value = { head, hash: await engine.call('model.hash', {}) };
  });

/** Its code is fetched when it is wanted. null: the text is too long. */
export const codeOf = async (text: string): Promise<Code | null> => (await import('../share/qr')).qrCode(text);

export async function copy(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return false;
  }
}
