// SPDX-License-Identifier: Apache-2.0
// Adapters of PEFT on their base: merged by the rules of adapter_config.json, and what is no plain LoRA refused by
// name.
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { baseOfAdapter } from '../../web/engine/base';
import type { Loaded } from '../../web/engine/load';
import type { HeadFile, ModelSource } from '../../web/border/messages';
import { merged, readAdapter, type Adapter } from '../../web/hub/adapted';
import type { Checkpoint } from '../../web/hub/checkpoint';
import { readLoraConfig } from '../../web/hub/lora';
import { openCheckpoint } from '../../web/hub/open';
import { folderOfFiles, readWhole } from '../../web/hub/folder';
import { headMetadata } from '../../web/hub/head';
import { decode, frontOf, headerBytes, PREFIX, readHeader } from '../../web/hub/safetensors';
import { sealTensors } from '../../web/hub/tensors';
import type { Trained } from '../../web/hub/trained';

type Numbers = { shape: number[]; numbers: number[]; dtype?: 'F32' | 'F16' | 'BF16' };
const BITS = { F16: [0, 0x3c00, 0x4000, 0x4200], BF16: [0, 0x3f80, 0x4000, 0x4040] }; // 0, 1, 2, 3

function bytesOf({ numbers, dtype = 'F32' }: Numbers): Uint8Array<ArrayBuffer> {
  if (dtype === 'F32') return new Uint8Array(Float32Array.from(numbers).buffer);
  return new Uint8Array(Uint16Array.from(numbers, (n) => BITS[dtype][n]!).buffer);
}
function safetensors(tensors: Record<string, Numbers>): Uint8Array<ArrayBuffer> {
  const list = Object.entries(tensors).map(([name, t]) => ({ name, dtype: t.dtype ?? 'F32', shape: t.shape }));
  return new Uint8Array(Buffer.concat([frontOf(list), ...Object.values(tensors).map(bytesOf)]));
}
async function tensorsIn(checkpoint: Checkpoint): Promise<Record<string, number[]>> {
  const all: Record<string, number[]> = {};
  for (const { name, file } of checkpoint.shards) {
    const bytes = await readWhole(file, name);
    const start = PREFIX + headerBytes(name, bytes);
    for (const t of readHeader(name, bytes.subarray(PREFIX, start)).tensors)
      all[t.name] = [...decode(t.name, t.dtype, bytes.subarray(start + t.from, start + t.to))];
  }
  return all;
}

const QUERY = 'encoder.layer.0.attention.self.query';
const KEY = 'encoder.layer.0.attention.self.key';
const BASE = {
  [`bert.${QUERY}.weight`]: { shape: [2, 3], numbers: [0, 1, 2, 3, 2, 1], dtype: 'F16' as const },
  [`bert.${KEY}.weight`]: { shape: [2, 2], numbers: [1, 1, 1, 1], dtype: 'BF16' as const },
  'bert.embeddings.LayerNorm.weight': { shape: [2], numbers: [1, 2], dtype: 'F16' as const },
};
const CONFIG = { model_type: 'bert', architectures: ['BertModel'], thresholds: [1] };
const LORA = {
  [`base_model.model.bert.${QUERY}.lora_A.weight`]: { shape: [1, 3], numbers: [1, 2, 3] },
  [`base_model.model.bert.${QUERY}.lora_B.weight`]: { shape: [2, 1], numbers: [1, 2] },
  [`base_model.model.bert.${KEY}.lora_A.weight`]: { shape: [4, 2], numbers: [1, 0, 0, 1, 0, 0, 0, 0] },
  [`base_model.model.bert.${KEY}.lora_B.weight`]: { shape: [2, 4], numbers: [1, 0, 0, 0, 0, 2, 0, 0] },
};
const HEAD = {
  'base_model.model.classifier.weight': { shape: [3, 2], numbers: [1, 2, 3, 4, 5, 6] },
  'base_model.model.classifier.bias': { shape: [3], numbers: [7, 8, 9] },
};
const PLAIN = {
  peft_type: 'LORA',
  task_type: 'SEQ_CLS',
  base_model_name_or_path: 'a/b',
  r: 1,
  rank_pattern: { key: 4 },
  lora_alpha: 4,
};

const file = (name: string, content: string | Uint8Array<ArrayBuffer> | object) =>
  new File(
    [typeof content === 'string' ? content : content instanceof Uint8Array ? content.slice() : JSON.stringify(content)],
    name,
  );
