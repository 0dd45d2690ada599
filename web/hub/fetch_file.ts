// SPDX-License-Identifier: Apache-2.0
// A single file at an address, whole: data, or a head.
import { fail } from '../border/failure';
import { retried } from '../border/retry';
import { webErrors } from '../words/en/web_errors';
import { saying } from '../words/said';
import { browserWeb, fileAtUrl, isChanged, leave, tellingWaits, type OpenWeb } from './url';

const say = saying('webErrors', webErrors);

interface Wanted {
  name: string;
  /** Bytes that it may have. */
  most: number;
  token?: string | undefined;
  /** That of a browser where it is not given. */
  web?: OpenWeb | undefined;
  waits: (seconds: number) => void;
  stopped: () => boolean;
  /** `total`: 0 when unknown. */
  report: (done: number, total: number) => void;
}

/** One that changes while it is read is read again from its beginning. */
export const fetchFile = (url: string, wanted: Wanted): Promise<File> =>
  retried(
    () => fetchOnce(url, wanted),
    (error) => !isChanged(error),
  );

async function fetchOnce(
  url: string,
  { name, most, token, web = browserWeb, waits, stopped, report }: Wanted,
): Promise<File> {
  const file = await fileAtUrl(url, tellingWaits(await web(token), waits, stopped));
  if (!file) fail('E_DATA', say.noFile(url));
  const tooLarge = (bytes: number) => bytes > most && fail('E_DATA', say.tooLargeFor(url, most / 1e6, name));
  tooLarge(file.size);
  const pieces: Uint8Array<ArrayBuffer>[] = [];
  let done = 0;
  for await (const piece of file.stream()) {
    leave(stopped);
    pieces.push(piece as Uint8Array<ArrayBuffer>);
    done += piece.byteLength;
    tooLarge(done);
    report(done, file.size);
  }
  return new File(pieces, new URL(url).pathname.split('/').at(-1) || name);
}
