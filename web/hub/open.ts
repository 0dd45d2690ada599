// SPDX-License-Identifier: Apache-2.0
// A source that the user gave -> a checkpoint: files, a zip, an address, an adapter with its base.
import type { ModelSource } from '../border/messages';
import type { Adapter } from './adapted';
import { readCheckpoint, readTerms, type Checkpoint } from './checkpoint';
import { folderOfFiles, type Folder } from './folder';
import { browserWeb, folderAtUrl, tellingWaits, type OpenWeb } from './url';
import { loneWeights } from './weights';
import { modelRemarks } from '../words/en/model_remarks';
import { saying } from '../words/said';

const remark = saying('modelRemarks', modelRemarks);

export { fittedLeftOut, leftOut } from './left_out';
export { isChanged } from './url';

/** The base encoder of an adapter. */
export type BaseOf = (adapter: Adapter, open: (source: ModelSource) => Promise<Checkpoint>) => Promise<Checkpoint>;

interface Ways {
  /** For one at an address; that of a browser where it is not given. */
  web?: OpenWeb | undefined;
  /** Is told of the seconds of each wait. */
  waits?: ((seconds: number) => void) | undefined;
  /** Whether nobody waits for it any more. */
  stopped?: (() => boolean) | undefined;
  /** Where it is not given, adapters are refused. */
  baseOf?: BaseOf | undefined;
}

export async function openCheckpoint(source: ModelSource, ways: Ways = {}): Promise<Checkpoint> {
  const { web = browserWeb, waits, stopped, baseOf } = ways;
  const adapted = baseOf && ((folder: Folder, config: string) => openAdapter(source, ways, baseOf, folder, config));
  if (source.kind === 'url') {
    const opened = await web(source.token);
    const telling = waits ? tellingWaits(opened, waits, stopped) : opened;
    return readCheckpoint(source.name, folderAtUrl(source.url, telling, source.asKept, source.has), { adapted });
  }
  const folder = await folderOfFiles(source.name, source.files, source.paths);
  const read = await readCheckpoint(source.name, folder, { weights: loneWeights(folder.names), adapted });
  return { ...read, ...source.told };
}

/** Its code is loaded when there is one. */
async function openAdapter(
  { name, base: given }: ModelSource,
  ways: Ways,
  baseOf: BaseOf,
  folder: Folder,
  config: string,
): Promise<Checkpoint> {
  const { readAdapter, merged } = await import('./adapted');
  const adapter = await readAdapter(name, folder, config);
  const base = await baseOf(adapter, (source) => openCheckpoint(source, { ...ways, baseOf: undefined }));
  // One that was made here has been compared by its fingerprint.
  const own = adapter.config.base;
  const unchecked = !adapter.made && base.name !== own && !given?.is_named;
  const forTexts = adapter.config.head === 'SequenceClassification';
  const remarks = [...base.remarks, ...(unchecked ? [remark.otherBase(name, own, base.name)] : [])];
  const told = { remarks, lowered: base.lowered, ...(forTexts && { noScore: remark.noScore(name) }) };
  const terms = (await readTerms(folder)) ?? base.terms;
  const files = { ...(await merged(adapter, base, terms)), told };
  return { ...(await openCheckpoint(files)), files };
}
