// SPDX-License-Identifier: Apache-2.0
// The command line as a user calls it, on the built engine, a tiny random encoder and the page's sample.
import { spawn } from 'node:child_process';
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const MODEL = 'tests/golden/tiny-bert';
const SAMPLE = 'public/samples/reviews.csv';
const dir = mkdtempSync(join(tmpdir(), 'tabtune-'));
const at = (name: string) => join(dir, name);
afterAll(() => rmSync(dir, { recursive: true }));

interface Result {
  status: number | null;
  stdout: string;
  stderr: string;
  /** Of stderr, what came behind the interrupt. */
  after: string;
  /** From the interrupt to the end. */
  seconds: number;
}

/** `interrupt`: what to wait for on standard error before Ctrl-C, or another `signal`. */
function tabtune(
  args: string[],
  {
    input = '',
    interrupt,
    signal = 'SIGINT',
  }: { input?: string | Buffer; interrupt?: RegExp; signal?: NodeJS.Signals } = {},
): Promise<Result> {
  return new Promise((resolve) => {
    const child = spawn('scripts/tabtune', args);
    const result: Result = { status: null, stdout: '', stderr: '', after: '', seconds: 0 };
    let interrupted = Infinity;
    let since = Infinity;
    child.stdout.on('data', (text: Buffer) => (result.stdout += text.toString()));
    child.stderr.on('data', (text: Buffer) => {
      result.stderr += text.toString();
      if (!interrupt?.test(result.stderr)) return;
      interrupt = undefined; // a second one would end it at once
      child.kill(signal);
      interrupted = result.stderr.length;
      since = performance.now();
    });
    child.on('close', (status) =>
      resolve({
        ...result,
        status,
        after: result.stderr.slice(interrupted),
        seconds: (performance.now() - since) / 1000,
      }),
    );
    child.stdin.end(input);
  });
}

async function succeed(...args: string[]): Promise<Result> {
  const result = await tabtune(args);
  expect(result, result.stderr).toMatchObject({ status: 0 });
  return result;
}

interface Report {
  labels: string[];
  counts: Record<string, Record<string, number>>;
  metrics: Record<string, number>;
  confusion: number[][];
  options: Record<string, unknown>;
  [name: string]: unknown;
}
const report = (name: string) => JSON.parse(readFileSync(at(name), 'utf8')) as Report;
const lines = (name: string) => readFileSync(at(name), 'utf8').trim().split('\n');

const train = (...more: string[]) =>
  succeed('train', '--model', MODEL, '--data', SAMPLE, '--epochs', '2', '--learning-rate', '1e-3', ...more);

describe('train', () => {
  beforeAll(() => train('--out', at('full'), '--report', at('full.json'), '--threads', '2'), 120_000);

  it('reports what it did', () => {
    const full = report('full.json');
    expect(full).toMatchObject({ task: 'single_label_classification', labels: ['negative', 'positive'] });
    expect(full.counts.test).toEqual({ negative: 75, positive: 75 });
    expect(full.confusion.flat().reduce((a, b) => a + b)).toBe(150);
    for (const name of ['accuracy', 'macro_f1', 'mcc']) expect(full.metrics[name]).toBeTypeOf('number');
    expect(full.metrics.accuracy).toBeCloseTo((full.confusion[0]![0]! + full.confusion[1]![1]!) / 150, 6);
    for (const name of ['seconds', 'tokens_per_second', 'peak_bytes', 'steps']) expect(full[name]).toBeGreaterThan(0);
    expect(full.options).toMatchObject({ method: 'full', epochs: 2, learning_rate: 1e-3, max_length: 128 });
  });
  it('says how sure its numbers are and what they are worth', () => {
    const {
      metrics,
      intervals,
      baselines,
      fitted_on_validation: fitted,
      worth_it: worth,
      ...full
    } = report('full.json');
    const [low, high] = (intervals as Record<string, [number, number]>).accuracy!;
    expect(low).toBeLessThanOrEqual(metrics.accuracy!);
    expect(high).toBeGreaterThanOrEqual(metrics.accuracy!);
    expect(full.primary).toBe('accuracy');
    expect(baselines).toMatchObject({ majority: { accuracy: 0.5 }, pieces: { against: { p: expect.any(Number) } } });
    expect((fitted as { temperature: number }).temperature).toBeGreaterThan(0);
    expect(worth).toMatchObject({ sentence: expect.stringMatching(/^(Yes|No|Not shown): .* these 150 test rows/) });
  });
  it('writes a folder in the hub layout', () => {
    for (const name of [
      'config.json',
      'model.safetensors',
      'vocab.txt',
      'tokenizer_config.json',
      'special_tokens_map.json',
      'README.md',
    ])
      expect(existsSync(join(at('full'), name)), name).toBe(true);
    expect(existsSync(join(at('full'), 'head.safetensors'))).toBe(false);
  });
  it('has the same metrics and weights with one thread', async () => {
    await train('--out', at('one'), '--report', at('one.json'), '--threads', '1');
    const { metrics, confusion, intervals, baselines } = report('full.json');
    expect(report('one.json')).toMatchObject({ metrics, confusion, intervals, baselines });
    const weights = (name: string) => readFileSync(join(at(name), 'model.safetensors'));
    expect(weights('one').equals(weights('full'))).toBe(true);
  }, 120_000);
  it('has the same bits in the builds without relaxed SIMD, with threads or none', async () => {
    await train('--out', at('strict'), '--build', 'tabtune-simd-threads', '--threads', '2');
    await train('--out', at('single'), '--build', 'tabtune-simd');
    const weights = (name: string) => readFileSync(join(at(name), 'model.safetensors'));
    expect(weights('single').equals(weights('strict'))).toBe(true);
  }, 120_000);
  it('is measured the same by eval on the same rows', async () => {
    const { split, metrics } = report('full.json') as Report & { split: Record<string, number[]> };
    const rows = readFileSync(SAMPLE, 'utf8').split('\n');
    writeFileSync(at('test.csv'), ['text,label', ...split.test!.map((row) => rows[row - 1])].join('\n'));
    await succeed('eval', '--model', at('full'), '--data', at('test.csv'), '--report', at('eval.json'));
    expect(report('eval.json').metrics.accuracy).toBe(metrics.accuracy);
    expect(report('eval.json').metrics.loss).toBeCloseTo(metrics.loss!, 6);
    expect(report('eval.json')).not.toHaveProperty('trained_on');
  });
  it('tells how labels that are numbers in the file get their names', async () => {
    writeFileSync(at('numbers.csv'), 'text,label\nI love it,1\nTerrible,0\n');
    const { status, stderr } = await tabtune(['eval', '--model', at('full'), '--data', at('numbers.csv')]);
    expect([status, stderr]).toEqual([1, expect.stringMatching(/has the labels .*\. --labels FILE names/)]);
  });
  it('says of rows that it was trained on that they are no test', async () => {
    const { stderr } = await succeed('eval', '--model', at('full'), '--data', SAMPLE, '--report', at('again.json'));
    expect(stderr).toMatch(/About [\d,]+ of [\d,]+ texts here are among those that the model was trained on/);
    const { about } = (report('again.json') as unknown as { trained_on: { about: number } }).trained_on;
    expect(
      Math.abs(about - (report('full.json') as unknown as { split: { train: number[] } }).split.train.length),
    ).toBeLessThan(40);
  });
});

