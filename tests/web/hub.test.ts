// SPDX-License-Identifier: Apache-2.0
// Checkpoints at URLs and in files: addresses, broken lines, and folders that lack something.
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { makeZip } from 'client-zip';
import { describe, expect, it, vi } from 'vitest';
import { readCheckpoint, type Checkpoint } from '../../web/hub/checkpoint';
import { leftOut } from '../../web/hub/left_out';
import { cutOfCheckpoint } from '../../web/hub/config';
import { openCheckpoint } from '../../web/hub/open';
import { folderOfFiles, readWhole } from '../../web/hub/folder';
import { nameAtAddress } from '../../web/project/encoders';
import { folderUrl } from '../../web/hub/address';
import { browserWeb, fileAtUrl, folderAtUrl, type Web } from '../../web/hub/url';

const bytes = (n: number) => Uint8Array.from({ length: n }, (_, i) => i & 255);

describe('addresses', () => {
  const hub = 'https://huggingface.co/a/b/resolve/';
  it.each([
    ['a/b', `${hub}main/`],
    ['https://huggingface.co/a/b', `${hub}main/`],
    ['https://huggingface.co/a/b/tree/v2', `${hub}v2/`],
    ['https://huggingface.co/a/b/tree/main/checkpoint-500', `${hub}main/checkpoint-500/`],
    ['https://hf.co/a/b/blob/main/config.json', `${hub}main/`],
    ['https://huggingface.co/a/b/resolve/main/model.safetensors?download=true', `${hub}main/`],
    ['http://huggingface.co/a/b/', `${hub}main/`],
    ['huggingface.co/a/b', `${hub}main/`],
    ['hf.co/a/b/tree/main/', `${hub}main/`],
    ['https://huggingface.co/a/b/tree/refs/pr/1/x', `${hub}refs%2Fpr%2F1/x/`],
    ['https://huggingface.co/a/b/tree/refs%2Fpr%2F1', `${hub}refs%2Fpr%2F1/`],
    ['a/b@v2', `${hub}v2/`],
    ['a/b@v2/sub/folder', `${hub}v2/sub/folder/`],
    ['a/b@refs/pr/1', `${hub}refs%2Fpr%2F1/`],
    ['a/b/sub/', `${hub}main/sub/`],
    ['bert-base-uncased', 'https://huggingface.co/bert-base-uncased/resolve/main/'],
    ['hf.co/bert-base-uncased/tree/main', 'https://huggingface.co/bert-base-uncased/resolve/main/'],
    ['https://huggingface.co.example.org/a/b', 'https://huggingface.co.example.org/a/b/'],
    [' http://127.0.0.1:8080/models/x ', 'http://127.0.0.1:8080/models/x/'],
    ['https://example.org/x/config.json', 'https://example.org/x/'],
  ])('%s', (address, folder) => expect(folderUrl(address)).toBe(folder));
  it.each(['', 'just words', 'ftp://example.org/x', 'https://huggingface.co/a', 'https://huggingface.co/datasets/a/b'])(
    'refuses "%s"',
    (address) => expect(() => folderUrl(address)).toThrow(/address|names no model/),
  );
});

it.each([
  ['a/b@v2/sub', 'a/b'],
  ['https://huggingface.co/a/b/blob/main/config.json', 'a/b'],
  ['hf.co/bert-base-uncased/tree/main', 'bert-base-uncased'],
  ['https://example.org/models/x/config.json', 'models/x'],
  ['https://example.org/', 'https://example.org/'],
  ['just words', 'just words'],
])('an encoder at %s is called %s', (address, name) => expect(nameAtAddress(address)).toBe(name));

it("an address that the page's own policy forbids", () => {
  vi.stubGlobal('location', { origin: 'http://127.0.0.1:8080' });
  expect(() => folderUrl('http://192.0.2.1/model')).toThrow(/reads from https:\/\/ only/);
  expect(folderUrl('http://127.0.0.1:8080/models/x')).toBe('http://127.0.0.1:8080/models/x/');
  vi.unstubAllGlobals();
});

