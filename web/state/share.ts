// SPDX-License-Identifier: Apache-2.0
// Links that are made here: the trained head, or the task alone.
import { computed, signal } from '@preact/signals';
import { MOST_PACKED, writeLink } from '../share/link';
import type { Code } from '../share/qr';
import { mainFile } from './data';
import { engine } from './engine';
import { answering, headAt, headFile, trained } from './head';
import { journal } from './journal';
import { choicesNow } from './link_options';
import { listed, source } from './model';
import { attempt } from './trouble';

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
/** What a link cannot have. */
export const editsOfNow = computed(() => journal.value.at);

export const labelsOfHead = computed(() => answering.value?.labels ?? []);

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
