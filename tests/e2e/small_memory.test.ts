// SPDX-License-Identifier: Apache-2.0
// A browser that gives 1 or 2 GiB of memory, as phones do: the plan tells whether a training fits and what it would
// take otherwise, what does not fit is refused and leaves all as it was, and what fits gets its memory.
import { readFileSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { handlersOf, type Handlers } from '../../web/engine/handlers';
import type { RunOptions } from '../../web/border/messages';
import { Session } from '../../web/engine/session';
import { frontOf, headerBytes, PREFIX, readHeader } from '../../web/hub/safetensors';
import { moduleUrl } from './engine';

const GIB = 2 ** 30;
const files = ['config.json', 'vocab.txt', 'tokenizer_config.json', 'model.safetensors'].map(
  (name) => new File([readFileSync(`public/models/tabtune-small/${name}`)], name),
);
/** The same with so many pieces in its vocabulary, and all weights 0; 130,000 make 200 MiB. */
function largeEncoder(pieces: number): File[] {
  const weights = readFileSync('public/models/tabtune-small/model.safetensors');
  const front = weights.subarray(PREFIX, PREFIX + headerBytes('', weights));
  const tensors = readHeader('', front).tensors.map(({ name, shape }) => ({
    ...{ name, dtype: 'F32' },
    shape: shape.map((size) => (size === 6500 ? pieces : size)),
  }));
  const bytes = tensors.reduce((sum, { shape }) => sum + shape.reduce((n, size) => n * size, 4), 0);
  const config = readFileSync('public/models/tabtune-small/config.json', 'utf8');
  return [
    new File([config.replace('6500', String(pieces))], 'config.json'),
    ...files.slice(1, 3),
    new File([frontOf(tensors), new Uint8Array(bytes)], 'model.safetensors'),
  ];
}

/** Of 256 tokens each, so that a large part of them in flight is large. */
const texts = Array.from({ length: 300 }, (_, i) => `${i} ${'a film that is good and long '.repeat(50)}`);
const rows = { texts, labels: texts.map((_, i) => i % 2) };
const IN_FLIGHT = Array.from({ length: 31 }, (_, i) => 4096 + 2048 * i);
const options = (tokens_in_flight: number, more: RunOptions = {}): RunOptions => ({
  ...{ method: 'full', head_start: 'random', batch_size: 256, epochs: 1, tokens_in_flight, ...more },
});

/** What threads share is refused above so many bytes. */
function sharedUpTo(most: number): void {
  const { Memory } = WebAssembly;
  vi.spyOn(WebAssembly, 'Memory').mockImplementation(function (asked: WebAssembly.MemoryDescriptor) {
    if (asked.shared && asked.maximum! * 65536 > most) throw new RangeError('Out of memory');
    return new Memory(asked);
  });
}

describe.each([1, 2])('a browser that gives %i GiB', (gib) => {
  let session: Session;
  let call: Handlers;

  beforeEach(async () => {
    sharedUpTo(gib * GIB);
    session = new Session({ moduleUrl, emit: () => undefined });
    call = handlersOf(session);
    const { note } = await call['engine.start']({ build: 'tabtune-simd-threads', threads: 2 });
    expect(note!.text).toContain(`gives the page ${gib} GiB`);
    await opens(files);
  });
  afterEach(() => vi.restoreAllMocks());

  const opens = async (encoder: File[]) => {
    await call['model.open']({ kind: 'files', name: 'tabtune-small', files: encoder });
    await call['data.open']({ part: 'train', rows, max_length: 256 });
    await call['head.new']({ task: 'single_label_classification', labels: ['no', 'yes'], seed: 1 });
  };
  /** Of each number of tokens in flight. */
  const plansOf = async () => {
    const plans = [];
    for (const tokens of IN_FLIGHT) plans.push({ tokens, ...(await call['run.plan'](options(tokens))) });
    return plans;
  };
  /** The memory of a run is taken, and given back. */
  const takes = (wanted: RunOptions) => {
    const { whole, parts } = session['held'];
    whole.model.run(parts.get('train')!.data!, null, wanted).free();
  };
  const predictions = () => call.predict({ texts: ['a good film', 'no'], max_length: 256 });

  it('gets what fits, and is told what would fit in the place of the rest', async () => {
    const plans = await plansOf();
    const [largest, over] = [plans.findLast(({ fits }) => fits)!, plans.find(({ fits }) => !fits)!];
    expect(over.tokens, 'the next size').toBe(largest.tokens + 2048);
    expect(largest.available_bytes).toBeLessThan(gib * GIB);
    expect(over.peak_bytes).toBeGreaterThan(over.available_bytes);

    takes(options(largest.tokens));

    const before = await predictions();
    const far = plans.find(({ peak_bytes }) => peak_bytes > gib * GIB)!;
    await expect(call['run.start'](options(far.tokens))).rejects.toMatchObject({ code: 'E_MEMORY' });
    expect(session.snapshot().run).toBeNull();
    expect(await predictions()).toEqual(before);

    const recomputed = await call['run.plan'](options(over.tokens, { recompute: 'on' }));
    expect(recomputed).toMatchObject({ fits: true, peak_bytes: over.recompute_peak_bytes });
    takes(options(over.tokens, { recompute: 'on' }));
  }, 120_000);

  // The place of the one before is free, and lies apart from the rest.
  it('gets it after any number of other encoders', async () => {
    const found = [];
    for (const pieces of [130_000, 60_000, 150_000, 130_000]) {
      await opens(largeEncoder(pieces));
      const largest = (await plansOf()).findLast(({ fits }) => fits)!;
      takes(options(largest.tokens));
      found.push(largest.tokens);
    }
    expect(found.at(-1)).toBe(found[0]);
    expect((await predictions()).outputs).toHaveLength(2);
  }, 120_000);

  it('is told of a need that has more bytes than there are addresses', async () => {
    await opens(largeEncoder(130_000));
    const plan = await call['run.plan'](options(65536, { method: 'lora', lora_targets: 'linear' }));
    expect(plan.peak_bytes).toBe(plan.memory.reduce((sum, { bytes }) => sum + bytes, 0));
    expect(plan.peak_bytes).toBeGreaterThan(4 * GIB);
    expect(plan.fits).toBe(false);
  }, 120_000);
});
