// SPDX-License-Identifier: Apache-2.0
// Moves of a user in any order, on the page's state and the real engine. After each of them the page shows what the
// engine has, and nothing that contradicts itself (invariants.ts). What fails is shrunk to a short list of moves.
import fc from 'fast-check';
import { expect } from 'vitest';
import { comesToRest, holdsAlways, pauses, settles, stops, type Story } from './invariants';
import { encoder, LocalWorker, maskedEncoder, openPage, rows } from './page';

async function openMoves() {
  const page = await openPage();
  LocalWorker.late = true;
  const [edits, journal] = await Promise.all([import('../../web/state/edits'), import('../../web/state/journal')]);
  return { ...page, edits, journal, thrown: null as unknown };
}
export type OpenMoves = Awaited<ReturnType<typeof openMoves>>;

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
const words = new File(
  [Array.from({ length: 40 }, (_, i) => `Anna\tB-PER\nsees\tO\nRome\t${i % 2 ? 'B-LOC' : 'O'}\n`).join('\n')],
  'names.conll',
);
const numbers = new File(
  [`text,stars\n${Array.from({ length: 80 }, (_, i) => `row ${i} ${i % 7},${(i % 9) / 2}`).join('\n')}\n`],
  'stars.csv',
);
/** It takes a moment to read. */
const slow = Object.assign(rows(70, ['no', 'yes', 'so'], 'slow'), {
  arrayBuffer: async () => (
    await pause(40),
    new TextEncoder().encode(await rows(70, ['no', 'yes', 'so']).text()).buffer
  ),
});

const open = ({ data }: OpenMoves, story: Story, file: File, readable = true) => {
  Object.assign(story, { file: readable ? file.name : null, edited: story.edited && !readable });
  return data.openData([file]);
};
const load = ({ model, phase, replace }: OpenMoves, story: Story, files: File[], whole = true) => {
  const idle = phase.value === 'idle';
  const done = model.openFiles(files);
  if (idle && !replace.question.value) story.encoder = whole ? files[0]!.webkitRelativePath.split('/')[0]! : null;
  return done;
};
const edit = (story: Story, made: unknown) => {
  story.edited = true;
  return made;
};

const METHODS = ['full', 'head', 'lora', 'bias', 'layers'] as const;
/** Epochs of a training that only a stop ends. */
const LONG = 10_000;

/** Each is what a button or a field of the page calls; what the page would not offer, its own guards refuse. */
const MOVES: Record<string, (page: OpenMoves, n: number, story: Story) => unknown> = {
  start: ({ training }) => training.startRun(),
  evaluate: ({ results }) => results.evaluateTest(),
  'load rows': (page, n, story) =>
    open(page, story, rows(60 + (n % 60), n % 3 ? ['no', 'yes'] : ['a', 'b', 'c'], `rows${n % 4}`)),
  'load slow rows': (page, _, story) => open(page, story, slow),
  'load words': (page, _, story) => open(page, story, words),
  'load numbers': (page, _, story) => open(page, story, numbers),
  'load no data': (page, _, story) => open(page, story, new File(['text,label\n'], 'none.csv'), false),
  'load an encoder': (page, n, story) => load(page, story, encoder(n % 2 ? 'tiny-bert' : 'other')),
  'load one with a masked head': (page, _, story) => load(page, story, maskedEncoder()),
  'load a broken encoder': (page, _, story) => load(page, story, encoder('broken').slice(0, 3), false),
  'another column': ({ data }, n) => data.setColumns({ text: n % 2 }),
  'another seed': ({ data }, n) => void (data.seed.value = n % 3),
  'another cut': ({ tokens }, n) => void (tokens.wantedLength.value = [8, 16, 32, 128][n % 4]!),
  windows: ({ tokens }, n) => void (tokens.keep.value = n % 2 ? 'windows' : 'head'),
  'a label': ({ edits }, n, story) => edit(story, edits.setLabels('table', 2 + (n % 40), [n % 2 ? 'yes' : 'no'])),
  'a text': ({ edits }, n, story) => edit(story, edits.setText('table', 2 + (n % 40), `another text ${n}`)),
  'rows left out': ({ edits }, n, story) => edit(story, edits.leaveOut('table', [2 + (n % 40), 3 + (n % 40)])),
  undo: ({ edits }, _, story) => edit(story, edits.undo()),
  redo: ({ edits }, _, story) => edit(story, edits.redo()),
  'a method': ({ training }, n) => training.setMethod(METHODS[n % METHODS.length]!),
  epochs: ({ training }, n) => training.setOption('epochs', [1, 2, 3, LONG][n % 4]!),
  'a pooling': ({ training }, n) => void (training.wantedPooling.value = n % 2 ? 'mean' : null),
  pause: ({ training }) => training.pauseRun(),
  resume: ({ training }) => training.resumeRun(),
  stop: ({ training }) => training.stopRun(),
  predict: ({ results }, n) => results.tryOn(`row number ${n} says yes`),
  'give up what is trained': ({ training, phase }) =>
    phase.value === 'idle' && training.ready.value && training.discardTrained(),
  'the head alone': ({ training, phase }) =>
    phase.value === 'idle' && training.ready.value && training.trainHeadAlone(() => undefined),
  'yes to the question': ({ replace }, _, story) => {
    story.encoder = null;
    return replace.answerQuestion(true);
  },
  'no to the question': ({ replace }) => replace.answerQuestion(false),
  wait: (_, n) => pause((n % 5) * 60),
};

