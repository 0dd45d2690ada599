// SPDX-License-Identifier: Apache-2.0
// Files of an export as one zip.
import { makeZip } from 'client-zip';
import type { ExportFile } from '../hub/export_file';
import type { Progress } from '../border/messages';
import { blobOf } from '../border/whole';
import { tick } from './tick';
import { job, say } from './jobs';

type Report = (progress: Progress) => void;

export const zipped = (folder: string, files: ExportFile[], report: Report): Promise<Blob> =>
  blobOf(makeZip(zipEntries(folder, files, report)), 'application/zip');

function* zipEntries(folder: string, files: ExportFile[], report: Report) {
  for (const file of files)
    yield { name: `${folder}/${file.name}`, size: file.size, input: withProgress(file, report) };
}

async function* withProgress({ name, size, pieces }: ExportFile, report: Report) {
  let done = 0;
  for (const piece of pieces()) {
    yield piece;
    await tick(); // for a cancel to be heard
    done += piece.byteLength;
    report(job(say.writing(name), done, size));
  }
}