const baseSource = (
  config: object = CONFIG,
  tensors: Record<string, Numbers> = BASE,
): ModelSource & { kind: 'files' } => ({
  kind: 'files',
  name: 'a/b',
  files: [file('config.json', config), file('vocab.txt', '[UNK]'), file('model.safetensors', safetensors(tensors))],
});
const adapterFiles = (config: object, bytes: Uint8Array<ArrayBuffer>, weights = 'adapter_model.safetensors') => [
  file('adapter_config.json', config),
  file(weights, bytes),
];
async function opened(
  config: object = PLAIN,
  tensors: Record<string, Numbers> = { ...LORA, ...HEAD },
  base = baseSource(),
) {
  const files = adapterFiles({ ...PLAIN, ...config }, safetensors(tensors));
  return openCheckpoint({ kind: 'files', name: 'mine', files, base }, { baseOf: (_, open) => open(base) });
}

describe('an adapter', () => {
  it('is added to its base in float32, with its head behind', async () => {
    const checkpoint = await opened();
    const got = await tensorsIn(checkpoint);
    expect(got[`bert.${QUERY}.weight`]).toEqual([4, 9, 14, 11, 18, 25]);
    expect(got[`bert.${KEY}.weight`]).toEqual([2, 1, 1, 3]);
    expect(got['bert.embeddings.LayerNorm.weight']).toEqual([1, 2]);
    expect([got['classifier.weight'], got['classifier.bias']]).toEqual([[1, 2, 3, 4, 5, 6], [7, 8, 9]]); // prettier-ignore
    expect(JSON.parse(checkpoint.config)).toEqual({
      model_type: 'bert',
      architectures: ['BertForSequenceClassification'],
      id2label: { 0: 'LABEL_0', 1: 'LABEL_1', 2: 'LABEL_2' },
      label2id: { LABEL_0: 0, LABEL_1: 1, LABEL_2: 2 },
    });
    expect(checkpoint.name).toBe('mine');
    const again = await openCheckpoint(checkpoint.files!); // as a project keeps it
    expect(await tensorsIn(again)).toEqual(got);
  });
  it.each<[string, object, number, number]>([
    ['alpha / rank', {}, 4, 1],
    ['alpha / sqrt(rank)', { use_rslora: true }, 4, 2],
    ['alpha_pattern of a layer', { alpha_pattern: { 'layer.0.*.query': 8 } }, 8, 1],
    ['alpha_pattern of a module', { alpha_pattern: { key: 8, uery: 100 } }, 4, 2],
    ['the ranks of its patterns', { r: 4, rank_pattern: { '.*(?P<q>query)': 1 } }, 4, 1],
    ['nothing that names all its modules', { target_modules: ['query', 'key'], layers_to_transform: 0 }, 4, 1],
    ['nothing that names them as a pattern', { target_modules: '.*\\.(?P<of>query|key)' }, 4, 1],
    ['nothing where all are named', { target_modules: 'all-linear', layers_to_transform: [] }, 4, 1],
    ['nothing where a list is empty', { layer_replication: [], trainable_token_indices: null, use_dora: false }, 4, 1],
  ])('is scaled by %s', async (_, config, query, key) => {
    const got = await tensorsIn(await opened(config));
    expect(got[`bert.${QUERY}.weight`]![0]).toBe(query);
    expect(got[`bert.${KEY}.weight`]![0]).toBe(1 + key);
  });
  it('fits a base of another class, and names of older files', async () => {
    const bare = Object.fromEntries(Object.entries(BASE).map(([name, t]) => [name.replace('bert.', ''), t]));
    const old = Object.fromEntries(
      Object.entries({ ...LORA, ...HEAD }).map(([name, t]) => [
        name.replace(/lora_([AB])/, 'lora_$1.default').replace('classifier.', 'classifier.modules_to_save.default.'),
        t,
      ]),
    );
    const original = { 'base_model.model.classifier.original_module.weight': { shape: [1], numbers: [0] } };
    const got = await tensorsIn(await opened({}, { ...old, ...original }, baseSource(CONFIG, bare)));
    expect(got[`${QUERY}.weight`]).toEqual([4, 9, 14, 11, 18, 25]);
    expect(Object.keys(got).filter((name) => name.includes('classifier'))).toEqual([
      'classifier.weight',
      'classifier.bias',
    ]);
  });
  it('has a tensor once where PEFT saves it under two names', async () => {
    const twice = { 'base_model.model.classifier.modules_to_save.bias': { shape: [3], numbers: [7, 8, 9] } };
    const got = await tensorsIn(await opened({ bias: 'all' }, { ...LORA, ...twice, ...HEAD }));
    expect([got['classifier.weight'], got['classifier.bias']]).toEqual([[1, 2, 3, 4, 5, 6], [7, 8, 9]]); // prettier-ignore
  });
  it('takes the names of labels from its base where there are as many', async () => {
    const named = { ...CONFIG, id2label: { 0: 'a', 1: 'b', 2: 'c' } };
    const { id2label } = JSON.parse((await opened({ task_type: 'TOKEN_CLS' }, undefined, baseSource(named))).config);
    expect(id2label).toEqual(named.id2label);
  });
  it.each<[RegExp, object]>([
    [/IA3/, { peft_type: 'IA3' }],
    [/PROMPT_TUNING/, { peft_type: 'PROMPT_TUNING' }],
    [/DoRA/, { use_dora: true }],
    [/BD-LoRA/, { use_bdlora: { nblocks: 2 } }],
    [/KaSA/, { kasa_config: { beta: 1 } }],
    [/LoRA with made_up_later/, { made_up_later: true }],
    [/the initialisation olora/, { init_lora_weights: 'olora' }],
    [/the initialisation PiSSA/, { init_lora_weights: 'PiSSA' }],
    [/the initialisation loftq/, { init_lora_weights: 'loftq' }],
    [/the initialisation lora_ga/, { init_lora_weights: 'lora_ga' }],
    [/the initialisation made_up/, { init_lora_weights: 'made_up' }],
    [/pissa_niter_4/, { init_lora_weights: 'pissa_niter_4' }],
    [/repeated layers/, { layer_replication: [[0, 1]] }],
    [/trainable tokens/, { trainable_token_indices: [3] }],
    [/with biases/, { lora_bias: true }],
    [/CAUSAL_LM/, { task_type: 'CAUSAL_LM' }],
    [/lora_alpha is no number/, { lora_alpha: 'four' }],
    [/"\(" of alpha_pattern is no pattern/, { alpha_pattern: { '(': 4 } }],
    [/no peft_type/, { peft_type: null }],
    [/r is 0; a rank is a whole number from 1 on/, { r: 0 }],
    [/r is "4"; a rank/, { r: '4' }],
    [/rank_pattern is 1\.5; a rank/, { rank_pattern: { key: 1.5 } }],
    [/query\.lora_A\.weight has the rank 1, and r in adapter_config\.json says 8/, { r: undefined }],
    [
      /key\.lora_A\.weight has the rank 4, and rank_pattern in adapter_config\.json says 2/,
      { rank_pattern: { key: 2 } },
    ],
    [/has \S+key\.lora_A\.weight, a tensor of a module that target_modules in/, { target_modules: ['query', 'ey'] }],
    [/query\.lora_A\.weight, a tensor of a module that target_modules in/, { target_modules: '.*key' }],
    [/"5" of target_modules is no pattern/, { target_modules: 5 }],
    [/key\.lora_A\.weight, a tensor of a module that exclude_modules in/, { exclude_modules: ['self.key'] }],
    [/a tensor of a module that modules_to_save in/, { modules_to_save: ['classifier', 'attention'] }],
    [
      /a tensor of a module that layers_to_transform in/,
      { target_modules: ['query', 'key'], layers_to_transform: [1] },
    ],
    [/a tensor of a module that layers_to_transform in/, { layers_to_transform: [0], layers_pattern: 'block' }],
  ])('of another kind is refused: %s', async (words, config) => {
    await expect(opened(config)).rejects.toThrow(words);
  });
  const A = `base_model.model.bert.${QUERY}.lora_A.weight`;
  const other = 'base_model.model.bert.encoder.layer.9.query';
  it.each<[RegExp, Record<string, Numbers>]>([
    [/lora_magnitude_vector/, { ...LORA, [`base_model.model.bert.${QUERY}.lora_magnitude_vector`]: { shape: [1], numbers: [1] } }],
    [/lora_embedding_A/, { ...LORA, 'base_model.model.bert.embeddings.word_embeddings.lora_embedding_A': { shape: [1], numbers: [1] } }],
    [/lacks bert\.encoder.*lora_B/, { [A]: LORA[A]! }],
    [/do not belong together/, { ...LORA, [A]: { shape: [2, 3], numbers: [1, 2, 3, 4, 5, 6] } }],
    [/made for \[2, 4\]/, { ...LORA, [A]: { shape: [1, 4], numbers: [1, 2, 3, 4] } }],
    [/no weights called encoder\.layer\.9/, { ...LORA, [`${other}.lora_A.weight`]: LORA[A]!, [`${other}.lora_B.weight`]: { shape: [2, 1], numbers: [1, 2] } }],
    [/no lora_A/, HEAD],
  ])('that does not fit is refused: %s', async (words, tensors) => {
    await expect(opened({}, tensors)).rejects.toThrow(words);
  }); // prettier-ignore
  it('cut short anywhere is refused, never taken in part', async () => {
    const whole = safetensors({ ...LORA, ...HEAD });
    for (let length = 0; length < whole.byteLength; length += 7) {
      const files = adapterFiles(PLAIN, whole.slice(0, length));
      const folder = await folderOfFiles('mine', files);
      await expect(readAdapter('mine', folder, JSON.stringify(PLAIN))).rejects.toMatchObject({ code: 'E_FORMAT' });
    }
  });
  it('is read from the file of torch.save, and missed where there is none', async () => {
    const torch = new Uint8Array(readFileSync('tests/golden/torch/zip.bin'));
    const open = (files: File[]) =>
      openCheckpoint({ kind: 'files', name: 'mine', files }, { baseOf: (_, open) => open(baseSource()) });
    await expect(open(adapterFiles(PLAIN, torch, 'adapter_model.bin'))).rejects.toThrow(/no lora_A/);
    await expect(open(adapterFiles(PLAIN, torch).slice(0, 1))).rejects.toThrow(/no adapter_model\.safetensors/);
    await expect(openCheckpoint({ kind: 'files', name: 'mine', files: adapterFiles(PLAIN, torch) })).rejects.toThrow(
      /no config\.json/,
    );
  });
  it('says which base it names where that could not be compared', async () => {
    const remarks = async (path: string) =>
      (await opened({ base_model_name_or_path: path })).remarks.map(({ text }) => text);
    expect(await remarks('a/b')).toEqual([]);
    for (const path of ['/home/ann/b', 'C:\\models\\b', 'other/b'])
      expect(await remarks(path)).toEqual([
        `The adapter mine was made for the encoder that it calls ${path}, and is merged into a/b. Whether the two are the same could not be checked: only the shapes of their weights were, and they fit.`,
      ]);
    expect((await remarks(''))[0]).toContain('an encoder that it does not name');
  });
  it('says what its base is said to lack, and bears its licence, if it has none of its own', async () => {
    const base = baseSource();
    base.files.push(
      file('modules.json', [
        { name: '0', path: '', type: 'sentence_transformers.models.Transformer' },
        { name: '1', path: '1_Pooling', type: 'sentence_transformers.models.Pooling' },
      ]),
      file('config.json', { pooling_mode_mean_tokens: true, word_embedding_dimension: 2 }),
      file('config_sentence_transformers.json', { prompts: { query: 'query: ' }, default_prompt_name: 'query' }),
      file('sentence_bert_config.json', { do_lower_case: true }),
      file('README.md', '---\nlicense: mit\n---\n'),
    );
    base.paths = base.files.map((each, i) => (i === 4 ? '1_Pooling/config.json' : each.name));
    const { remarks, lowered, terms, noScore, files: whole } = await opened({}, undefined, base);
    // As a project keeps it.
    expect(await openCheckpoint(whole!)).toMatchObject({ remarks, lowered, terms, noScore });
    expect(remarks.map(({ text }) => text)).toEqual([expect.stringMatching(/ of a\/b .*query: /) as string]);
    expect(lowered?.text).toContain('a/b');
    expect(terms?.license).toBe('mit');
    const files = [...adapterFiles(PLAIN, safetensors({ ...LORA, ...HEAD })), file('README.md', '---\nlicense: cc0-1.0\n---\n')]; // prettier-ignore
    const own = await openCheckpoint({ kind: 'files', name: 'mine', files }, { baseOf: (_, open) => open(base) });
    expect(own.terms?.license).toBe('cc0-1.0');
  });
  it('says that its answers to texts come without a score', async () => {
    expect((await opened()).noScore?.text).toMatch(/^mine is an adapter, and adapters carry no score of texts/);
    expect((await opened({ task_type: 'TOKEN_CLS' })).noScore).toBeUndefined();
  });
  it('made here brings its head, and a broken one is refused', async () => {
    const trained = { task: 'multi_label_classification', scheme: 'none', pooling: 'cls', thresholds: [0.1, 0.2, 0.3], temperature: 1, method: 'lora', labels: ['x', 'y', 'z'], base: 'a/b', pairs: true, metrics: {}, cut: { max_length: 64, truncation: 'tail' } } as unknown as Trained; // prettier-ignore
    const bytes = sealTensors(
      safetensors({ ...LORA, ...HEAD }),
      headMetadata({ ...trained, columns: { text: 'Review' } }, 'f00', null),
    );
    const open = (sealed: Uint8Array<ArrayBuffer>) =>
      openCheckpoint(
        { kind: 'files', name: 'mine', files: adapterFiles(PLAIN, sealed) },
        { baseOf: (_, o) => o(baseSource()) },
      );
    expect(JSON.parse((await open(bytes)).config)).toMatchObject({
      problem_type: 'multi_label_classification',
      id2label: { 0: 'x', 1: 'y', 2: 'z' },
      thresholds: [0.1, 0.2, 0.3],
      cut: { max_length: 64, truncation: 'tail' },
      reads: { texts: 2, columns: { text: 'Review' } },
    });
    expect((await open(bytes)).remarks).toEqual([]); // compared by its fingerprint
    const bad = bytes.slice();
    bad[bad.byteLength - 1]! ^= 1;
    await expect(open(bad)).rejects.toThrow(/checksum differs/);
  });
});