describe('train --method head', () => {
  beforeAll(() => train('--method', 'head', '--out', at('head'), '--report', at('head.json')), 120_000);

  it('writes the whole model, and the head alone in a few kilobytes', () => {
    expect(statSync(join(at('head'), 'head.safetensors')).size).toBeLessThan(60_000);
    expect(statSync(join(at('head'), 'model.safetensors')).size).toBeGreaterThan(600_000);
  });
  it('predicts the same from the folder and from the head on its encoder', async () => {
    writeFileSync(at('texts.txt'), 'I love it, works great\nTerrible, a waste of money\n');
    await succeed('predict', '--model', at('head'), '--data', at('texts.txt'), '--out', at('a.jsonl'));
    const piped = await succeed('predict', '--model', at('head'), '--data', at('texts.txt'), '--out', '-');
    expect(piped.stdout).toBe(readFileSync(at('a.jsonl'), 'utf8'));
    const both = ['predict', '--model', at('head'), '--data', '-', '--out', '-'];
    expect(await tabtune(both, { input: readFileSync(at('texts.txt')) })).toMatchObject({
      status: 0,
      stdout: piped.stdout,
    });
    await succeed(
      'predict',
      '--model',
      MODEL,
      '--head',
      join(at('head'), 'head.safetensors'),
      '--data',
      at('texts.txt'),
      '--out',
      at('b.jsonl'),
    );
    expect(lines('a.jsonl')).toEqual(lines('b.jsonl'));
    const first = JSON.parse(lines('a.jsonl')[0]!) as {
      row: number;
      label: string;
      probability: number;
      probabilities: Record<string, number>;
    };
    expect(first.row).toBe(1);
    expect(first.probability).toBe(first.probabilities[first.label]);
    expect(first.probabilities.negative! + first.probabilities.positive!).toBeCloseTo(1, 5);
  });
  it('explains its answers: each word with its place and its share, in JSONL and in a table', async () => {
    writeFileSync(at('why.txt'), 'Très bien, I love it\nTerrible 😀 waste of money\n');
    const predict = ['predict', '--model', at('head'), '--data', at('why.txt')];
    await succeed(...predict, '--out', at('why.jsonl'), '--explain', 'yes');
    await succeed(...predict, '--out', at('why.csv'), '--explain', 'yes', '--none-of-these', '0');
    interface Reason {
      label: string;
      words: { word: string; start: number; end: number; share: number }[];
    }
    for (const line of lines('why.jsonl')) {
      const { text, label, explanation } = JSON.parse(line) as { text: string; label: string; explanation: Reason[] };
      expect(explanation).toHaveLength(1);
      const [{ label: of, words }] = explanation as [Reason];
      expect(of).toBe(label);
      const characters = Array.from(text);
      expect(words.map(({ start, end }) => characters.slice(start, end).join(''))).toEqual(
        words.map(({ word }) => word),
      );
      expect(words.length).toBeGreaterThanOrEqual(5);
      expect(words.some(({ share }) => Math.abs(share) > 1e-3)).toBe(true);
    }
    // Each text is turned away, and has no label to explain.
    expect(lines('why.csv')[0]).toMatch(/,unlike,explanation$/);
    expect(lines('why.csv')[1]).toMatch(/,\[\]$/);
    const conll = await tabtune([...predict, '--out', at('why.conll'), '--explain', 'yes']);
    expect([conll.status, conll.stderr]).toEqual([2, expect.stringContaining('--explain yes needs a table or JSONL')]);
  });
  it('is refused on another encoder, naming both', async () => {
    const result = await tabtune([
      'predict',
      '--model',
      at('full'),
      '--head',
      join(at('head'), 'head.safetensors'),
      '--data',
      at('texts.txt'),
      '--out',
      at('c'),
    ]);
    expect(result.status).toBe(1);
    expect(result.stderr).toMatch(/trained on tiny-bert .* but the encoder loaded is full/);
  });
});

