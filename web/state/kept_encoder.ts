// SPDX-License-Identifier: Apache-2.0
// The encoder of a project, with the head that a link or a file has put onto it. An encoder from an address has its
// copy apart from projects; files that were chosen, or made here by further pre-training, are kept in the project.
import type { ModelSource, Told } from '../border/messages';
import { isHere, isOfEncoder } from '../project/encoders';
import { fetchRest, words } from '../words';
import { headSource, headTrouble, model, modelAt, modelTrouble, openAtOnce, openHeadAtOnce, source } from './model';

export interface KeptEncoder {
  name: string;
  fingerprint: string;
  /** Its address; or of its files the paths in their folder. */
  from: { url: string } | { paths: string[]; told?: Told };
  /** The name and the role of its file; absent where the head is none of a file. */
  head?: { name: string; role: string } | null;
}

/** Roles in the project begin so. */
export const ENCODER = 'encoder ';

const roleOf = (fingerprint: string, path: string) => `${ENCODER}${fingerprint} ${path}`;
/** The same bytes have the same role. */
export const roleOfHead = (sum: string): string => `${ENCODER}head ${sum}`;

/** What a project needs of it. */
export const rolesOfEncoder = (encoder: KeptEncoder | null | undefined): string[] => [
  ...(encoder && 'paths' in encoder.from ? encoder.from.paths.map((path) => roleOf(encoder.fingerprint, path)) : []),
  ...(encoder?.head ? [encoder.head.role] : []),
];

/** The last one: a project does not lose an encoder that cannot be loaded now, or that died with the engine. */
let last: { encoder: KeptEncoder | null; files: Map<string, Blob> } = { encoder: null, files: new Map() };

/** The head is on its way: its encoder may be there already. */
let headComes = false;

/** The encoder of the moment, and its files by role. */
export function encoderNow(): typeof last {
  const [from, info] = [source.value, model.value];
  if (!info || headComes) return last;
  const { fingerprint, name } = info;
  const files = new Map<string, Blob>();
  let encoder: KeptEncoder | null = null;
  if (from?.kind === 'url') encoder = { name, fingerprint, from: { url: from.url } };
  if (from?.kind === 'files') {
    const paths = from.files.map((file, i) => from.paths?.[i] ?? file.name);
    const read = paths.filter(isOfEncoder);
    paths.forEach((path, i) => isOfEncoder(path) && files.set(roleOf(fingerprint, path), from.files[i]!));
    encoder = { name, fingerprint, from: { paths: read, ...(from.told && { told: from.told }) } };
  }
  const head = headSource.value;
  if (encoder && head) {
    encoder = { ...encoder, head: { name: head.file.name, role: roleOfHead(head.sum) } };
    files.set(encoder.head!.role, head.file);
  }
  return (last = { encoder, files });
}

/** A file of the project; null: it is not there any more, or damaged. */
export type Read = (role: string) => Promise<Blob | null>;

/** null: one of the files is not there, or damaged. */
async function sourceOf({ name, fingerprint, from }: KeptEncoder, read: Read): Promise<ModelSource | null> {
  if ('url' in from) return { kind: 'url', name, url: from.url, asKept: true };
  const files: File[] = [];
  for (const path of from.paths) {
    const bytes = await read(roleOf(fingerprint, path));
    if (!bytes) return null;
    files.push(new File([bytes], path.split('/').at(-1)!));
  }
  return { kind: 'files', name, files, ...from };
}

/** What is kept, or else, where there was no room or no time to keep it, the files that this page still has. */
const orHeld =
  (read: Read, held: Map<string, Blob>): Read =>
  async (role) =>
    (await read(role)) ?? held.get(role) ?? null;

/** A page that has just been opened may not have them yet. */
async function sentences() {
  await fetchRest();
  return words.kept;
}

/** As it was. `ask`: where the copy is gone its address is asked; not unasked, where that is another server. Returns a
 * sentence where it is not there, or another one. */
export async function openEncoder(wanted: KeptEncoder | null, read: Read, ask: boolean): Promise<string> {
  const held = last.encoder?.fingerprint === wanted?.fingerprint ? last.files : new Map<string, Blob>();
  last = { encoder: wanted, files: held };
  if (!wanted) return '';
  const { name, fingerprint, from } = wanted;
  if (!ask && 'url' in from && !(await isHere(from.url, document.baseURI)))
    return (await sentences()).notHere(name, from.url);
  const found = await sourceOf(wanted, orHeld(read, held));
  if (!found) return (await sentences()).noFiles(name);
  const before = modelAt.value;
  headComes = !!wanted.head;
  try {
    await openAtOnce(found);
    if (modelAt.value === before) return modelTrouble.value; // '': it was stopped
    const now = model.value?.fingerprint;
    if (now && now !== fingerprint) return (await sentences()).otherWeights(name);
    return wanted.head ? await openHeadOf(wanted.head, orHeld(read, held)) : '';
  } finally {
    headComes = false;
  }
}

async function openHeadOf({ name, role }: { name: string; role: string }, read: Read): Promise<string> {
  const bytes = await read(role);
  if (!bytes) return (await sentences()).headDamaged(name);
  await openHeadAtOnce(new File([bytes], name));
  return headTrouble.value;
}
