// SPDX-License-Identifier: Apache-2.0
// The head alone as a file: what its metadata says, written and read.
import { fail } from '../engine/failure';
import type { HeadFile } from '../engine/messages';
import type { Trained } from './card';

/** The metadata of head.safetensors: strings, as the format wants. */
export function headMetadata(trained: Trained, fingerprint: string): Record<string, string> {
  return {
    tabtune: 'head',
    task: 'single_label_classification',
    method: trained.method,
    labels: JSON.stringify(trained.labels),
    base: trained.base,
    fingerprint,
    metrics: JSON.stringify(trained.metrics),
    max_length: String(trained.max_length),
  };
}

const MOST_HEADER = 1 << 20;

/** Reads the metadata of a head file; its tensors are checked by the engine. */
export async function readHead(file: File): Promise<HeadFile> {
  const no = (why: string): never => fail('E_FORMAT', `${file.name} is no head that was saved here: ${why}.`, 0);
  const start = new DataView(await file.slice(0, 8).arrayBuffer());
  if (start.byteLength < 8) return no('it has fewer than 8 bytes');
  const length = Number(start.getBigUint64(0, true));
  if (length > MOST_HEADER || 8 + length > file.size)
    return no('its header is longer than the file or than a head needs');
  let metadata: Record<string, string>;
  try {
    const header = JSON.parse(await file.slice(8, 8 + length).text()) as { __metadata__?: Record<string, string> };
    metadata = header.__metadata__ ?? {};
  } catch {
    return no('its header is no JSON');
  }
  if (metadata.tabtune !== 'head') return no('its metadata does not say so');
  if (metadata.task !== 'single_label_classification') return no(`its task "${metadata.task}" is not known`);
  try {
    const labels = JSON.parse(metadata.labels ?? '') as string[];
    if (!Array.isArray(labels) || labels.length < 2 || labels.some((label) => typeof label !== 'string'))
      throw new Error();
    return {
      task: metadata.task,
      labels,
      base: metadata.base ?? '',
      fingerprint: metadata.fingerprint ?? '',
      metrics: JSON.parse(metadata.metrics ?? '{}') as Record<string, number>,
      max_length: Number(metadata.max_length ?? 128) || 128,
    };
  } catch {
    return no('its labels or metrics cannot be read');
  }
}
