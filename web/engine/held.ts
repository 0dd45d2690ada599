// SPDX-License-Identifier: Apache-2.0
// What the worker has: the encoder with its head, the rows of the three parts, the run; and the numbered snapshot of
// it.
import { poolingOfHeads } from '../border/pooling';
import { fail } from '../border/failure';
import type { EngineModelInfo, Loaded } from './load';
import type { Cut, DataInfo, ModelInfo, OpenPart, Part, PoolingError, RunState, Snapshot } from '../border/messages';
import type { Data } from './module';
import { refusal } from './refusals';

interface HeldPart extends OpenPart {
  /** null: the part is empty. */
  data: Data | null;
  pairs: boolean;
  /** Of test rows: a training that is saved has answers to them (run_file.ts). */
  hash?: Promise<string>;
}

export class Held {
  loaded: Loaded | null = null;
  run: RunState | null = null;
  readonly parts = new Map<Part, HeldPart>();
  /** What the training rows that are open tell of what a head may read; null: they were not asked. */
  poolingErrors: PoolingError[] | null = null;
  private number = 0;
  private last: Snapshot | null = null;

  /** Numbers go on from this one. */
  startAfter(number: number): void {
    this.number = Math.max(this.number, number);
    this.last = null;
  }

  /** To be called after each change; returns its number. */
  changed(): number {
    this.last = null;
    return ++this.number;
  }

  /** The head is another one, or answers otherwise. */
  headChanged(change: Partial<Loaded>): void {
    const { current } = this;
    Object.assign(current, change, { headAt: this.changed(), info: current.model.info<EngineModelInfo>() });
  }

  /** The same object until the next change. */
  snapshot(): Snapshot {
    return (this.last ??= this.take());
  }

  private take(): Snapshot {
    const { number, loaded, run } = this;
    const parts = Object.fromEntries(
      [...this.parts].map(([part, { at, id, cut, info }]): [Part, OpenPart] => [part, { at, id, cut, info }]),
    );
    if (!loaded) return { number, model: null, head: null, parts, run };
    const model = this.describe();
    const head = model.head && { ...model.head, ...loaded.origin, at: loaded.headAt };
    return { number, model: { ...model, at: loaded.at }, head, parts, run: run && { ...run } };
  }

  get current(): Loaded {
    return this.loaded ?? fail('E_STATE', refusal.noEncoder);
  }

  /** To be asked or trained. */
  get whole(): Loaded {
    const { current } = this;
    if (current.torn) fail('E_STATE', refusal.torn(current.checkpoint.name));
    return current;
  }

  describe(): ModelInfo {
    const { info, checkpoint, fingerprint, masked, pretrained } = this.current;
    const { labels, thresholds, temperature, cut, headTrained, torn, noveltyTrouble } = this.current;
    const head =
      info.head && !torn && !masked
        ? { ...info.head, labels, thresholds, temperature, cut, trained: headTrained }
        : null;
    const { name, pooling_from } = checkpoint;
    const remarks = [...checkpoint.remarks, ...this.current.leftOut];
    const adapter = info.adapter ?? this.current.adapter?.info ?? null;
    const pooling = poolingOfHeads(checkpoint.pooling, info.family);
    const trouble = noveltyTrouble ? { novelty_trouble: noveltyTrouble } : {};
    const pooling_errors = this.poolingErrors;
    const own_head = this.current.own;
    return {
      ...info,
      name,
      own_head,
      fingerprint,
      pooling,
      pooling_from,
      pooling_errors,
      adapter,
      head,
      pretrained,
      remarks,
      ...trouble,
    };
  }

  part(name: Part): Data {
    return this.partOrNone(name) ?? fail('E_STATE', refusal.noRows(name));
  }

  partOrNone(name: Part): Data | null {
    return this.parts.get(name)?.data ?? null;
  }

  putPart(name: Part, part: Omit<HeldPart, 'at'>): void {
    this.closePart(name);
    this.parts.set(name, { ...part, at: this.changed() });
  }

  closePart(name: Part): void {
    if (name === 'train') this.poolingErrors = null;
    this.parts.get(name)?.data?.free();
    if (this.parts.delete(name)) this.changed();
  }

  /** Rows of each part that has any. */
  rows(): Partial<Record<Part, number>> {
    return Object.fromEntries([...this.parts].flatMap(([name, { data }]) => (data ? [[name, data.rows]] : [])));
  }

  closeModel(): void {
    this.parts.forEach((_, name) => this.closePart(name));
    this.loaded?.probe.free();
    this.loaded?.novelty?.free();
    this.loaded?.model.free();
    this.loaded = null;
    this.changed();
  }

  dropNovelty(): void {
    this.current.novelty?.free();
    this.current.novelty = null;
    this.current.noveltyTrouble = null;
  }
}

export const NO_ROWS: DataInfo = {
  ...{ rows: 0, items: 0, reads: 0, sequences: 0, tokens: 0 },
  ...{ length_counts: [], cut: 0, unknown_share: 0 },
};

/** What a part was opened with. */
export const cutOnly = ({ max_length, truncation, stride }: Cut): Cut => ({
  max_length,
  ...(truncation ? { truncation } : {}),
  ...(stride ? { stride } : {}),
});
