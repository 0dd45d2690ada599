// SPDX-License-Identifier: Apache-2.0
// The small files of an export, and the header of a head file.
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { ModelInfo, Pooling, Task } from '../../web/border/messages';
import { modelCard } from '../../web/hub/card';
import { poolingOfHeads } from '../../web/border/pooling';
import type { Trained } from '../../web/hub/trained';
import { SENTENCE_FILES, sentenceFiles } from '../../web/hub/sentence';
import { adapterFolder } from '../../web/hub/adapter';
import { labelsOfConfig } from '../../web/hub/config';
import { temperatureFor } from '../../web/hub/head';
import { encoderFolder, exportFolder, modelConfig, vocabOfTokenizer } from '../../web/hub/export';
import { headMetadata, readHead } from '../../web/hub/head';
import { fittedLeftOut } from '../../web/hub/left_out';
import type { Checkpoint } from '../../web/hub/checkpoint';
import { termsOf } from '../../web/hub/terms';
import { VERSION } from '../../web/hub/version';

const utf8 = (text: string) => new TextEncoder().encode(text);
const trained: Trained = {
  name: 'mine: "v1"',
  base: 'tiny-bert',
  terms: null,
  task: 'single_label_classification',
  labels: ['neg', 'pos'],
  scheme: 'none',
  pooling: 'cls',
  apart: false,
  pairs: false,
  thresholds: [],
  temperature: 1,
  novelty: null,
  method: 'head',
  cut: { max_length: 64, truncation: 'tail' },
  metrics: { accuracy: 0.875 },
  rows: { train: 1400, test: 200 },
  options: { epochs: 3 },
  made: null,
  web: { files: [], missing: '' },
};
const info = {
  name: 'tiny-bert',
  family: {
    model_type: 'bert',
    tokenizer_class: 'BertTokenizer',
    config: { hidden_act: 'gelu', hidden_size: 8, vocab_size: 3 },
    architectures: {
      encoder: 'BertModel',
      texts: 'BertForSequenceClassification',
      words: 'BertForTokenClassification',
      masked_lm: 'BertForMaskedLM',
      mean: 'BertModel',
    },
  },
  tokenizer: {
    size: 3,
    kind: 'wordpiece',
    lowercase: true,
    strip_accents: true,
    chinese: true,
    special: { start: '[CLS]', separator: '[SEP]', unknown: '[UNK]', mask: '[MASK]' },
  },
} as unknown as ModelInfo;