describe('the base of an adapter', () => {
  const adapter = (base: string, made?: string) =>
    ({ name: 'mine', config: { base }, made: made ? ({ base, fingerprint: made } as HeadFile) : null }) as Adapter;
  const loaded = (name: string, fingerprint: string) => ({ checkpoint: { name }, fingerprint }) as Loaded;
  const at = async (wanted: Adapter, has: Loaded | null, base?: ModelSource, found = 'f') => {
    const open = async ({ name }: ModelSource) => ({ name }) as Checkpoint;
    const source = { kind: 'files' as const, name: 'mine', files: [], ...(base && { base }) };
    return (await baseOfAdapter(wanted, source, has, open, async () => found)).name;
  };
  it('is the one that is given, or that is loaded, or the hub has', async () => {
    const given: ModelSource = { kind: 'url', name: 'given', url: 'https://x/' };
    expect(await at(adapter('a/b'), loaded('a/b', 'f'), given)).toBe('given');
    expect(await at(adapter('a/b'), loaded('a/b', 'f'))).toBe('a/b');
    expect(await at(adapter('a/b'), loaded('else', 'f'))).toBe('a/b');
    expect(await at(adapter('/home/me/b'), loaded('else', 'f'))).toBe('else'); // a folder of another computer
    expect(await at(adapter('./b', 'f'), loaded('renamed', 'f'))).toBe('renamed');
  });
  it('is the revision that it names', async () => {
    const revised = readLoraConfig('mine', JSON.stringify({ ...PLAIN, revision: 'v1.0' })).base;
    expect(revised).toBe('a/b@v1.0');
    expect(await at(adapter(revised), loaded('a/b', 'f'))).toBe('a/b@v1.0'); // fetched
    expect(await at(adapter(revised), loaded('a/b@v1.0', 'f'))).toBe('a/b@v1.0');
    const here = { ...PLAIN, base_model_name_or_path: '/home/me/b', revision: 'main' };
    expect(readLoraConfig('mine', JSON.stringify(here)).base).toBe('/home/me/b');
  });
  it('is refused where its weights are others, and asked for where nobody has it', async () => {
    const given: ModelSource = { kind: 'url', name: 'given', url: 'https://x/' };
    await expect(at(adapter('./b', 'f'), null, given, 'g')).rejects.toThrow(/has other weights \(g\)/);
    await expect(at(adapter('./b', 'f'), loaded('b', 'g'))).rejects.toThrow(/Load that encoder first/);
    await expect(at(adapter(''), null)).rejects.toThrow(/Load that encoder first/);
  });
});

it('merging does not change the base', async () => {
  const base = await openCheckpoint(baseSource());
  const before = await tensorsIn(base);
  const folder = await folderOfFiles('mine', adapterFiles(PLAIN, safetensors(LORA)));
  await merged(await readAdapter('mine', folder, JSON.stringify(PLAIN)), base, null);
  expect(await tensorsIn(base)).toEqual(before);
});
