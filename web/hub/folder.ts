// SPDX-License-Identifier: Apache-2.0
// A folder of files, wherever it is: at a URL, or in files that the user chose.
import { fail } from '../border/failure';
import { joined } from './joined';
import { isWeights } from './weights';
import { isZip, readZip, type ZipEntry } from '../zip/zip';
import { encoderErrors } from '../words/en/encoder_errors';
import { webErrors } from '../words/en/web_errors';
import { saying } from '../words/said';

const say = saying('webErrors', webErrors);
const sayOf = saying('encoderErrors', encoderErrors);

export interface OpenFile {
  /** Bytes; 0 when unknown. */
  size: number;
  /** From the beginning or byte `from` on, as often as it is wanted: the same bytes each time, or an error. */
  stream(from?: number): AsyncIterable<Uint8Array>;
}

export interface Folder {
  /** For sentences: the address or the name of the folder. */
  name: string;
  /** Of all its files, where they can be listed. */
  names?: string[];
  /** null: the folder has no such file. */
  open(path: string): Promise<OpenFile | null>;
  /** Forgets what is kept of it, so that it is fetched anew. */
  drop?: () => Promise<void>;
}

/** What is in a folder of it. */
export const folderIn = (outer: Folder, path: string): Folder => ({
  ...outer,
  name: `${outer.name.replace(/\/$/, '')}/${path}`,
  ...(outer.names && {
    names: outer.names.flatMap((name) => (name.startsWith(`${path}/`) ? name.slice(path.length + 1) : [])),
  }),
  open: (name) => outer.open(`${path}/${name}`),
});

const folderOf = (path: string) => path.replace(/[^/]+$/, '');

/** The model's files among those of a directory picker, a drop, a zip, or the command line: the folder of the
 * config.json, modules.json or adapter_config.json that is nearest to the root (two such with weights are refused).
 * Files without any are all in one folder. A wanted name may have folders. */
export async function folderOfFiles(
  name: string,
  files: File[],
  paths = files.map((file) => file.name),
): Promise<Folder & { names: string[] }> {
  const [only] = files;
  const all: Omit<ZipEntry, 'size'>[] =
    only && files.length === 1 && isZip(only.name)
      ? await readZip(only)
      : files.map((file, i) => ({
          path: paths[i]!,
          open: async () => ({ size: file.size, bytes: (from = 0) => (from ? file.slice(from) : file).stream() }),
        }));
  const hasWeights = (root: string) => Number(all.some(({ path }) => folderOf(path) === root && isWeights(path)));
  const depth = ({ path }: { path: string }) => path.split('/').length;
  const marks = all
    .filter(({ path }) => /(^|\/)(config|modules|adapter_config)\.json$/.test(path))
    .sort((a, b) => depth(a) - depth(b));
  const roots = new Set(marks.filter((mark) => depth(mark) === depth(marks[0]!)).map(({ path }) => folderOf(path)));
  const [root = '', ...others] = [...roots].sort((a, b) => hasWeights(b) - hasWeights(a));
  if (others[0] !== undefined && hasWeights(others[0])) fail('E_DATA', sayOf.twoModels(name, root, others[0]));
  const inside = all.filter(({ path }) => path.startsWith(root));
  return {
    name,
    names: inside.map(({ path }) => path.slice(root.length)),
    async open(wanted) {
      const found = await inside.find(({ path }) => path === root + wanted)?.open();
      return found ? { size: found.size, stream: (from = 0) => readStream(found.bytes(from)) } : null;
    },
  };
}

/** The same, or a TypeError as of a broken line where it takes longer. */
export function inTime<T>(going: Promise<T>, seconds: number): Promise<T> {
  return new Promise((resolve, reject) => {
    const stalled = () => reject(new TypeError(`nothing has arrived for ${seconds} seconds`));
    const timer = setTimeout(stalled, seconds * 1000);
    void going.then(resolve, reject).finally(() => clearTimeout(timer));
  });
}

/** `for await` over a stream; Safari has no iterator of its own for it. `patience`: seconds that it may give
 * nothing. */
export async function* readStream(stream: ReadableStream<Uint8Array>, patience?: number): AsyncGenerator<Uint8Array> {
  const reader = stream.getReader();
  try {
    for (;;) {
      const read = reader.read();
      const { done, value } = await (patience === undefined ? read : inTime(read, patience));
      if (done) return;
      yield value;
    }
  } finally {
    await reader.cancel().catch(() => undefined);
  }
}

/** A file that is small by its nature, whole. */
export async function readWhole(file: OpenFile, what: string): Promise<Uint8Array<ArrayBuffer>> {
  const most = 64 << 20;
  const pieces: Uint8Array[] = [];
  let bytes = 0;
  for await (const piece of file.stream()) {
    pieces.push(piece);
    bytes += piece.byteLength;
    if (bytes > most) fail('E_FORMAT', say.tooLarge(what, most >> 20), bytes);
  }
  return joined(pieces);
}