/** A server of one file that breaks the line after `breakAfter` bytes, `breaks` times. */
function server(file: Uint8Array, behaviour: { breaks?: number; ranges?: boolean; etag?: string | null } = {}) {
  const { ranges = true, etag = '"1"' } = behaviour;
  let breaks = behaviour.breaks ?? 0;
  const asked: string[] = [];
  const fetch = (async (url: string, init: RequestInit) => {
    const range = (init.headers as Record<string, string>)?.Range;
    asked.push(`${init.method ?? 'GET'}${range ? ` ${range}` : ''}`);
    if (!url.endsWith('/file')) return new Response(null, { status: 404 });
    const from = ranges && range ? Number(/\d+/.exec(range)) : 0;
    const body = file.subarray(from);
    const headers = { ...(etag && { ETag: etag }), 'Content-Length': String(body.byteLength) };
    if (init.method === 'HEAD') return new Response(null, { headers });
    const broken = breaks-- > 0;
    let pulls = 0;
    const stream = new ReadableStream<Uint8Array>({
      pull(controller) {
        if (pulls++ === 0) return controller.enqueue(broken ? body.slice(0, 1000) : body.slice());
        return broken ? controller.error(new TypeError('network error')) : controller.close();
      },
    });
    return new Response(stream, { status: from ? 206 : 200, headers });
  }) as typeof globalThis.fetch;
  return { fetch, asked };
}

const web = (fetch: Web['fetch']): Web => ({
  fetch,
  copies: null,
  wait: async () => undefined,
  account: null,
  remedies: { account: '', reach: () => '' },
});
const remediesOfBrowser = async () => ({ remedies: (await browserWeb()).remedies });
const BASE = 'https://example.org/model/';
const get = async (w: Web) => {
  const file = await folderAtUrl(BASE, w).open('file');
  return { size: file!.size, bytes: await readWhole(file!, 'file') };
};