it('tells what the training rows chose for the head to read, and stays with the first token for an adapter', async () => {
  const measured = await train('--method', 'head', '--out', at('measured'));
  expect(measured.stderr).toMatch(
    /^the head reads .+, because a linear model on the frozen encoder has the lowest loss on training rows held out: 0\.\d+/m,
  );
  const adapter = await train('--method', 'lora', '--epochs', '1', '--out', at('adapter'));
  expect(adapter.stderr).toMatch(/^the head reads \[CLS\], the first token, BERT's default/m);
  expect(existsSync(join(at('adapter'), 'adapter'))).toBe(true);
}, 120_000);

it('tells what opens a model with a head on the mean', async () => {
  const { stderr } = await train('--pooling', 'mean', '--method', 'lora', '--epochs', '1', '--out', at('mean'));
  expect(stderr).toMatch(/^Wrote \S+mean: SentenceTransformer\(FOLDER\).*README\.md there.*--pooling cls/m);
  expect(stderr).toMatch(/^the head reads the mean of all tokens, as was chosen$/m);
  expect(existsSync(join(at('mean'), 'adapter'))).toBe(false);
  const text = (name: string) => readFileSync(join(at('mean'), name), 'utf8');
  expect(JSON.parse(text('config.json'))).toMatchObject({ architectures: ['BertModel'] });
  expect(text('README.md')).toMatch(/^model = SentenceTransformer\("\.\/mean"\)/m);
  expect(text('README.md')).toMatch(/^The new head .+ Then low-rank adapters .+ for 1 epoch \(44 updates\)/m);
  expect((JSON.parse(text('modules.json')) as { path: string }[]).map(({ path }) => path)).toEqual([
    '',
    '1_Pooling',
    '2_Dense',
  ]);
  expect(JSON.parse(text('2_Dense/config.json'))).toEqual({
    in_features: 64,
    out_features: 2,
    bias: true,
    activation_function: 'torch.nn.modules.linear.Identity',
  });
  await succeed('predict', '--model', at('mean'), '--data', SAMPLE, '--out', at('mean.jsonl'));
  expect(lines('mean.jsonl')).toHaveLength(1000);
  const { stdout } = await succeed('train', '--help');
  expect(stdout.replace(/\s+/g, ' ')).toContain('with a head on the mean SentenceTransformer');
  expect(Math.max(...stdout.split('\n').map(({ length }) => length))).toBeLessThanOrEqual(110);
  expect((await succeed('--version')).stdout).toMatch(/^tabtune \d+\.\d+\.\d+\n$/);
}, 120_000);

it('a folder that another model is written to has nothing of it left', async () => {
  await train('--pooling', 'cls', '--method', 'lora', '--epochs', '1', '--out', at('twice'));
  await train('--pooling', 'mean', '--method', 'head', '--out', at('twice'));
  expect(['adapter/README.md', 'head.safetensors'].map((name) => existsSync(join(at('twice'), name)))).toEqual([
    false,
    true,
  ]);
  await train('--pooling', 'cls', '--method', 'head', '--out', at('twice'));
  expect(
    ['modules.json', '1_Pooling/config.json', '2_Dense/model.safetensors'].some((name) =>
      existsSync(join(at('twice'), name)),
    ),
  ).toBe(false);
}, 120_000);

it('a file of texts has a header where it names the column that the model was trained on, or that is asked for', async () => {
  const rows = readFileSync(SAMPLE, 'utf8').split('\n').slice(1, 81).join('\n');
  writeFileSync(at('said.csv'), `what was said,verdict\n${rows}\n`);
  await succeed('train', '--model', MODEL, '--data', at('said.csv'), '--method', 'head', '--out', at('said'));
  writeFileSync(at('new.csv'), 'what was said\nGood, very\nBad\n');
  const predicted = async (...args: string[]) => {
    const { stdout } = await succeed('predict', ...args, '--data', at('new.csv'), '--out', '-');
    return stdout
      .trim()
      .split('\n')
      .map((line) => (JSON.parse(line) as { text: string }).text);
  };
  expect(await predicted('--model', at('said'))).toEqual(['Good, very', 'Bad']);
  expect(await predicted('--model', MODEL, '--head', join(at('said'), 'head.safetensors'))).toEqual([
    'Good, very',
    'Bad',
  ]);
  expect(await predicted('--model', at('full'), '--text', 'what was said')).toEqual(['Good, very', 'Bad']);
}, 120_000);

it('predict writes a table too', async () => {
  writeFileSync(at('in.csv'), 'id,text\n7,"Good, very"\n8,\n9,Bad\n');
  const { stderr } = await succeed('predict', '--model', at('full'), '--data', at('in.csv'), '--out', at('out.csv'));
  expect(stderr).toMatch(/1 row \(row 3\) without text left out/);
  expect(lines('out.csv')[0]).toBe('row,text,label,probability,p(negative),p(positive),unlike,id');
  expect(
    lines('out.csv')
      .slice(1)
      .map((line) => line.at(-1)),
  ).toEqual(['7', '9']);
});

it('plan says what a training takes', async () => {
  const { stdout } = await succeed('plan', '--model', MODEL, '--data', SAMPLE, '--report', at('plan.json'));
  expect(stdout).toMatch(/^memory\n.*[kM]B[\s\S]*\noptions\n[\s\S]*learning_rate/);
  expect((JSON.parse(readFileSync(at('plan.json'), 'utf8')) as { steps: number }).steps).toBeGreaterThan(0);
});

it('shares the rows out as it is told', async () => {
  const plan = ['plan', '--model', MODEL, '--data', SAMPLE, '--report', at('shares.json')];
  await succeed(...plan, '--validation-share', '0', '--test-share', '0.3');
  const { counts } = JSON.parse(readFileSync(at('shares.json'), 'utf8')) as { counts: Record<string, number[]> };
  const rows = (part: string) => counts[part]!.reduce((a, b) => a + b, 0);
  expect([rows('train'), rows('validation'), rows('test')]).toEqual([700, 0, 300]);
  for (const [option, value, why] of [
    ['validation-share', '0.5', /is at most 0\.4, not 0\.5/],
    ['test-share', '0', /is at least 0\.05, not 0/],
    ['test-share', 'half', /a number/],
  ] as const) {
    const { status, stderr } = await tabtune([...plan, `--${option}`, value]);
    expect(status).toBe(2);
    expect(stderr).toMatch(why);
  }
});

describe('tokenize', () => {
  it('answers a line with a line', async () => {
    const { stdout } = await tabtune(['tokenize', '--model', MODEL], { input: 'I loved it!\n\n\u0085é\u2028\n' });
    const answers = stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as { ids: number[]; tokens: string[]; offsets: [number, number][] });
    expect(answers).toHaveLength(3);
    expect(answers[0]!.tokens[0]).toBe('[CLS]');
    expect(answers[0]!.offsets.at(-2)).toEqual([10, 11]);
    expect(answers[1]).toMatchObject({
      tokens: ['[CLS]', '[SEP]'],
      offsets: [
        [0, 0],
        [0, 0],
      ],
    });
    for (const { ids, tokens, offsets } of answers)
      expect([ids.length, offsets.length]).toEqual([tokens.length, tokens.length]);
  });
  it('says which line is not UTF-8', async () => {
    const result = await tabtune(['tokenize', '--model', MODEL], {
      input: Buffer.from([0x61, 0x0a, 0x62, 0xff, 0x0a]),
    });
    expect(result).toMatchObject({ status: 1, stderr: 'tabtune: line 2, byte 1: not UTF-8.\n' });
  });
});

