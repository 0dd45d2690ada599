// SPDX-License-Identifier: Apache-2.0
// The page's state under Node. In place of its worker there is the same session in the same thread, on the built
// engine.
import { existsSync, readFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { vi } from 'vitest';
import { asEngineError } from '../../web/border/failure';
import { handlersOf } from '../../web/engine/handlers';
import type { CallName, EngineError } from '../../web/border/messages';
import { Session } from '../../web/engine/session';

type Handler = (input: unknown) => unknown;

export class LocalWorker {
  static all: LocalWorker[] = [];
  /** A call waits for what is here before it reaches the session. */
  static held: Partial<Record<CallName, Promise<void>>> = {};
  static calls: CallName[] = [];
  /** What one sends that has died arrives all the same: the page has to refuse it. */
  static late = false;
  /** Each start is asked first; what it throws is the answer. */
  static starting: () => void = () => undefined;

  onmessage: (event: { data: unknown }) => void = () => undefined;
  onerror: (event: { message: string }) => void = () => undefined;
  dead = false;
  /** What the session sends may be changed on its way. */
  change: (note: { event: string; data: unknown }) => object = (note) => note;
  readonly session: Session = new Session({
    moduleUrl: (build) => pathToFileURL(`public/engine/${build}.js`).href,
    emit: (event, data) => this.send({ ...this.change({ event, data }), snapshot: this.session.snapshot() }),
  });
  readonly handlers = handlersOf(this.session) as unknown as Record<string, Handler>;

  constructor() {
    LocalWorker.all.push(this);
  }
  private send(data: unknown): void {
    const copy: unknown = structuredClone(data);
    setTimeout(() => (!this.dead || LocalWorker.late) && this.onmessage({ data: copy }));
  }
  async postMessage({ id, name, input }: { id: number; name: CallName; input: unknown }): Promise<void> {
    LocalWorker.calls.push(name);
    await new Promise((resolve) => setTimeout(resolve));
    let answer: object;
    try {
      if (name === 'engine.start') LocalWorker.starting();
      await LocalWorker.held[name];
      const given = name === 'engine.start' ? { ...(input as object), build: 'tabtune-simd' } : input;
      answer = { output: await this.handlers[name]!(given) };
    } catch (error) {
      answer = { error: asEngineError(error) };
    }
    this.send({ id, ...answer, snapshot: this.session.snapshot() });
  }
  terminate(): void {
    this.dead = true;
    this.session.training.stop(); // it has no thread of its own that would end with it
  }
  /** As a trap ends it. */
  die(): void {
    this.onerror({ message: 'RuntimeError: unreachable' });
  }
}

const fileOf = (name: string, folder: string, content: BlobPart): File =>
  Object.assign(new File([content], name), { webkitRelativePath: `${folder}/${name}` });

/** The files of an encoder, as a folder of this name. */
export const encoder = (folder = 'tiny-bert'): File[] => [
  ...['config.json', 'vocab.txt', 'tokenizer_config.json', 'model.safetensors'].map((name) =>
    fileOf(name, folder, readFileSync(`tests/golden/tiny-bert/${name}`)),
  ),
  // Without it each load measures on the rows what heads are to read.
  fileOf('1_Pooling/config.json', folder, '{"pooling_mode_cls_token": true}'),
];

/** One with a head for words left out; its vocabulary is w0 to w77. */
export const maskedEncoder = (): File[] => {
  const words = Array.from({ length: 78 }, (_, i) => `w${i}`);
  const vocab = ['[PAD]', '[UNK]', '[CLS]', '[SEP]', '[MASK]', ...words, ''].join('\n');
  const golden = ['config.json', 'model.safetensors'].map((name) =>
    fileOf(name, 'masked', readFileSync(`tests/golden/masked/${name}`)),
  );
  return [...golden, fileOf('vocab.txt', 'masked', vocab)];
};

export const rows = (n: number, labels = ['no', 'yes'], word = 'row'): File => {
  const lines = Array.from({ length: n }, (_, i) => {
    const label = labels[i % labels.length]!;
    return `${word} number ${i} says ${label} ${i * 7},${label}`;
  });
  return new File([`text,label\n${lines.join('\n')}\n`], `${word}.csv`);
};

/** A promise, and the way to keep it. */
export function gate(): { closed: Promise<void>; open: () => void } {
  let open!: () => void;
  const closed = new Promise<void>((resolve) => (open = resolve));
  return { closed, open };
}

/** The weights of these files are read only when the gate is open. */
export function heldBack(files: File[]): { files: File[]; reading: () => boolean; hold: () => () => void } {
  const weights = files.find(({ name }) => name === 'model.safetensors')!;
  const stream = weights.stream.bind(weights);
  let waiting: ReturnType<typeof gate> | null = null;
  let read = false;
  weights.stream = () => {
    const { closed } = waiting ?? { closed: Promise.resolve() };
    read = waiting !== null;
    const reader = stream().getReader();
    return new ReadableStream({
      async pull(to) {
        await closed;
        const { done, value } = await reader.read();
        if (done) to.close();
        else to.enqueue(value);
      },
    });
  };
  const hold = () => {
    waiting = gate();
    const { open } = waiting;
    return () => {
      waiting = null;
      open();
    };
  };
  return { files, reading: () => read, hold };
}

export const until = (holds: () => unknown, what: string): Promise<void> =>
  vi
    .waitUntil(() => !!holds(), { timeout: 45_000, interval: 10 })
    .then(
      () => undefined,
      () => Promise.reject(new Error(`This did not happen: ${what}`)),
    );

/** A page of its own: fresh signals, a fresh worker, an encoder and data loaded, a run planned. */
export async function openPage() {
  if (!existsSync('public/engine/tabtune-simd.js')) throw new Error('The engine is not built yet: run scripts/build.');
  vi.resetModules();
  Object.assign(LocalWorker, { all: [], held: {}, calls: [], late: false, starting: () => undefined });
  vi.stubGlobal('Worker', LocalWorker);
  vi.stubGlobal('document', { baseURI: 'http://page/', title: 'T', addEventListener: () => undefined });
  vi.stubGlobal('location', { hash: '' });
  vi.stubGlobal('addEventListener', () => undefined);
  await (await import('../../web/words')).speak('en');
  const page = {
    engine: await import('../../web/state/engine'),
    data: await import('../../web/state/data'),
    model: await import('../../web/state/model'),
    head: await import('../../web/state/head'),
    tokens: await import('../../web/state/tokens'),
    training: await import('../../web/state/training'),
    results: await import('../../web/state/results'),
    phases: await import('../../web/state/phase'),
    repeat: await import('../../web/state/repeat'),
    series: await import('../../web/state/series'),
    pretrain: await import('../../web/state/pretrain'),
    replace: await import('../../web/state/replace'),
    steps: await import('../../web/state/steps'),
    recovery: await import('../../web/state/recovery'),
    log: await import('../../web/state/log'),
  };
  const { data, model, training } = page;
  const { phase } = page.phases;
  const planned = () => until(() => training.ready.value && training.plan.value, 'a plan');
  const replanned = async () => {
    await new Promise((resolve) => setTimeout(resolve, 400)); // what was changed is planned for after a moment
    await planned();
  };
  const ended = () => until(() => phase.value === 'idle', 'the end of the run');
  return {
    ...page,
    phase,
    planned,
    replanned,
    ended,
    worker: () => LocalWorker.all.at(-1)!,
    session: () => LocalWorker.all.at(-1)!.session,
    async load(files: File[] = encoder()) {
      await data.openData([rows(120)]);
      await model.openFiles(files);
      await planned();
    },
    async train(options: Record<string, number> = { epochs: 1 }) {
      for (const [name, value] of Object.entries(options)) training.setOption(name, value);
      await replanned();
      await training.startRun();
      await ended();
    },
  };
}

export const errorOf = (code: string, text: string): EngineError => ({ code, text, at: -1 });