describe('a folder at a URL', () => {
  const file = bytes(5000);
  it('gives a file with its size, and null for what is not there', async () => {
    const { fetch } = server(file);
    expect(await get(web(fetch))).toEqual({ size: 5000, bytes: file });
    expect(await folderAtUrl(BASE, web(fetch)).open('other')).toBeNull();
  });
  it('goes on where the line broke', async () => {
    const { fetch, asked } = server(file, { breaks: 3 });
    expect((await get(web(fetch))).bytes).toEqual(file);
    expect(asked).toEqual(['HEAD', 'GET', 'GET bytes=1000-', 'GET bytes=2000-', 'GET bytes=3000-']);
  });
  it('goes on where no byte has come for a while', async () => {
    const { fetch, asked } = server(file);
    let stalls = 2;
    const stalling = (async (url: string, init: RequestInit) => {
      if (init.method === 'HEAD' || stalls-- <= 0) return fetch(url, init);
      if (stalls === 0) return new Promise(() => undefined); // no answer
      const body = new ReadableStream({ start: (controller) => controller.enqueue(file.slice(0, 1000)) });
      return new Response(body, { headers: { ETag: '"1"', 'Content-Length': '5000' } });
    }) as typeof globalThis.fetch;
    expect((await get({ ...web(stalling), patience: 0.02 })).bytes).toEqual(file);
    expect(asked).toEqual(['HEAD', 'GET bytes=1000-']);
  });
  it('waits as long as the server asks for', async () => {
    const { fetch } = server(file);
    const answers = ['7', '600', new Date(Date.now() + 20_000).toUTCString()].map(
      (value) => new Response(null, { status: 429, headers: { 'Retry-After': value } }),
    );
    const waited: number[] = [];
    const busy = (async (url: string, init: RequestInit) => answers.shift() ?? fetch(url, init)) as Web['fetch'];
    const patient = { ...web(busy), wait: async (seconds: number) => void waited.push(Math.round(seconds / 2) * 2) };
    expect((await get(patient)).bytes).toEqual(file);
    expect(waited).toEqual([8, 60, 20]);
    const always = web(
      (async () => new Response(null, { status: 429, headers: { 'Retry-After': '9' } })) as Web['fetch'],
    );
    await expect(get(always)).rejects.toThrow(/status 429\. .*try again in 9 seconds/);
  });
  it('gives up in a sentence where the line breaks again and again', async () => {
    const { fetch } = server(bytes(9000), { breaks: 99 });
    const none = (async (url: string, init: RequestInit) => {
      if (init.method === 'HEAD') return fetch(url, init);
      return new Response(new ReadableStream({ pull: (controller) => controller.error(new TypeError('reset')) }), {
        headers: { ETag: '"1"', 'Content-Length': '9000' },
      });
    }) as typeof globalThis.fetch;
    await expect(get(web(none))).rejects.toThrow(/broke off after 0 bytes, 5 times in a row/);
  });
  it('goes on too where the server begins anew', async () => {
    const { fetch } = server(file, { breaks: 1, ranges: false });
    expect((await get(web(fetch))).bytes).toEqual(file);
  });
  it('takes a page for a missing file', async () => {
    const page = (async () =>
      new Response('<html>', { headers: { 'Content-Type': 'text/html; charset=utf-8' } })) as Web['fetch'];
    expect(await folderAtUrl(BASE, web(page)).open('vocab.txt')).toBeNull();
  });
  it.each([
    [401, 'RepoNotFound', /under no such name, or is private/],
    [401, 'GatedRepo', /accepted its terms/],
    [403, 'GatedRepo', /accepted its terms/],
    [404, 'RevisionNotFound', /no such revision/],
    [403, 'DisabledRepo', /disabled/],
  ])('tells apart what the hub refuses: %i %s', async (status, code, sentence) => {
    const refusing = web(async () => new Response(null, { status, headers: { 'X-Error-Code': code } }));
    await expect(folderAtUrl(BASE, refusing).open('file')).rejects.toThrow(sentence);
  });
  it('takes a file that the hub has not for absent', async () => {
    const headers = { 'X-Error-Code': 'EntryNotFound' };
    const missing = web(async () => new Response(null, { status: 404, headers }));
    expect(await folderAtUrl(BASE, missing).open('file')).toBeNull();
  });
  it('says what the server said', async () => {
    const answering = (status: number) => web((async () => new Response(null, { status })) as Web['fetch']);
    await expect(folderAtUrl(BASE, answering(403)).open('file')).rejects.toThrow(
      /may not be read without an account \(403\)/,
    );
    await expect(folderAtUrl(BASE, answering(500)).open('file')).rejects.toThrow(/answers with status 500/);
    const offline = web(async () => Promise.reject(new TypeError('Failed to fetch')));
    await expect(folderAtUrl(BASE, offline).open('file')).rejects.toThrow(/cannot be reached/);
  });
  it('tells of an address that is redirected in a circle or to another scheme', async () => {
    const places: Record<string, string> = { '/circle': '/circle', '/scheme': 'ftp://files.example/file' };
    const server = createServer(({ url }, response) => response.writeHead(302, { Location: places[url!]! }).end());
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const at = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    for (const path of Object.keys(places))
      await expect(fileAtUrl(at + path, web(fetch))).rejects.toThrow(
        `${at}${path} is redirected in a circle, or to where it cannot be read`,
      );
    await new Promise((resolve) => server.close(resolve));
    await expect(fileAtUrl(`${at}/circle`, web(fetch))).rejects.toThrow(/cannot be reached/);
  });
  it('has a way on that fits the address: its own server has no CORS to allow', async () => {
    vi.stubGlobal('origin', 'https://site.example');
    const away = {
      ...web(async () => Promise.reject(new TypeError('Failed to fetch'))),
      ...(await remediesOfBrowser()),
    };
    const whyNot = (base: string) =>
      folderAtUrl(base, away)
        .open('file')
        .catch((error: unknown) => String(error));
    expect(await whyNot('https://site.example/models/')).toMatch(/beside this page, whose server does not answer/);
    expect(await whyNot(BASE)).toMatch(/CORS.*download what is there/);
    vi.unstubAllGlobals();
  });
  it('is not another file the second time', async () => {
    const answers = [server(file), server(bytes(6000), { etag: '"2"' })];
    let now = 0;
    const opened = await folderAtUrl(
      BASE,
      web((...of) => answers[now]!.fetch(...of)),
    ).open('file');
    await readWhole(opened!, 'file');
    now = 1;
    await expect(readWhole(opened!, 'file')).rejects.toThrow(/has changed since it was read first/);
  });
});