describe('an interrupt', () => {
  const long = ['train', '--model', MODEL, '--data', SAMPLE, '--epochs', '100', '--out', at('never')];
  it('stops cleanly', async () => {
    const result = await tabtune(long, { interrupt: /epoch 1: / });
    expect(result.status).toBe(130);
    // The line of an epoch may be on its way; after that comes nothing but the end.
    expect(result.after).toMatch(
      /^(step .*\n|epoch .*\n)?tabtune: Stopped after [\d,]+ of [\d,]+ steps; nothing was written\.\n$/,
    );
    expect(existsSync(join(at('never'), 'config.json'))).toBe(false);
  });
  it.each([
    ['before the training', /^task: /m],
    ['while a frozen encoder reads the rows', /^head: /m],
  ])('ends it %s', async (_, interrupt) => {
    const { status, after, stderr } = await tabtune([...long, '--method', 'head'], { interrupt });
    expect(status === null || status === 130, stderr).toBe(true);
    expect(after).not.toMatch(/epoch 2: |Trained/);
    expect(existsSync(join(at('never'), 'config.json'))).toBe(false);
  });
});

describe('a place that cannot be written to is refused before anything is read', () => {
  const places: [string, string[], RegExp][] = [
    ['a folder in a file', ['train', '--out', 'LICENSE/model'], /LICENSE\/model cannot be made: /],
    ['a folder that is a file', ['train', '--out', 'LICENSE'], /LICENSE cannot be made: a file has that name/],
    [
      'a folder in which nothing can be made',
      ['train', '--out', '/proc/self'],
      /\/proc\/self\/model\.safetensors cannot be written: /,
    ],
    ['a folder in it', ['pretrain', '--out', '/proc/self/model'], /\/proc\/self\/model cannot be made: /],
    ['a report in a file', ['train', '--report', 'LICENSE/a.json'], /LICENSE cannot be made: a file has that name/],
    ['predictions there', ['predict', '--out', '/proc/self/a.csv'], /\/proc\/self\/a\.csv cannot be written: /],
    ['a state there', ['train', '--resume', '/proc/self/a.state'], /\/proc\/self\/a\.state cannot be written: /],
  ];
  it.each(places)('%s', async (_, args, sentence) => {
    const { status, stderr } = await tabtune([...args, '--model', MODEL, '--data', SAMPLE]);
    expect(stderr).toMatch(sentence);
    expect(stderr.trim().split('\n')).toHaveLength(1);
    expect(status === 1 || status === 2).toBe(true);
  });
  it('a folder that was made for what is refused later is gone again', async () => {
    writeFileSync(at('one.csv'), 'text,label\na,b\n');
    mkdirSync(at('kept'));
    const args = ['train', '--model', MODEL, '--data', at('one.csv')];
    const { status } = await tabtune([...args, '--out', at('kept/not/there'), '--report', at('gone/report.json')]);
    expect([status, existsSync(at('kept')), existsSync(at('kept/not')), existsSync(at('gone'))]).toEqual([
      ...[1, true, false, false],
    ]);
  });
  it('a folder that is not there is made', async () => {
    await train('--epochs', '1', '--out', at('made/by/train'));
    expect(existsSync(at('made/by/train/model.safetensors'))).toBe(true);
  }, 120_000);
});

