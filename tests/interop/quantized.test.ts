// SPDX-License-Identifier: Apache-2.0
// What a page gets quantized answers as the whole model does on 98 of 100 texts or more: each family, trained whole and
// with its head alone. Many minutes: scripts/parity asks for it.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import type { ModelSource, RunOptions } from '../../web/border/messages';
import { parseTable } from '../../web/read/parse';
import { modern, read, small, smallAs } from './encoders';
import { call, compare, openTransformers, save, session, type Transformers } from './transformers_js';

const LARGER = 'public/models/all-MiniLM-L6-v2'; // scripts/fetch_encoder all-MiniLM-L6-v2
const folder = (path: string): ModelSource => ({
  kind: 'files',
  name: path,
  files: readdirSync(path)
    .filter((name) => name.includes('.'))
    .map((name) => read(`${path}/${name}`)),
});
const WHOLE: RunOptions = { epochs: 2 };
const ENCODERS: [string, () => ModelSource, RunOptions][] = [
  ['bert', small, WHOLE],
  ...['distilbert', 'electra', 'mpnet', 'roberta', 'xlm-roberta', 'camembert'].map(
    (family): [string, () => ModelSource, RunOptions] => [family, () => smallAs(family), WHOLE],
  ),
  ['modernbert', modern, { epochs: 6, learning_rate: 1e-3, head_start: 'random' }],
  ...(existsSync(LARGER) ? [['all-MiniLM-L6-v2', () => folder(LARGER), WHOLE] as (typeof ENCODERS)[0]] : []),
];

const LABELS = ['negative', 'positive'];
const table = parseTable(new Uint8Array(readFileSync('public/samples/reviews.csv')));
const all = table.rows.map((cells) => ({ text: ` ${cells[0]!.toLowerCase()}`, label: LABELS.indexOf(cells[1]!) }));
const [trained, tested] = [all.slice(0, 500), all.slice(500, 1000)];
const texts = tested.map(({ text }) => text);
const cut = { max_length: 24 };

let js: Transformers;
beforeAll(async () => {
  js = await openTransformers();
  await call['engine.start']({ threads: 2 });
});

describe.runIf(process.env.TABTUNE_PARITY).each(ENCODERS)('%s', (name, source, options) => {
  it.each([
    ['whole', options],
    ['head', { method: 'head', epochs: 1 } satisfies RunOptions],
  ])('%s', { timeout: 600_000 }, async (how, options) => {
    if (name === 'modernbert' && how === 'head') return; // on random weights that stay, it is hardly above chance
    await call['model.open'](source());
    await call['head.new']({ task: 'single_label_classification', labels: LABELS, seed: 1 });
    const rows = { texts: trained.map(({ text }) => text), labels: trained.map(({ label }) => label) };
    await call['data.open']({ part: 'train', rows, ...cut });
    await call['run.start'](options);
    await session.runEnded();
    const saved = await save('small');
    const { outputs } = await call.predict({ texts, ...cut });
    const theirs: Record<'fp32' | 'q8', number[][]> = { fp32: [], q8: [] };
    for (const dtype of ['fp32', 'q8'] as const) {
      const classify = await js.pipeline('text-classification', saved, { dtype });
      for (let i = 0; i < texts.length; i += 50)
        for (const row of await classify(texts.slice(i, i + 50), { top_k: null }))
          theirs[dtype].push(LABELS.map((label) => row.find((one) => one.label === label)!.score));
    }
    const right = outputs.filter((row, i) => row.indexOf(Math.max(...row)) === tested[i]!.label).length / texts.length;
    const { same, worst } = compare(outputs, theirs.q8);
    const whole = compare(outputs, theirs.fp32).worst;
    console.log(
      `quantized: ${name}, ${how}: ${(100 * same).toFixed(1)} % of the answers (${(100 * right).toFixed(1)} % right), ` +
        `largest difference ${worst.toFixed(3)}; not quantized ${whole.toExponential(1)}`,
    );
    expect(right).toBeGreaterThan(0.6); // well above chance
    expect(same).toBeGreaterThanOrEqual(0.98);
    expect(whole).toBeLessThan(1e-5);
  });
});
