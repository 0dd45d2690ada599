// SPDX-License-Identifier: Apache-2.0
// A folder of files, wherever it is: at a URL, or in files that the user chose.
import { fail } from '../engine/failure';

export interface OpenFile {
  /** Bytes; 0 when unknown. */
  size: number;
  /** From the beginning, as often as it is wanted: the same bytes each time, or an error. */
  stream(): AsyncIterable<Uint8Array>;
}

export interface Folder {
  /** For sentences: the address or the name of the folder. */
  name: string;
  /** null: the folder has no such file. */
  open(path: string): Promise<OpenFile | null>;
}

/** A folder in a list of files: of a directory picker, a drop, or the command line. Found by their names; where a name
 * occurs more than once, the one nearest to the root. A wanted name may have folders: the file's path then ends with
 * it. */
export function folderOfFiles(name: string, files: File[]): Folder & { names: string[] } {
  const path = (file: File) => file.webkitRelativePath || file.name;
  const depth = (file: File) => path(file).split('/').length;
  const sorted = [...files].sort((a, b) => depth(a) - depth(b));
  return {
    name,
    names: sorted.map((file) => file.name),
    async open(wanted) {
      const file = sorted.find((candidate) => candidate.name === wanted || path(candidate).endsWith(`/${wanted}`));
      return file ? { size: file.size, stream: () => readStream(file.stream()) } : null;
    },
  };
}

/** `for await` over a stream; Safari has no iterator of its own for it. */
export async function* readStream(stream: ReadableStream<Uint8Array>): AsyncGenerator<Uint8Array> {
  const reader = stream.getReader();
  try {
    for (;;) {
      const { done, value } = await reader.read();
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
    if (bytes > most) fail('E_FORMAT', `${what} is larger than ${most >> 20} MiB; that is no such file.`, bytes);
  }
  const whole = new Uint8Array(bytes);
  let at = 0;
  for (const piece of pieces) {
    whole.set(piece, at);
    at += piece.byteLength;
  }
  return whole;
}