describe('the folder', () => {
  const tokenizer = '{"model": {"vocab": {"b": 1, "a": 0, "c": 2}}}';
  const checkpoint = {
    name: 'tiny-bert',
    config:
      '{"architectures": ["BertModel"], "hidden_size": 8, "hidden_dropout_prob": 0.2, "_name_or_path": "/home/me"}',
    vocab: utf8(tokenizer),
    tokenizerConfig: '{"do_lower_case": false, "model_max_length": 512, "unk_token": "<unk>"}',
    tokenizerFiles: new Map([['tokenizer.json', utf8(tokenizer)]]),
    pooling: 'cls' as const,
    novelty: null,
    pooling_from: 'default' as const,
    terms: null,
    remarks: [],
    shards: [],
    shapes: new Map<string, number[]>(),
    lowered: null,
  };
  const files = exportFolder(checkpoint, info, trained, { size: 1, pieces: () => [new Uint8Array(1)] });
  const text = (name: string) =>
    new TextDecoder().decode(
      files
        .find((file) => file.name === name)!
        .pieces()
        [Symbol.iterator]()
        .next().value!,
    );

  it('has the files that transformers asks for', () => {
    expect(files.map(({ name }) => name).sort()).toEqual([
      'README.md',
      'config.json',
      'model.safetensors',
      'predict.py',
      'special_tokens_map.json',
      'tokenizer.json',
      'tokenizer_config.json',
      'vocab.txt',
    ]);
    expect(
      files.every(({ name, size }) => size === (name === 'model.safetensors' ? 1 : utf8(text(name)).byteLength)),
    ).toBe(true);
  });
  it('has a config with the head and every size, and keeps the rest', () => {
    expect(JSON.parse(text('config.json'))).toEqual({
      architectures: ['BertForSequenceClassification'],
      model_type: 'bert',
      hidden_act: 'gelu',
      hidden_size: 8,
      hidden_dropout_prob: 0.2,
      vocab_size: 3,
      problem_type: 'single_label_classification',
      id2label: { 0: 'neg', 1: 'pos' },
      label2id: { neg: 0, pos: 1 },
      cut: { max_length: 64, truncation: 'tail' },
      reads: { texts: 1 },
      torch_dtype: 'float32',
    });
    expect(labelsOfConfig(text('config.json'), 2)).toEqual(['neg', 'pos']);
    expect(labelsOfConfig('{}', 2)).toEqual(['LABEL_0', 'LABEL_1']);
    expect(labelsOfConfig('{"id2label": {"0": "x", "1": "x", "2": {}, "3": "LABEL_2", "4": null}}', 5)).toEqual(
      ['x', 'x (1)', 'LABEL_2', 'LABEL_2 (3)', 'LABEL_4'], // prettier-ignore
    );
    for (const odd of [1e-320, 1e308, -1, NaN, '1']) expect(temperatureFor('single_label_classification', odd)).toBe(1);
    expect(temperatureFor('single_label_classification', 0.05)).toBe(0.05);
  });
  it('what was fitted and is damaged is told', () => {
    const told = (task: Task, fitted: object) => fittedLeftOut('it', task, ['a', 'b'], fitted).map((one) => one.text);
    const damaged = [/^"thresholds" in config\.json of it .* each label/, /^"temperature" in config\.json of it/];
    const several = 'multi_label_classification';
    for (const thresholds of [[0.5], [0.5, 2], '0.5', [0.5, null]])
      expect(told(several, { thresholds, temperature: 0 })).toEqual([expect.stringMatching(damaged[0]!)]);
    for (const temperature of [0, '2', -1, {}])
      expect(told('single_label_classification', { temperature })).toEqual([expect.stringMatching(damaged[1]!)]);
    expect(told(several, { thresholds: [0.2, 0.5] })).toEqual([]);
    expect(told(several, {})).toEqual([]);
    expect(told('single_label_classification', { temperature: 2, thresholds: 'x' })).toEqual([]);
  });
  it('of an encoder has a tokenizer_config.json, also where it came without one', () => {
    const config = (tokenizerFiles: (typeof checkpoint)['tokenizerFiles'], tokenizerConfig: string | null) => {
      const cased = { ...info, tokenizer: { ...info.tokenizer, lowercase: false } };
      const sizes = { ...cased, config: { max_position_embeddings: 32 } } as unknown as ModelInfo;
      const weights = { size: 0, pieces: () => [] };
      const files = encoderFolder({ ...checkpoint, tokenizerFiles, tokenizerConfig } as Checkpoint, sizes, weights);
      const [bytes] = files.find(({ name }) => name === 'tokenizer_config.json')!.pieces();
      return JSON.parse(new TextDecoder().decode(bytes as Uint8Array)) as object;
    };
    expect(config(checkpoint.tokenizerFiles, null)).toMatchObject({ do_lower_case: false, model_max_length: 32 });
    const own = new Map([...checkpoint.tokenizerFiles, ['tokenizer_config.json', utf8('{"own": 1}')] as const]);
    expect(config(own, '{"own": 1}')).toEqual({ own: 1 });
  });
  it('keeps the tokenizer as the engine used it, with the length it was trained with', () => {
    expect(JSON.parse(text('tokenizer_config.json'))).toMatchObject({
      do_lower_case: info.tokenizer.lowercase,
      model_max_length: 64,
      truncation_side: 'left',
      tokenizer_class: 'BertTokenizer',
    });
    expect(JSON.parse(text('special_tokens_map.json'))).toMatchObject({ unk_token: '<unk>', cls_token: '[CLS]' });
    expect(text('tokenizer.json')).toBe(tokenizer);
    expect(text('vocab.txt')).toBe('a\nb\nc\n');
    expect(vocabOfTokenizer(utf8('{"model": {"vocab": {"a": 0, "c": 2}}}'))).toBeNull();
  });
});