describe('a checkpoint', () => {
  const files = (...names: string[]) => names.map((name) => new File([name.endsWith('.json') ? '{}' : 'x'], name));
  const open = (...names: string[]) => openCheckpoint({ kind: 'files', name: 'it', files: files(...names) });
  it('is read from files', async () => {
    const { vocab, shards, tokenizerConfig } = await open('config.json', 'vocab.txt', 'model.safetensors');
    expect([new TextDecoder().decode(vocab), shards.map(({ name }) => name), tokenizerConfig]).toEqual([
      'x',
      ['model.safetensors'],
      null,
    ]);
  });
  it('prefers tokenizer.json, and takes the only weights under any name', async () => {
    const { vocab, shards } = await open(
      'config.json',
      'vocab.txt',
      'tokenizer.json',
      'minilm.safetensors',
      'head.safetensors',
    );
    expect([new TextDecoder().decode(vocab), shards.map(({ name }) => name)]).toEqual(['{}', ['minilm.safetensors']]);
  });
  it.each(['config.json', 'tokenizer_config.json', 'tokenizer.json'])(
    'is refused where %s is no object',
    async (name) => {
      const all = ['config.json', 'vocab.txt', 'tokenizer.json', 'tokenizer_config.json', 'model.safetensors'];
      const texts = (each: string) => (each === name ? 'null' : '{}');
      const source = { kind: 'files' as const, name: 'it', files: all.map((each) => new File([texts(each)], each)) };
      await expect(openCheckpoint(source)).rejects.toThrow(`${name} has null in place of an object`);
    },
  );
  it('says what is missing', async () => {
    await expect(open('vocab.txt', 'model.safetensors')).rejects.toThrow(/no config\.json/);
    await expect(open('config.json', 'model.safetensors')).rejects.toThrow(/neither tokenizer\.json nor vocab\.txt/);
    await expect(open('config.json', 'vocab.txt')).rejects.toThrow(/no model\.safetensors/);
    await expect(open('config.json', 'vocab.txt', 'pytorch_model.bin')).rejects.toThrow(/no file of torch\.save/);
  });
  it.each([
    ['model.onnx', /model\.onnx is an ONNX model, which gives answers and cannot be trained/],
    ['onnx/model_quantized.onnx', /is an ONNX model/],
    ['model.onnx_data', /is an ONNX model/],
    ['bert-base.Q4_K_M.gguf', /is a model for llama\.cpp/],
    ['tf_model.h5', /has weights of TensorFlow.*from_tf=True/],
    ['tf_model-00001-of-00002.h5', /has weights of TensorFlow/],
    ['saved_model/1/saved_model.pb', /has weights of TensorFlow/],
    ['flax_model.msgpack', /has weights of Flax.*from_flax=True/],
    ['bert_model.ckpt.index', /is a checkpoint of TensorFlow 1/],
    ['bert_model.ckpt.data-00000-of-00001', /is a checkpoint of TensorFlow 1/],
    ['model.ckpt-1000.meta', /is a checkpoint of TensorFlow 1/],
    ['openvino_model.xml', /is a model for OpenVINO/],
    ['model.tflite', /is a model made for one kind of device/],
    ['model.mlmodel', /is a model made for one kind of device/],
    ['rust_model.ot', /is a model made for one kind of device/],
    ['model_head.pkl', /has objects of Python/],
  ])('says what to take in place of %s, alone and in its folder', async (path, sentence) => {
    const source = (paths: string[]) => {
      const all = paths.map((each) => new File([each.endsWith('.json') ? '{}' : 'x'], each.split('/').at(-1)!));
      return { kind: 'files' as const, name: 'it', files: all, paths };
    };
    await expect(openCheckpoint(source([path]))).rejects.toThrow(sentence);
    await expect(openCheckpoint(source(['config.json', 'vocab.txt', path]))).rejects.toThrow(sentence);
    await expect(openCheckpoint(source([path]))).rejects.toThrow(/Take the same model with model\.safetensors/);
    const whole = source(['config.json', 'vocab.txt', 'model.safetensors', path]);
    expect((await openCheckpoint(whole)).shards.map(({ name }) => name)).toEqual(['model.safetensors']);
  });
  it('of torch.save by the name of Lightning or TensorFlow is tried, and refused for what it is', async () => {
    await expect(open('config.json', 'vocab.txt', 'last.ckpt')).rejects.toThrow(/last\.ckpt is no file of torch\.save/);
  });
  it('opens without its card where that cannot be read', async () => {
    const texts: Record<string, string> = { 'config.json': '{}', 'vocab.txt': 'x', 'model.safetensors': 'w' };
    const folder = (error: Error) => ({
      name: 'it',
      open: async (path: string) => {
        if (path === 'README.md') throw error;
        const bytes = new TextEncoder().encode(texts[path] ?? '');
        return path in texts
          ? {
              size: bytes.length,
              stream: async function* () {
                yield bytes;
              },
            }
          : null;
      },
    });
    expect((await readCheckpoint('it', folder(new Error('403')))).terms).toBeNull();
    const stopped = Object.assign(new Error('stopped'), { code: 'E_CANCELLED' });
    await expect(readCheckpoint('it', folder(stopped))).rejects.toThrow('stopped');
  });
  it('has its files in one folder; others of the same names lie elsewhere', async () => {
    const paths = ['it/1_Pooling/config.json', 'it/config.json', 'it/2_Dense/model.safetensors', 'it/vocab.txt'];
    const texts = ['{"pooling_mode_mean_tokens": true}', '{}', 'dense', 'x'];
    const all = texts.map((text, i) => new File([text], paths[i]!.split('/').at(-1)!));
    const source = { kind: 'files' as const, name: 'it', files: all, paths };
    await expect(openCheckpoint(source)).rejects.toThrow(/no model\.safetensors/);
    const whole = { ...source, files: [...all, new File(['w'], 'w')], paths: [...paths, 'it/model.safetensors'] };
    const { config, pooling, pooling_from, shards } = await openCheckpoint(whole);
    expect([config, pooling, pooling_from, shards.map(({ name }) => name)]).toEqual([
      '{}',
      'mean',
      'file',
      ['model.safetensors'],
    ]);
  });
  it.each([
    ['mean', '2_Dense/model.safetensors'],
    ['mean_normalized', '3_Dense/model.safetensors'],
    ['compared', '3_Compared/model.safetensors'],
    ['cls', null],
  ])('of a head on %s, which lies apart, opens %s', async (pooling, head) => {
    const config = `{"classifier_pooling": "${pooling}", "architectures": ["BertModel"]}`;
    const contents = { 'config.json': config, 'vocab.txt': 'x', 'model.safetensors': 'w' };
    const paths = [
      ...Object.keys(contents),
      ...['2_Dense', '3_Dense', '3_Compared'].map((folder) => `${folder}/model.safetensors`),
    ];
    const all = [...Object.values(contents), 'a', 'b', 'c'].map(
      (text, i) => new File([text], paths[i]!.split('/').at(-1)!),
    );
    const { shards } = await openCheckpoint({ kind: 'files', name: 'it', files: all, paths });
    expect(shards.map(({ name }) => name)).toEqual(['model.safetensors', ...(head ? [head] : [])]);
  });
  it.each([
    ['{"pooling_mode_mean_tokens": true}', 'mean', 'file'],
    ['{"pooling_mode": "mean"}', 'mean', 'file'],
    ['{"pooling_mode": "cls"}', 'cls', 'file'],
    ['{"pooling_mode_cls_token": true, "pooling_mode_mean_tokens": false}', 'cls', 'file'],
    ['{"pooling_mode": ["mean"]}', 'mean', 'file'],
    ['{"pooling_mode_cls_token": false, "include_prompt": true}', 'cls', 'default'],
    [null, 'cls', 'default'],
  ])('reads what its 1_Pooling says: %s', async (said, pooling, pooling_from) => {
    const names = ['config.json', 'vocab.txt', 'model.safetensors'];
    const all = [...files(...names), ...(said === null ? [] : [new File([said], 'config.json')])];
    const source = { kind: 'files' as const, name: 'it', files: all, paths: [...names, '1_Pooling/config.json'] };
    expect(await openCheckpoint(source)).toMatchObject({ pooling, pooling_from });
  });
  it.each([
    ['{"pooling_mode": "lasttoken"}', 'lasttoken'],
    ['{"pooling_mode_max_tokens": true, "pooling_mode_mean_tokens": false}', 'max'],
    ['{"pooling_mode_mean_sqrt_len_tokens": true}', 'mean_sqrt_len'],
    ['{"pooling_mode_weightedmean_tokens": true}', 'weightedmean'],
    ['{"pooling_mode_cls_token": true, "pooling_mode_mean_tokens": true}', 'cls + mean'],
    ['{"pooling_mode": ["mean", "max"]}', 'mean + max'],
  ])('refuses a pooling that no head reads: %s', async (said, ways) => {
    const names = ['config.json', 'vocab.txt', 'model.safetensors', '1_Pooling/config.json'];
    const all = [...files(...names.slice(0, 3)), new File([said], 'config.json')];
    await expect(openCheckpoint({ kind: 'files', name: 'it', files: all, paths: names })).rejects.toThrow(
      `pools its tokens by ${ways};`,
    );
  });
  it.each([
    [['Transformer', 'Pooling', 'Normalize', 'Dropout'], null],
    [['Transformer', 'WeightedLayerPooling', 'Pooling'], 'WeightedLayerPooling'],
    [['Transformer', 'CNN', 'Pooling'], 'CNN'],
    [['Transformer', 'Pooling', 'LayerNorm'], 'LayerNorm'],
    [['Transformer', 'Pooling', 'Dense', 'Dense'], 'Dense'],
    [['Transformer', 'SpladePooling'], 'SpladePooling'],
    [['Router'], 'Router'],
    [['Asym', 'Pooling'], 'Asym'],
    [['StaticEmbedding'], 'StaticEmbedding'],
    [['Pooling', 'Transformer'], 'Pooling'],
    [['LSTM', 'Transformer'], 'LSTM'],
    [[7], '7'],
  ])('of the modules %j: %s is not computed', async (types, refused) => {
    const modules = types.map((type, i) => ({
      path: i ? `${i}_${type}` : '',
      type: `sentence_transformers.x.${type}`,
    }));
    const all = [new File([JSON.stringify(modules)], 'modules.json'), ...files('config.json', 'vocab.txt', 'model.safetensors')]; // prettier-ignore
    const paths = [...all.map(({ name }) => name), '1_Pooling/config.json'];
    const pooled = [...all, new File(['{"pooling_mode": "mean"}'], 'config.json')];
    const open = openCheckpoint({ kind: 'files', name: 'it', files: pooled, paths });
    if (refused === null) {
      expect((await open).pooling).toBe('mean');
      await expect(openCheckpoint({ kind: 'files', name: 'it', files: all })).rejects.toThrow(
        /^it lacks 1_Pooling\/config\.json, which belongs to its modules\.json/,
      );
    } else await expect(open).rejects.toThrow(`has the module ${refused} of sentence-transformers`);
  });
  it('says that the head of a SetFit folder is not read, and looks for it beside modules.json alone', async () => {
    const modules = [{ path: '', type: 'sentence_transformers.models.Transformer' }];
    const all = [new File([JSON.stringify(modules)], 'modules.json'), ...files('config.json', 'vocab.txt', 'model.safetensors')]; // prettier-ignore
    const head = files('model_head.pkl');
    const open = async (from: File[]) => {
      const folder = await folderOfFiles('it', from);
      const asked: string[] = [];
      const noting = { ...folder, open: (path: string) => (asked.push(path), folder.open(path)) };
      const { remarks } = await readCheckpoint('it', noting);
      return { remarks: remarks.map(({ text }) => text), asked: asked.includes('model_head.pkl') };
    };
    expect(await open(all)).toEqual({ remarks: [], asked: true });
    expect(await open(all.slice(1).concat(head))).toEqual({ remarks: [], asked: false });
    expect((await open(all.concat(head))).remarks).toEqual([
      'it is a model of SetFit, and its head in model_head.pkl is not read: that file is a pickle of scikit-learn, which may run programs. Its encoder is taken, and a new head is trained on it.',
    ]);
  });
  it('says what sentence-transformers would do to its texts', async () => {
    const modules = [{ path: '0_Transformer', type: 'sentence_transformers.models.Transformer' }];
    const inner = ['config.json', 'vocab.txt', 'model.safetensors'].map((name) => `0_Transformer/${name}`);
    const read = (prompts: object, lowers: object) => {
      const contents: [string, string][] = [
        ['modules.json', JSON.stringify(modules)],
        ['config_sentence_transformers.json', JSON.stringify(prompts)],
        ['0_Transformer/sentence_bert_config.json', JSON.stringify(lowers)],
      ];
      const all = [...files(...inner.map((path) => path.split('/')[1]!)), ...contents.map(([path, text]) => new File([text], path.split('/').at(-1)!))]; // prettier-ignore
      return openCheckpoint({ kind: 'files', name: 'it', files: all, paths: [...inner, ...contents.map(([path]) => path)] }); // prettier-ignore
    };
    const remarks = async (checkpoint: Checkpoint, lowercase: boolean) => {
      const has = { ignored: [], tokenizer: { size: 1, lowercase }, config: { vocab_size: 1, num_hidden_layers: 1 } };
      return [...checkpoint.remarks, ...leftOut(checkpoint, has).remarks].map(({ text }) => text);
    };
    const prompts = { query: 'query: ', document: '' };
    const both = await read({ prompts, default_prompt_name: 'query' }, { max_seq_length: 128, do_lower_case: true });
    expect(await remarks(both, false)).toEqual([
      expect.stringMatching(/^config_sentence_transformers\.json of it .* put “query: ” before each text/),
      expect.stringMatching(/^sentence_bert_config\.json of it has do_lower_case: .* Here capitals stay/),
    ]);
    expect(await remarks(both, true)).toHaveLength(1);
    for (const by of [null, 'document', 'other', 3])
      expect(await remarks(await read({ prompts, default_prompt_name: by }, { do_lower_case: false }), false)).toEqual(
        [],
      );
  });
  it.each([
    [['adapter_model.safetensors'], /^it has adapter_model\.safetensors and lacks adapter_config\.json,/],
    [['adapter_model.bin', 'vocab.txt'], /^it has adapter_model\.bin and lacks adapter_config\.json,/],
    [['vocab.txt', 'model.safetensors'], /^it has no config\.json/],
    [
      ['config.json', 'vocab.txt', 'model-00001-of-00002.safetensors', 'model-00002-of-00002.safetensors'],
      /^it has model-00001-of-00002\.safetensors and lacks model\.safetensors\.index\.json,/,
    ],
    [
      ['config.json', 'vocab.txt', 'pytorch_model-00002-of-00003.bin', 'pytorch_model-00003-of-00003.bin'],
      /lacks pytorch_model\.bin\.index\.json,/,
    ],
    [['config.json', 'vocab.txt'], /^it has no model\.safetensors and no pytorch_model\.bin/],
  ])('names the file that is missing beside %j', async (names, words) => {
    await expect(openCheckpoint({ kind: 'files', name: 'it', files: files(...names) })).rejects.toThrow(words);
  });
  it.each([
    ['mean_normalized', 'Dense', '3_Dense/model.safetensors'],
    ['mean', 'Dense', '2_Dense/model.safetensors'],
    ['compared', null, '3_Compared/model.safetensors'],
    [undefined, 'Dense', '2_Dense/config.json'],
  ])('names the missing file of a head on %s', async (classifier_pooling, type, missing) => {
    const at = missing.split('/')[0]!;
    const modules = [
      { path: '', type: 'Transformer' },
      { path: '1_Pooling', type: 'Pooling' },
      ...(type ? [{ path: at, type }] : []),
    ];
    const all = [
      ...files('vocab.txt', 'model.safetensors'),
      new File([JSON.stringify({ architectures: ['BertModel'], classifier_pooling })], 'config.json'),
      new File(['{"pooling_mode": "mean"}'], 'config.json'),
      new File([JSON.stringify(modules)], 'modules.json'),
    ];
    const paths = ['vocab.txt', 'model.safetensors', 'config.json', '1_Pooling/config.json', 'modules.json'];
    const open = (n: number) =>
      openCheckpoint({ kind: 'files', name: 'it', files: all.slice(0, n), paths: paths.slice(0, n) });
    await expect(open(5)).rejects.toThrow(`it lacks ${missing}, which belongs to its modules.json.`);
    expect((await open(4)).shards).toHaveLength(1); // the encoder alone
  });
  it('refuses two models side by side, and takes the one that has weights', async () => {
    const paths = ['a/one', 'a/two'].flatMap((at) => [
      `${at}/config.json`,
      `${at}/vocab.txt`,
      `${at}/model.safetensors`,
    ]);
    const all = paths.flatMap((path) => files(path.split('/').at(-1)!));
    const open = (some: string[]) =>
      openCheckpoint({ kind: 'files', name: 'it', files: all.filter((_, i) => some.includes(paths[i]!)), paths: some });
    await expect(open(paths)).rejects.toThrow(/^it has more than one model: a\/one\/ and a\/two\/\./);
    expect((await open(paths.filter((path) => path !== 'a/one/model.safetensors'))).shards).toHaveLength(1);
  });
  it('takes a config.json that names no class', async () => {
    for (const architectures of [null, 5, {}, []]) {
      const config = new File([JSON.stringify({ architectures })], 'config.json');
      const all = [config, ...files('vocab.txt', 'model.safetensors')];
      expect((await openCheckpoint({ kind: 'files', name: 'it', files: all })).shards).toHaveLength(1);
    }
  });
  it('takes what JSON has not and Python writes', async () => {
    const config = new File(
      ['{"a": NaN, "b": [Infinity,-Infinity], "NaN": "-Infinity, \\"NaN", "c": 1}'],
      'config.json',
    );
    const settings = new File(['{"model_max_length": Infinity}'], 'tokenizer_config.json');
    const all = [config, settings, ...files('vocab.txt', 'model.safetensors')];
    const checkpoint = await openCheckpoint({ kind: 'files', name: 'it', files: all });
    const special = (name: string) => ({ __float__: name });
    expect(JSON.parse(checkpoint.config)).toEqual({
      ...{ a: special('NaN'), b: [special('Infinity'), special('-Infinity')], NaN: '-Infinity, "NaN', c: 1 },
    });
    expect(cutOfCheckpoint(checkpoint, 512)).toEqual({ max_length: 512 });
    const bare = [new File(['{"a": Nan}'], 'config.json'), ...all.slice(1)];
    await expect(openCheckpoint({ kind: 'files', name: 'it', files: bare })).rejects.toThrow(/config\.json is no JSON/);
  });
  it('names the file that is no JSON', async () => {
    const all = [...files('config.json', 'vocab.txt', 'model.safetensors'), new File(['{'], 'tokenizer_config.json')];
    await expect(openCheckpoint({ kind: 'files', name: 'it', files: all })).rejects.toThrow(
      /tokenizer_config\.json is no JSON/,
    );
  });
  it('reads shards in the order of their names', async () => {
    const index = { weight_map: { a: 'model-2.safetensors', b: 'model-1.safetensors', c: 'model-2.safetensors' } };
    const all = [...files('config.json', 'vocab.txt', 'model-1.safetensors', 'model-2.safetensors')];
    all.push(new File([JSON.stringify(index)], 'model.safetensors.index.json'));
    const { shards } = await readCheckpoint('it', await folderOfFiles('it', all));
    expect(shards.map(({ name }) => name)).toEqual(['model-1.safetensors', 'model-2.safetensors']);
    await expect(
      readCheckpoint(
        'it',
        await folderOfFiles(
          'it',
          all.filter((f) => f.name !== 'model-2.safetensors'),
        ),
      ),
    ).rejects.toThrow(/lacks model-2\.safetensors/);
    all[4] = new File(['{"weight_map": {"a": "../../etc/passwd"}}'], 'model.safetensors.index.json');
    await expect(readCheckpoint('it', await folderOfFiles('it', all))).rejects.toThrow(/is no index/);
  });
});