describe('--resume', () => {
  const ROWS = ['--data', SAMPLE, '--epochs', '6', '--method', 'lora', '--learning-rate', '1e-3'];
  const args = (out: string) => ['train', '--model', MODEL, ...ROWS, '--out', at(out), '--report', at(`${out}.json`)];
  beforeAll(() => succeed(...args('whole')), 120_000);

  it.each(['SIGINT', 'SIGTERM'] as const)(
    'goes on after %s to the same bits, and tells the steps of both runs apart',
    async (signal) => {
      const kept = at('interrupted');
      const first = await tabtune([...args(signal), '--resume', kept], { interrupt: /epoch 2: /, signal });
      expect(first.status).toBe(130);
      const [, made = '', all = ''] =
        /Stopped after (\d+) of (\d+) steps; the same command goes on from/.exec(first.stderr) ?? [];
      const { stderr } = await succeed(...args(signal), '--resume', kept);
      expect(existsSync(kept)).toBe(false);
      const epoch = Math.ceil((Number(made) + 1) / (Number(all) / 6));
      expect(stderr).toMatch(new RegExp(`^going on from step ${made} of ${all} \\(epoch ${epoch}\\)$`, 'm'));
      expect(stderr).toMatch(`Trained ${Number(all) - Number(made)} steps after the first ${made} in `);
      expect(report(`${signal}.json`)).toMatchObject({ continued_from_step: Number(made), steps: Number(all) });
      expect(report(`${signal}.json`).metrics).toEqual(report('whole.json').metrics);
      for (const file of ['model.safetensors', 'adapter/adapter_model.safetensors', 'adapter/adapter_config.json'])
        expect(readFileSync(join(at(signal), file)).equals(readFileSync(join(at('whole'), file))), file).toBe(true);
    },
    120_000,
  );
  it('goes on after kill -9, also while it is saved, to the same bits', async () => {
    const kept = at('killed.state');
    const all = [...args('killed'), '--resume', kept];
    for (const interrupt of [/epoch 1: /, /step \d+/, /epoch 4: /]) {
      await tabtune(all, { interrupt, signal: 'SIGKILL' });
      expect(statSync(kept).size).toBeGreaterThan(1000);
    }
    await succeed(...all);
    expect([existsSync(kept), existsSync(`${kept}.part`)]).toEqual([false, false]);
    expect(report('killed.json').metrics).toEqual(report('whole.json').metrics);
    const [a, b] = ['killed', 'whole'].map((name) => readFileSync(join(at(name), 'model.safetensors')));
    expect(a!.equals(b!)).toBe(true);
  }, 240_000);
  it('stops within two seconds of Ctrl-C, with the state on the disk', async () => {
    const kept = at('soon.state');
    const { stderr, seconds } = await tabtune([...args('soon'), '--resume', kept], { interrupt: /epoch 1: / });
    expect(seconds).toBeLessThan(2);
    expect(stderr).toMatch(/the same command goes on from/);
    expect(statSync(kept).size).toBeGreaterThan(1000);
  }, 120_000);
  it('leaves the state of before on a full disk, and refuses a damaged one', async () => {
    const kept = at('full.state');
    await tabtune([...args('never'), '--resume', kept], { interrupt: /epoch 2: / });
    const before = readFileSync(kept);
    mkdirSync(`${kept}.part`); // what is written beside it cannot be
    const { stderr } = await tabtune([...args('never'), '--resume', kept], { interrupt: /epoch 4: / });
    expect(stderr).toMatch(/cannot be written: it is a folder/);
    expect(readFileSync(kept).equals(before)).toBe(true);
    rmSync(`${kept}.part`, { recursive: true });
    const flipped = Buffer.from(before);
    flipped[flipped.length >> 1]! ^= 1;
    writeFileSync(kept, flipped);
    expect((await tabtune([...args('never'), '--resume', kept])).stderr).toMatch(
      /full\.state: the saved run .*damaged/,
    );
  }, 120_000);
  it('says which file it cannot go on from, why, and what to do', async () => {
    const kept = at('cut.state');
    await tabtune([...args('never'), '--resume', kept], { interrupt: /epoch 1: / });
    const remedy = 'To train from the start, delete this file or leave out --resume.';
    const said = async (...more: string[]) => (await tabtune([...args('never'), ...more, '--resume', kept])).stderr;
    expect(await said('--seed', '9')).toMatch(
      new RegExp(`${kept}: the saved run cannot be continued here: .*${remedy}`),
    );
    truncateSync(kept, statSync(kept).size - 4);
    expect(await said()).toMatch(new RegExp(`${kept}: the saved run is cut short: .*\\. ${remedy}`));
    truncateSync(kept, 40);
    expect(await said()).toMatch(new RegExp(`${kept}: the saved run .*\\. ${remedy}`));
  }, 120_000);
});

