// SPDX-License-Identifier: Apache-2.0
// The small files of an export, and the header of a head file.
import { describe, expect, it } from 'vitest';
import type { ModelInfo } from '../../web/engine/messages';
import { modelCard, type Trained } from '../../web/hub/card';
import { adapterFolder } from '../../web/hub/adapter';
import { exportFolder, labelsOfConfig, modelConfig, vocabOfTokenizer } from '../../web/hub/export';
import { headMetadata, readHead } from '../../web/hub/head';

const utf8 = (text: string) => new TextEncoder().encode(text);
const trained: Trained = {
  name: 'mine: "v1"',
  base: 'tiny-bert',
  task: 'single_label_classification',
  labels: ['neg', 'pos'],
  scheme: 'none',
  pooling: 'cls',
  thresholds: [],
  temperature: 1,
  novelty: null,
  method: 'head',
  cut: { max_length: 64, truncation: 'tail' },
  metrics: { accuracy: 0.875 },
  rows: { train: 1400, test: 200 },
  options: { epochs: 3 },
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
    },
  },
  tokenizer: { size: 3, lowercase: true, strip_accents: true, chinese: true },
} as Partial<ModelInfo> as ModelInfo;

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
    shards: [],
  };
  const files = exportFolder(checkpoint, info, trained, 'F16', { size: 1, pieces: () => [new Uint8Array(1)] });
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
      torch_dtype: 'float16',
    });
    expect(labelsOfConfig(text('config.json'), 2)).toEqual(['neg', 'pos']);
    expect(labelsOfConfig('{}', 2)).toEqual(['LABEL_0', 'LABEL_1']);
  });
  it('keeps the tokenizer as it was, with the length it was trained with', () => {
    expect(JSON.parse(text('tokenizer_config.json'))).toMatchObject({
      do_lower_case: false,
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

it('a head on the mean opens as the encoder, and the card shows how to use it', async () => {
  const mean: Trained = { ...trained, pooling: 'mean' };
  expect(modelConfig('{}', info, mean, 'F32')).toMatchObject({
    architectures: ['BertModel'],
    classifier_pooling: 'mean',
    problem_type: 'single_label_classification',
  });
  expect(modelConfig('{"classifier_pooling": "mean"}', info, trained, 'F32')).toMatchObject({
    architectures: ['BertForSequenceClassification'],
    classifier_pooling: undefined,
  });
  expect(modelCard(mean)).toContain('mean @ head["classifier.weight"].T');
  expect(modelCard(mean)).not.toContain('import pipeline');
  const json = utf8(JSON.stringify({ __metadata__: headMetadata(mean, '0') }));
  const start = new DataView(new ArrayBuffer(8));
  start.setBigUint64(0, BigInt(json.byteLength), true);
  expect(await readHead(new File([start.buffer, json], 'head.safetensors'))).toMatchObject({ pooling: 'mean' });
});

it("another family's config has its own keys", () => {
  const family = {
    ...info.family,
    model_type: 'distilbert',
    config: { activation: 'gelu', dim: 8 },
    architectures: { ...info.family.architectures, words: 'DistilBertForTokenClassification' },
  };
  const config = modelConfig('{"dim": 8}', { ...info, family }, { ...trained, task: 'token_classification' }, 'F32');
  expect(config).toMatchObject({
    model_type: 'distilbert',
    activation: 'gelu',
    dim: 8,
    architectures: ['DistilBertForTokenClassification'],
  });
  expect(config).not.toHaveProperty('hidden_act');
});

it('the card says what, how well and how', () => {
  const card = modelCard(trained);
  expect(card).toMatch(/^---\n[\s\S]+?\n---\n/);
  expect(card).toContain('- name: "mine: \\"v1\\""');
  expect(card).toContain('| accuracy | 0.8750 |');
  expect(card).toContain('1,400 train, 200 test');
  expect(modelCard({ ...trained, metrics: {} })).toContain('was not measured');
  expect(card).not.toContain('temperature');
  expect(modelCard({ ...trained, temperature: 0.52615 })).toContain('divide the logits by 0.5262');
});

describe('a head file', () => {
  const head = (metadata: object, length?: number) => {
    const json = utf8(JSON.stringify({ __metadata__: metadata }));
    const start = new DataView(new ArrayBuffer(8));
    start.setBigUint64(0, BigInt(length ?? json.byteLength), true);
    return new File([start.buffer, json], 'head.safetensors');
  };
  const metadata = headMetadata(trained, '0123456789abcdef');
  it('gives back what was written', async () => {
    const { labels, base, metrics, cut, name: _, method: __, rows: ___, options: ____ } = trained;
    const rest = {
      task: 'single_label_classification',
      scheme: 'none',
      pooling: 'cls' as const,
      thresholds: [],
      fingerprint: '0123456789abcdef',
    };
    expect(await readHead(head(metadata))).toEqual({ labels, base, metrics, ...cut, ...rest });
  });
  it('is refused with the reason', async () => {
    await expect(readHead(new File(['short'], 'x'))).rejects.toThrow(/fewer than 8 bytes/);
    await expect(readHead(head(metadata, 10_000))).rejects.toThrow(/header is longer/);
    await expect(readHead(head(metadata, 20))).rejects.toThrow(/no JSON/);
    await expect(readHead(head({}))).rejects.toThrow(/metadata does not say so/);
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
      base_model_name_or_path: 'tiny-bert',
      bias: 'none',
    });
    expect(text('README.md')).toContain('id2label={0: "neg", 1: "pos"}');
  });
});
