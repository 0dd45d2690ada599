// SPDX-License-Identifier: Apache-2.0
// A browser that gives 1 or 2 GiB of memory, as phones do: the plan tells whether a training fits and what it would take
// otherwise, what does not fit is refused and leaves all as it was, and what fits gets its memory.
import { readFileSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { handlersOf, type Handlers } from '../../web/engine/handlers';
import type { RunOptions } from '../../web/border/messages';
import { Session } from '../../web/engine/session';
import { moduleUrl } from './engine';

const GIB = 2 ** 30;
const files = ['config.json', 'vocab.txt', 'tokenizer_config.json', 'model.safetensors'].map(
  (name) => new File([readFileSync(`public/models/tabtune-small/${name}`)], name),
);
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
    await call['model.open']({ kind: 'files', name: 'tabtune-small', files });
    await call['data.open']({ part: 'train', rows, max_length: 256 });
    await call['head.new']({ task: 'single_label_classification', labels: ['no', 'yes'], seed: 1 });
  });
  afterEach(() => vi.restoreAllMocks());

  /** The memory of a run is taken, and given back. */
  const takes = (wanted: RunOptions) => {
    const { whole, parts } = session['held'];
    whole.model.run(parts.get('train')!.data!, null, wanted).free();
  };
  const predictions = () => call.predict({ texts: ['a good film', 'no'], max_length: 256 });

  it('gets what fits, and is told what would fit in the place of the rest', async () => {
    const plans = [];
    for (const tokens of IN_FLIGHT) plans.push({ tokens, ...(await call['run.plan'](options(tokens))) });
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
});