describe('what cannot be done is said in a sentence', () => {
  const rows = (...lines: string[]) => lines.join('\n') + '\n';
  const GOOD = Array.from({ length: 20 }, (_, i) => `text ${i},${i % 2 ? 'yes' : 'no'}`);
  const DATA: [string, string | Buffer, RegExp][] = [
    ['an empty file', '', /The file is empty/],
    ['a PNG', Buffer.from([0x89, 0x50, 0x4e, 0x47, 0, 0]), /a PNG image/],
    [
      'invalid UTF-8',
      Buffer.from([...Buffer.from('text,label\na,b\n'), 0xff, 0x2c, 0x62]),
      /Row 3, byte 15: FF 2C is not UTF-8/,
    ],
    [
      'a damaged zip',
      Buffer.from('PK\x03\x04, and no more'),
      /^tabtune: \S+\/bad\.csv is no zip that can be read here/m,
    ],
    ['a header alone', rows('text,label'), /bad\.csv: The file has a header \(text and label\) and no rows below it/],
    ['one label', rows('text,label', 'a,x', 'b,x', 'c,x'), /have the label "x"/],
    ['no labels', rows('only a text', 'and another one'), /No column has labels/],
  ];
  it.each(DATA)('%s', async (_, content, sentence) => {
    writeFileSync(at('bad.csv'), content);
    const { status, stderr } = await tabtune(['train', '--model', MODEL, '--data', at('bad.csv')]);
    expect(stderr).toMatch(sentence);
    expect(status).toBe(1);
  });
  it('a label in the test set that training never saw', async () => {
    writeFileSync(at('good.csv'), rows('text,label', ...GOOD));
    writeFileSync(at('other.csv'), rows('text,label', 'one,yes', 'two,maybe'));
    const { status, stderr } = await tabtune([
      'train',
      '--model',
      MODEL,
      '--data',
      at('good.csv'),
      '--test',
      at('other.csv'),
    ]);
    expect(stderr).toMatch(/"maybe" \(row 3\)/);
    expect(status).toBe(1);
  });
  it('what is known of repeated rows, once', async () => {
    writeFileSync(at('again.csv'), rows('text,label', ...GOOD, ...GOOD.map((row) => `some ${row}`), GOOD[0]!));
    const { stderr } = await succeed(
      ...['train', '--model', MODEL, '--data', at('again.csv')],
      ...['--method', 'head', '--folds', '3'],
    );
    expect(stderr.match(/with the text and label of an earlier row/g)).toHaveLength(1);
  });
  it('a label that no test row has, by dashes', async () => {
    writeFileSync(at('half.csv'), rows('text,label', 'one,yes', 'two,yes'));
    writeFileSync(at('good.csv'), rows('text,label', ...GOOD));
    const { stdout } = await succeed(
      ...['train', '--model', MODEL, '--data', at('good.csv')],
      ...['--method', 'head', '--test', at('half.csv')],
    );
    expect(stdout).toMatch(/^yes +\d\.\d{4} .*\nno +– +– +– +0$/m);
  });
  it('a cell of a megabyte is read, and said', async () => {
    writeFileSync(at('long.csv'), rows('text,label', `"${'word '.repeat(210_000)}",no`, ...GOOD));
    const { stderr } = await succeed('train', '--model', MODEL, '--data', at('long.csv'), '--epochs', '1');
    expect(stderr).toMatch(/1 row \(row 2\) with a cell of more than 20,000 characters/);
  });

  const broken = (name: string, change: (folder: string) => void) => {
    cpSync(MODEL, at(name), { recursive: true });
    change(at(name));
    return tabtune(['train', '--model', at(name), '--data', SAMPLE]);
  };
  const MODELS: [string, (folder: string) => void, RegExp][] = [
    [
      'a truncated checkpoint',
      (folder) => truncateSync(join(folder, 'model.safetensors'), 100_000),
      /100000|truncated|cut short|ends/i,
    ],
    [
      'a header that lies',
      (folder) => writeFileSync(join(folder, 'model.safetensors'), lyingHeader()),
      /offset|size|bytes/i,
    ],
    [
      'a vocabulary that does not fit',
      (folder) =>
        writeFileSync(
          join(folder, 'vocab.txt'),
          rows('[PAD]', '[UNK]', '[CLS]', '[SEP]', '[MASK]', ...Array.from({ length: 1495 }, (_, i) => `w${i}`), 'the'),
        ),
      /The vocabulary of \S+ has 1,501 pieces, and its encoder has 1,500 vectors alone/,
    ],
    [
      'another architecture',
      (folder) => writeFileSync(join(folder, 'config.json'), '{"model_type": "t5"}'),
      /model_type "t5" is not supported; take a checkpoint of the family modernbert instead/,
    ],
    ['no weights', (folder) => rmSync(join(folder, 'model.safetensors')), /no model\.safetensors/],
  ];
  it.each(MODELS)('%s', async (name, change, sentence) => {
    const { status, stderr } = await broken(name.replaceAll(' ', '-'), change);
    expect(stderr).toMatch(sentence);
    expect(stderr).not.toMatch(/\n\s+at /);
    expect(status).toBe(1);
  });

  it('arguments', async () => {
    const usage: [string[], RegExp][] = [
      [[], /no command/],
      [['fly'], /no command "fly"/],
      [['train', '--data', SAMPLE], /--model DIR\|NAME is needed/],
      [['train', '--model', MODEL, '--data', SAMPLE, '--epochs', 'many'], /--epochs needs a whole number, not "many"/],
      [['train', '--model', MODEL, '--data', SAMPLE, '--method', 'magic'], /--method is full or /],
      [['trian'], /no command "trian": did you mean train\?/],
      [['train', '--model', MODEL, '--data', SAMPLE, '--fast', 'yes'], /train has no option --fast \(/],
      [['train', '--model', MODEL, '--data', SAMPLE, '--epoch', '3'], /no option --epoch: did you mean --epochs\?/],
      [['train', '--model', MODEL, '--data', SAMPLE, '--method', 'lroa'], /not "lroa": did you mean lora\?/],
      [['train', '--model', MODEL, '--data', SAMPLE, '--epochs', '-1'], /--epochs is at least 1, not -1/],
      [['train', '--model', MODEL, '--data', SAMPLE, '--epochs'], /--epochs needs a value/],
      [['train', '--model', MODEL, '--out', '--data', SAMPLE], /--out needs a value; .* --out=VALUE/],
      [['train', MODEL, '--data', SAMPLE], /"\S+" belongs to no option: write --NAME VALUE/],
      [['eval', '--model', MODEL, '--data', SAMPLE, '--folds', '3'], /eval has no option --folds; train has it/],
      [['train', '--model', MODEL, '--data', SAMPLE, '--header', 'maybe'], /--header is yes or no/],
      [['train', '--model', MODEL, '--data', SAMPLE, '--report', dir], /is a folder; name a file in it/],
      [['train', '--model', MODEL, '--data', ''], /--data needs a value/],
      [['train', '--model', SAMPLE, '--data', SAMPLE], /reviews\.csv has rows, and is no model\. .*--data/],
      [['train', '--model', 'LICENSE', '--data', SAMPLE], /LICENSE is a file, and a model is a folder/],
      [['train', '--model', MODEL, '--data', SAMPLE, '--test-tags', SAMPLE], /no effect without --test:/],
      [
        ['train', '--model', MODEL, '--data', SAMPLE, '--folds', '3', '--test-share', '0.2'],
        /no effect beside --folds/,
      ],
      [
        ['train', '--model', MODEL, '--data', SAMPLE, '--validation', SAMPLE, '--validation-share', '0.2'],
        /no effect beside --validation,/,
      ],
      [['predict', '--model', MODEL, '--data', SAMPLE, '--head', dir, '--out', at('no')], /--head \S+ is a folder/],
    ];
    for (const [args, sentence] of usage) {
      const { status, stderr } = await tabtune(args);
      expect(stderr).toMatch(sentence);
      expect(status, stderr).toBe(2);
    }
  });
  it('weights of other programs, as a file and in a folder', async () => {
    const folder = at('other');
    mkdirSync(join(folder, 'onnx'), { recursive: true });
    writeFileSync(join(folder, 'config.json'), '{"model_type": "bert"}');
    const files = { 'onnx/model.onnx': /an ONNX model/, 'some.gguf': /llama\.cpp/, 'tf_model.h5': /TensorFlow/ };
    for (const [name, sentence] of Object.entries(files)) {
      writeFileSync(join(folder, name), 'x');
      for (const model of [folder, join(folder, name)]) {
        const { status, stderr } = await tabtune(['plan', '--model', model, '--data', SAMPLE]);
        expect(stderr).toMatch(sentence);
        expect(stderr).toMatch(/Take the same model with model\.safetensors/);
        expect(status).toBe(1);
      }
      rmSync(join(folder, name));
    }
  });
  it('a model that is a link which leads nowhere, and is asked of no server', async () => {
    const link = `build/gone-${process.pid}`; // as OWNER/NAME is written
    symlinkSync('missing', link);
    const { status, stderr } = await tabtune(['tokenize', '--model', link]);
    rmSync(link);
    expect([status, stderr]).toEqual([1, `tabtune: ${link} cannot be read: there is no such file or folder.\n`]);
  });
  it('a file of the user, or of a model, that would be written over', async () => {
    const [model, own] = [join(dir, 'full'), at('own')];
    mkdirSync(own);
    writeFileSync(join(own, 'README.md'), 'mine');
    const usage: [string[], RegExp][] = [
      [['train', '--model', MODEL, '--data', SAMPLE, '--out', own], /--out \S+ has a README.md already/],
      [['recipe', '--model', MODEL, '--data', SAMPLE, '--out', own], /--out \S+ has a README.md already/],
      [
        ['predict', '--model', model, '--data', SAMPLE, '--out', join(model, 'config.json')],
        /--out \S+ is a file of the model that --model names/,
      ],
      [
        ['predict', '--model', model, '--data', SAMPLE, '--out', at('answers.xlsx')],
        /--out \S+answers\.xlsx is of a kind that cannot be written: use \.csv/,
      ],
      [
        ['train', '--model', MODEL, '--data', SAMPLE, '--out', at('new'), '--report', join(at('new'), 'config.json')],
        /--report \S+ is a file of the model that --out names/,
      ],
    ];
    for (const [args, sentence] of usage) {
      const { status, stderr } = await tabtune(args);
      expect(stderr).toMatch(sentence);
      expect(status).toBe(2);
    }
    expect(readFileSync(join(own, 'README.md'), 'utf8')).toBe('mine');
  });
  it('what would be written over something', async () => {
    const [model, data, file] = [join(dir, 'full'), at('mine.csv'), 'text,label\na,yes\nb,no\n'];
    writeFileSync(data, file);
    const usage: [string[], RegExp][] = [
      [['predict', '--model', model, '--data', data, '--out', data], /--out \S+ is what --data names/],
      [['train', '--model', model, '--data', data, '--out', `${model}/.`], /--out \S+ is what --model names/],
      [['train', '--model', model, '--data', data, '--report', at('a'), '--resume', at('a')], /what --report names/],
    ];
    for (const [args, sentence] of usage) {
      const { status, stderr } = await tabtune(args);
      expect(stderr).toMatch(sentence);
      expect(status).toBe(2);
    }
    expect(readFileSync(data, 'utf8')).toBe(file);
  });
  it('a name that two columns have', async () => {
    const file = ['--data', at('double.csv')];
    writeFileSync(at('double.csv'), rows('text,text,label', ...GOOD.map((row) => `other,${row}`)));
    const plan = ['plan', '--model', MODEL, ...file];
    expect((await succeed(...plan, '--text', '2')).stderr).toMatch(
      /note: More than one column is named "text": the first/,
    );
    const refused = await tabtune([...plan, '--text', 'text']);
    expect(refused.stderr).toMatch(/more than one column is named "text"; give its number: 1 is the first, 2 the next/);
    expect(refused.status).toBe(1);
  });
  it('files that are not there, and columns', async () => {
    expect((await tabtune(['train', '--model', MODEL, '--data', at('nothing.csv')])).stderr).toMatch(
      /nothing\.csv cannot be read: there is no such file/,
    );
    expect((await tabtune(['train', '--model', at('nowhere'), '--data', SAMPLE])).stderr).toMatch(
      /nowhere cannot be read/,
    );
    expect((await tabtune(['train', '--model', MODEL, '--data', SAMPLE, '--text', 'title'])).stderr).toMatch(
      /no column "title"; the columns are "sentence", "sentiment"/,
    );
  });
});

function lyingHeader(): Buffer {
  const header = JSON.stringify({
    'embeddings.LayerNorm.bias': { dtype: 'F32', shape: [64], data_offsets: [0, 1_000_000_000] },
  });
  const length = Buffer.alloc(8);
  length.writeBigUInt64LE(BigInt(header.length));
  return Buffer.concat([length, Buffer.from(header), Buffer.alloc(256)]);
}