const toTheEnd = async (page: OpenMoves, story: Story) => {
  const { run } = page.engine.snapshot.value;
  if ([run?.options, page.training.chosen.value].some((options) => options?.['epochs'] === LONG)) await stops(page);
  else await page.training.resumeRun();
  await comesToRest(page, story);
};

/** The same, and what must come of it: several moves that often follow each other, each waited for. */
const WAITED_FOR: typeof MOVES = {
  'a whole training': async (page, _, story) => {
    await page.training.startRun();
    await toTheEnd(page, story);
  },
  'to the end': (page, _, story) => toTheEnd(page, story),
  'a look at the test rows': async (page, _, story) => {
    if (page.phase.value === 'idle') await comesToRest(page, story);
    await page.results.evaluateTest();
  },
  'pause for a while': async (page) => {
    page.training.setOption('epochs', LONG);
    await pause(300); // the plan follows
    await page.training.startRun();
    await pauses(page);
  },
  'start and stop': async (page) => {
    page.training.setOption('epochs', LONG);
    void page.training.startRun();
    await stops(page);
  },
  'stop what waits to start': async (page, n) => {
    page.training.setOption('epochs', LONG);
    const first = [page.results.evaluateTest(), page.results.tryOn(`row number ${n} says no`)];
    void page.training.startRun();
    await stops(page);
    await Promise.all(first);
  },
  'stop to the end': stops,
  'a worker dies': async (page, n, story) => {
    story.encoder = null;
    for (let again = n % 3; again >= 0; again--) {
      page.worker().die();
      expect(page.engine.snapshot.value, 'what a worker that died had').toMatchObject({
        model: null,
        run: null,
        parts: {},
      });
      await pause(n % 20);
    }
  },
  'one encoder after the other': (page, _, story) => {
    load(page, story, encoder('other')).catch((error: unknown) => void (page.thrown = error));
    return load(page, story, encoder());
  },
  'other labels': async (page, n, story) => {
    await open(page, story, rows(90, n % 2 ? ['a', 'b', 'c'] : ['no', 'yes'], `labels${n % 2}`));
    if (page.phase.value === 'idle') await comesToRest(page, story);
  },
  'another method at rest': async (page, n, story) => {
    if (page.phase.value !== 'idle') return;
    await comesToRest(page, story);
    await pause(300); // no plan is waiting any more
    page.training.setMethod(METHODS[n % METHODS.length]!);
    await comesToRest(page, story);
  },
  rest: async (page, _, story) => {
    if (page.phase.value === 'idle') await comesToRest(page, story);
  },
};

/** What most of the others are about. */
const OFTEN = [...Object.keys(WAITED_FOR), 'a whole training', 'a whole training', 'a look at the test rows'];

class Move implements fc.AsyncCommand<Story, OpenMoves> {
  static made = 0;
  constructor(
    private readonly name: string,
    private readonly n: number,
    private readonly goesOn: boolean,
  ) {}
  check = () => true;
  async run(story: Story, page: OpenMoves): Promise<void> {
    Move.made++;
    const waited = WAITED_FOR[this.name];
    const done = Promise.resolve((waited ?? MOVES[this.name]!)(page, this.n, story));
    if (this.goesOn && !waited) done.catch((error: unknown) => void (page.thrown = error));
    else await done;
    await pause(0);
    if (page.thrown) throw page.thrown;
    holdsAlways(page);
    if (!this.goesOn && page.phase.value === 'idle') await settles(page);
    holdsAlways(page);
  }
  toString = () => `${this.name}(${this.n}${this.goesOn ? ', not awaited' : ''})`;
}

const moves = fc.commands(
  [
    fc
      .tuple(fc.constantFrom(...OFTEN, ...Object.keys(MOVES)), fc.nat(1000), fc.boolean())
      .map(([name, n, goesOn]) => new Move(name, n, goesOn)),
  ],
  { maxCommands: 24, size: 'max' },
);

/** A sequence begins with an encoder and rows in place, and ends with nothing that goes on. */
async function sequence(list: Iterable<fc.AsyncCommand<Story, OpenMoves>>): Promise<void> {
  const page = await openMoves();
  const story: Story = { file: null, encoder: null, edited: false };
  await page.load();
  await fc.asyncModelRun(() => ({ model: story, real: page }), list);
  await stops(page);
  await comesToRest(page, story);
  page.worker().terminate();
}

/** Sequences of the seeds from `seed` on for so many seconds, and a minute more to shrink one that fails. Returns how
 * many moves were made. */
export async function moveAtRandom(seed: number, seconds: number): Promise<number> {
  Move.made = 0;
  const end = Date.now() + seconds * 1000;
  for (let next = seed; Date.now() < end; next++)
    await fc.assert(fc.asyncProperty(moves, sequence), { seed: next, numRuns: 1, interruptAfterTimeLimit: 60_000 });
  return Move.made;
}