describe('a zip', () => {
  const names = ['config.json', 'vocab.txt', 'model.safetensors'];
  const stored = async () => {
    const entries = names.map((name) => ({ name: `mine/${name}`, input: name === 'config.json' ? '{}' : 'x' }));
    return new Uint8Array(await new Response(makeZip(entries)).arrayBuffer());
  };
  const open = (zip: Uint8Array<ArrayBuffer>) =>
    openCheckpoint({ kind: 'files', name: 'mine', files: [new File([zip], 'mine.zip')] });
  it('is a folder', async () => {
    const { config, vocab, shards } = await open(await stored());
    expect([config, new TextDecoder().decode(vocab), shards[0]!.file.size]).toEqual(['{}', 'x', 1]);
    expect(new TextDecoder().decode(await readWhole(shards[0]!.file, 'it'))).toBe('x');
    expect(new TextDecoder().decode(await readWhole(shards[0]!.file, 'it'))).toBe('x');
  });
  it('that is damaged is refused with the reason', async () => {
    const zip = await stored();
    await expect(open(zip.slice(0, -30))).rejects.toThrow(/mine\.zip is no zip .*cut short/);
    const odd = zip.slice();
    odd[odd.findLastIndex((byte, i) => byte === 0x50 && odd[i + 1] === 0x4b && odd[i + 2] === 1)] = 0;
    await expect(open(odd)).rejects.toThrow(/list of files is damaged/);
    await expect(open(zip.slice(100))).rejects.toThrow(/./);
    const other = zip.slice();
    other[Buffer.from(other).indexOf('{}')]! ^= 1; // a brace alone may be the time of day in a header
    await expect(open(other)).rejects.toThrow('mine/config.json in mine.zip is damaged');
  });
});