it('the card has the licence of the base, and nothing else of its card: it may be trained on another language', () => {
  const front = (...lines: string[]) => termsOf(`---\n${lines.join('\n')}\n---\n# A model\nlicense: none\n`);
  const terms = front('license: apache-2.0', 'tags:', '- a', 'language:', '- en', '- de', 'widget: x');
  const card = modelCard({ ...trained, terms });
  expect(card).toMatch(/^---\n[^#]*\nlicense: apache-2.0\n[^#]*\n---\n/);
  expect(card).not.toMatch(/widget|language|^- (a|en)$/m);
  expect(card).toContain('Its licence is that of `tiny-bert` (apache-2.0)');
  expect(modelCard(trained)).not.toContain('license');
  expect(front("license: 'mit'", 'language: [en, de]')).toEqual({ license: 'mit', lines: ['license: mit'] });
  expect(front('license: "x" # {{', 'license_name: &a [*a]', 'license_link: >-')).toBeNull();
  expect(termsOf('# A model\nlicense: mit\n')).toBeNull();
});

it('a head on the mean opens as the encoder, and the card shows how to use it', async () => {
  const mean: Trained = { ...trained, pooling: 'mean', apart: true };
  expect(modelConfig('{}', info, mean)).toMatchObject({
    architectures: ['BertModel'],
    classifier_pooling: 'mean',
    problem_type: 'single_label_classification',
  });
  expect(modelConfig('{"classifier_pooling": "mean"}', info, trained)).toMatchObject({
    architectures: ['BertForSequenceClassification'],
    classifier_pooling: undefined,
  });
  const card = modelCard(mean);
  expect(card).toContain('library_name: sentence-transformers');
  expect(card).toContain('SentenceTransformer("./mine: \\"v1\\"")');
  expect(card).not.toContain('ForSequenceClassification.from_pretrained');
  const windows = modelCard({ ...mean, cut: { max_length: 32, stride: 4 } });
  expect(windows).toContain('max_length=32, stride=4');
  expect(windows).toContain('averaged, as above.');
  const ends = modelCard({ ...mean, cut: { max_length: 32, truncation: 'head_tail' } });
  expect(ends).toContain('ids[:7] + ids[-23:]');
  expect(modelCard({ ...mean, pairs: true, cut: { max_length: 32, stride: 4 } })).toContain(
    'answers on longer texts differ',
  );
  const json = utf8(JSON.stringify({ __metadata__: headMetadata(mean, '0', '1') }));
  const start = new DataView(new ArrayBuffer(8));
  start.setBigUint64(0, BigInt(json.byteLength), true);
  expect(await readHead(new File([start.buffer, json], 'head.safetensors'))).toMatchObject({ pooling: 'mean' });
});

it.each([
  ['mean', ['', '1_Pooling', '2_Dense'], ['Transformer', 'Pooling', 'Dense']],
  ['mean_normalized', ['', '1_Pooling', '2_Normalize', '3_Dense'], ['Transformer', 'Pooling', 'Normalize', 'Dense']],
  ['compared', ['', '1_Pooling', '2_Normalize'], ['Transformer', 'Pooling', 'Normalize']],
] as const)('the modules of a head on %s, and where its weights lie', (pooling, paths, types) => {
  const files = sentenceFiles({ width: 4, outputs: 2, pooling }, { max_length: 8 }, { size: 0, pieces: () => [] });
  const modules = JSON.parse(
    new TextDecoder().decode([...files.find(({ name }) => name === 'modules.json')!.pieces()][0]),
  ) as { idx: number; path: string; type: string }[];
  expect(modules.map(({ path }) => path)).toEqual(paths);
  expect(modules.map(({ type }) => type)).toEqual(types.map((type) => `sentence_transformers.models.${type}`));
  const folder = pooling === 'compared' ? '3_Compared' : paths.at(-1)!;
  expect(files.map(({ name }) => name)).toContain(`${folder}/model.safetensors`);
  expect(SENTENCE_FILES).toEqual(expect.arrayContaining(files.map(({ name }) => name)));
  const kept = modelConfig('{}', info, { ...trained, pooling });
  expect(kept).toMatchObject({ architectures: ['BertModel'], classifier_pooling: pooling });
  const scaled = pooling === 'mean_normalized';
  expect(modelCard({ ...trained, pooling, apart: true }).includes('scaled to length 1')).toBe(scaled);
});

it("another family's config has its own keys", () => {
  const family = {
    ...info.family,
    model_type: 'distilbert',
    config: { activation: 'gelu', dim: 8 },
    architectures: { ...info.family.architectures, words: 'DistilBertForTokenClassification' },
  };
  const config = modelConfig('{"dim": 8}', { ...info, family }, { ...trained, task: 'token_classification' });
  expect(config).toMatchObject({
    model_type: 'distilbert',
    activation: 'gelu',
    dim: 8,
    architectures: ['DistilBertForTokenClassification'],
  });
  expect(config).not.toHaveProperty('hidden_act');
});

it('the card describes how the head and the rest were made', () => {
  const fit = {
    kind: 'fit' as const,
    iterations: 9,
    strength: 0.24986515403524273,
    held_out_loss: 0.33,
    held_out_error: 0.33,
    held_out_accuracy: 0.875,
  };
  const made = { fit, updates: 88, of: 88, epochs: 2, best: null };
  const options = { head_start: 'fitted' };
  const card = (more: Partial<Trained>) => modelCard({ ...trained, options, method: 'full', made, ...more });
  expect(card({})).toMatch(
    /by L-BFGS \(L2 strength 0\.25, .+ mean loss 0\.3300 and accuracy 0\.8750 on the rows held out\)\. Then all parameters .+ 2 epochs \(88 upd/,
  );
  const best = { kind: 'best' as const, epoch: 1, of: 2, stopped: false, metric: 'loss', value: 0.3 };
  expect(card({ made: { ...made, best } })).toContain('The weights are those of epoch 1');
  expect(card({ made: { ...made, updates: 0 } })).toContain('Nothing else was trained.');
  expect(card({ made: { ...made, updates: 60 } })).toContain('(stopped after 60 of 88 updates)');
  expect(card({ made: { ...made, fit: null } })).toContain('by L-BFGS. Then');
  expect(card({ made: { ...made, fit: null }, options: {} })).toContain('began with small random numbers. Then');
});

it('the card of spans says that the pipeline decides word by word', () => {
  const card = (scheme: 'iob2' | 'none') => modelCard({ ...trained, task: 'token_classification', scheme });
  expect(card('iob2')).toContain('each I-X follows B-X or I-X');
  expect(card('none')).not.toContain('I-X');
});

it('files name the version of package.json', () => {
  const versions = ['package.json', 'web/package/package.json'].map((path) => readFileSync(path, 'utf8'));
  expect(versions.map((text) => (JSON.parse(text) as { version: string }).version)).toEqual([VERSION, VERSION]);
});

it('the card says what, how well and how', () => {
  const card = modelCard(trained);
  expect(card).toMatch(/^---\n[\s\S]+?\n---\n/);
  expect(card).toContain('- name: "mine: \\"v1\\""');
  expect(card).toContain('| accuracy | 0.8750 |');
  expect(card).toContain('1,400 train, 200 test');
  expect(modelCard({ ...trained, metrics: {} })).toContain('was not measured');
  expect(card).not.toContain('temperature');
  const warm = modelCard({ ...trained, temperature: 0.52615 });
  expect(warm).toContain('logits divided by 0.5262');
  expect(warm).toContain('(logits / 0.52615).softmax(-1)');
});

describe('a head file', () => {
  const head = (metadata: object, length?: number, tensors = {}) => {
    const json = utf8(JSON.stringify({ __metadata__: metadata, ...tensors }));
    const start = new DataView(new ArrayBuffer(8));
    start.setBigUint64(0, BigInt(length ?? json.byteLength), true);
    return new File([start.buffer, json], 'head.safetensors');
  };
  const trained_on = { share: 1, bits: 'Rg==' };
  const saved = { ...trained, columns: { text: 'review' }, trained_on };
  const metadata = headMetadata(saved, '0123456789abcdef', 'fedcba9876543210');
  it('gives back what was written', async () => {
    const { labels, base, metrics, cut, name: _, method: __, rows: ___, options: ____ } = trained;
    const rest = {
      task: 'single_label_classification',
      scheme: 'none',
      pooling: 'cls' as const,
      thresholds: [],
      temperature: 1,
      fingerprint: '0123456789abcdef',
      encoder: 'fedcba9876543210',
      pairs: false,
      columns: { text: 'review' },
      trained_on,
    };
    expect(await readHead(head(metadata))).toEqual({ labels, base, metrics, ...cut, ...rest });
    for (const odd of ['{"share":1,"bits":"Rg="}', '{"share":2,"bits":"Rg=="}', '{"bits":"Rg=="}', '[]', '"x"', 'null'])
      expect((await readHead(head({ ...metadata, trained_on: odd }))).trained_on).toBeNull();
    for (const odd of ['null', '[]', '"x"', '5', '{"text":5,"pair":[],"labels":"x"}', '{"labels":[1,{}]}'])
      expect((await readHead(head({ ...metadata, columns: odd, metrics: odd }))).columns.text).toBeUndefined();
  });
  it('is refused with the reason', async () => {
    await expect(readHead(new File(['short'], 'x'))).rejects.toThrow(/fewer than 8 bytes/);
    await expect(readHead(head(metadata, 10_000))).rejects.toThrow(/header is longer/);
    await expect(readHead(head(metadata, 20))).rejects.toThrow(/no JSON/);
    await expect(readHead(head({}))).rejects.toThrow(/metadata does not say so/);
    const opened = (tensor: string) => readHead(head({ format: 'pt' }, undefined, { [tensor]: {} }));
    const model = /is a whole model, and no head alone\..*step 3.*--model FOLDER/;
    await expect(opened('bert.embeddings.word_embeddings.weight')).rejects.toThrow(model);
    await expect(opened('model.embeddings.tok_embeddings.weight')).rejects.toThrow(model);
    await expect(opened('base_model.model.bert.encoder.layer.0.query.lora_A.weight')).rejects.toThrow(
      /is an adapter, /,
    );
    const start = new DataView(new ArrayBuffer(8));
    start.setBigUint64(0, 4n, true);
    await expect(readHead(new File([start, 'null'], 'x'))).rejects.toThrow(/metadata does not say so/);
    await expect(opened('classifier.weight')).rejects.toThrow(/metadata does not say so/);
    await expect(readHead(head({ ...metadata, checksum: '0123456789abcdef' }))).rejects.toThrow(/checksum differs/);
    await expect(readHead(head({ ...metadata, labels: '["one"]' }))).rejects.toThrow(/labels or metrics/);
    await expect(readHead(head({ ...metadata, labels: '["a","b","a"]' }))).rejects.toThrow(/the name "a"/);
  });
});

describe('the adapter', () => {
  const adapter = {
    r: 4,
    lora_alpha: 8,
    lora_dropout: 0,
    target_modules: ['query', 'value'],
    modules_to_save: ['classifier'],
  };
  const files = adapterFolder(adapter, trained, { size: 1, pieces: () => [new Uint8Array(1)] });
  const text = (name: string) => new TextDecoder().decode([...files.find((file) => file.name === name)!.pieces()][0]);

  it('has the files and the configuration that PEFT asks for', () => {
    expect(files.map(({ name }) => name)).toEqual(['adapter_config.json', 'README.md', 'adapter_model.safetensors']);
    expect(JSON.parse(text('adapter_config.json'))).toMatchObject({
      ...adapter,
      peft_type: 'LORA',
      task_type: 'SEQ_CLS',
      base_model_name_or_path: './tiny-bert',
      bias: 'none',
    });
    expect(text('README.md')).toContain('id2label={0: "neg", 1: "pos"}).float()');
    expect(text('README.md')).toContain('"./mine: \\"v1\\""');
    expect(text('README.md')).not.toContain('base_model:');
  });
});

it('a new head reads a mean scaled where it lies apart from the encoder', () => {
  const apart = { architectures: { ...info.family.architectures, mean: 'BertModel', encoder: 'BertModel' } };
  const within = { architectures: { ...apart.architectures, mean: 'ModernBertForSequenceClassification' } };
  const read = (pooling: Pooling) => [poolingOfHeads(pooling, apart), poolingOfHeads(pooling, within)];
  expect([read('mean'), read('cls')]).toEqual([
    ['mean_normalized', 'mean'],
    ['cls', 'cls'],
  ]);
});
