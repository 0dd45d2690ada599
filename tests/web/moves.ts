// SPDX-License-Identifier: Apache-2.0
// Moves of a user in any order, on the page's state and the real engine. After each of them the page shows what the engine
// has, and nothing that contradicts itself.
import fc from 'fast-check';
import { expect } from 'vitest';
import { encoder, maskedEncoder, openPage, rows, until } from './page';

type Page = Awaited<ReturnType<typeof openMoves>>;
interface Count {
  moves: number;
}

async function openMoves() {
  const page = await openPage();
  const edits = await import('../../web/state/edits');
  return { ...page, edits, thrown: null as unknown };
}

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
const words = new File(
  [Array.from({ length: 40 }, (_, i) => `Anna\tB-PER\nsees\tO\nRome\t${i % 2 ? 'B-LOC' : 'O'}\n`).join('\n')],
  'names.conll',
);
const numbers = new File(
  [`text,stars\n${Array.from({ length: 80 }, (_, i) => `row ${i} ${i % 7},${(i % 9) / 2}`).join('\n')}\n`],
  'stars.csv',
);

/** Each is what a button or a field of the page calls; what the page would not offer, its own guards refuse. */
const MOVES: Record<string, (page: Page, n: number) => unknown> = {
  'load an encoder': ({ model }, n) => model.openFiles(encoder(n % 2 ? 'tiny-bert' : 'other')),
  'load one with a masked head': ({ model }) => model.openFiles(maskedEncoder()),
  'load a broken encoder': ({ model }) => model.openFiles(encoder('broken').slice(0, 3)),
  'load rows': ({ data }, n) =>
    data.openData([rows(60 + (n % 60), n % 3 ? ['no', 'yes'] : ['a', 'b', 'c'], `rows${n % 4}`)]),
  'load words': ({ data }) => data.openData([words]),
  'load numbers': ({ data }) => data.openData([numbers]),
  'load no data': ({ data }) => data.openData([new File(['text,label\n'], 'none.csv')]),
  'another column': ({ data }, n) => data.setColumns({ text: n % 2 }),
  'another seed': ({ data }, n) => void (data.seed.value = n % 3),
  'another cut': ({ tokens }, n) => void (tokens.wantedLength.value = [8, 16, 32, 128][n % 4]!),
  windows: ({ tokens }, n) => void (tokens.keep.value = n % 2 ? 'windows' : 'head'),
  'a label': ({ edits }, n) => edits.setLabels('table', 2 + (n % 40), [n % 2 ? 'yes' : 'no']),
  'a text': ({ edits }, n) => edits.setText('table', 2 + (n % 40), `another text ${n}`),
  'rows left out': ({ edits }, n) => edits.leaveOut('table', [2 + (n % 40), 3 + (n % 40)]),
  undo: ({ edits }) => edits.undo(),
  redo: ({ edits }) => edits.redo(),
  'a method': ({ training }, n) => training.setMethod((['full', 'head', 'lora', 'bias', 'layers'] as const)[n % 5]!),
  epochs: ({ training }, n) => training.setOption('epochs', 1 + (n % 3)),
  'a pooling': ({ training }, n) => void (training.wantedPooling.value = n % 2 ? 'mean' : null),
  start: ({ training }) => training.startRun(),
  pause: ({ training }) => training.pauseRun(),
  resume: ({ training }) => training.resumeRun(),
  stop: ({ training }) => training.stopRun(),
  evaluate: ({ results }) => results.evaluateTest(),
  predict: ({ results }, n) => results.tryOn(`row number ${n} says yes`),
  'give up what is trained': ({ training, phase }) =>
    phase.value === 'idle' && training.ready.value && training.discardTrained(),
  'the head alone': ({ training, phase }) =>
    phase.value === 'idle' && training.ready.value && training.trainHeadAlone(() => undefined),
  'yes to the question': ({ replace }) => replace.answerQuestion(true),
  'no to the question': ({ replace }) => replace.answerQuestion(false),
  'the worker dies': (page, n) => n % 4 === 0 && page.worker().die(),
  wait: (_, n) => pause((n % 5) * 60),
};

/** What most of the others are about. */
const OFTEN = Array.from({ length: 8 }, (_, i) => (i % 4 < 3 ? 'start' : 'evaluate'));

/** What holds whatever was done. */
function holdsAlways({ engine, head, phase, training, results, data, tokens, model, replace }: Page): void {
  const { run, head: has, parts } = engine.snapshot.value;
  if (phase.value !== 'idle') {
    expect(head.answering.value, 'a head answers while it is trained').toBeNull();
    expect(results.evaluation.value, 'a result while it is trained').toBeNull();
  }
  if (training.ready.value) {
    expect(model.model.value).not.toBeNull();
    expect(parts.train?.id, 'rows of other data are ready').toBe(tokens.dataNumber.value);
  }
  if (training.plan.value) expect(training.ready.value, 'a plan, and nothing is ready').toBe(true);
  if (head.trained.value) {
    expect(has?.from).toBe('run');
    expect(run).toBeNull();
  }
  const result = results.evaluation.value;
  if (result && data.dataset.value) {
    expect(head.answering.value, 'a result without its model').not.toBeNull();
    const { task, parts: of } = data.dataset.value;
    if (task !== 'token_classification') expect(result.outputs.length, 'a result of other rows').toBe(of.test.length);
    expect(result.outputs[0]?.length, 'a result of another head').toBe(head.answering.value!.outputs);
  }
  if (replace.question.value) expect(head.unsaved.value, 'a question about nothing').toBe(true);
}

/** When all is answered, the page has what the engine has. */
async function settles(page: Page): Promise<void> {
  const { engine } = page;
  const same = () => engine.snapshot.value.number === page.session().snapshot().number;
  await until(() => same() && !engine.asking(...(Object.keys(page.worker().handlers) as never[])), 'the answers');
  expect(engine.snapshot.value).toEqual(page.session().snapshot());
  if (page.phase.value === 'idle') expect(engine.progress.value).toBeNull();
}

class Move implements fc.AsyncCommand<Count, Page> {
  constructor(
    private readonly name: string,
    private readonly n: number,
    private readonly awaited: boolean,
  ) {}
  check = () => true;
  async run(count: Count, page: Page): Promise<void> {
    count.moves++;
    const done = Promise.resolve(MOVES[this.name]!(page, this.n));
    if (this.awaited) await done;
    else done.catch((error: unknown) => void (page.thrown = error));
    await pause(0);
    if (page.thrown) throw page.thrown;
    holdsAlways(page);
    if (this.awaited && page.phase.value === 'idle') await settles(page);
    holdsAlways(page);
  }
  toString = () => `${this.name}(${this.n}${this.awaited ? '' : ', not awaited'})`;
}

/** Each sequence begins with an encoder and rows in place and ends with a training that works. */
export async function moveAtRandom(seed: number, seconds: number, most = 30): Promise<number> {
  const count: Count = { moves: 0 };
  const move = fc
    .tuple(fc.constantFrom(...Object.keys(MOVES), ...OFTEN), fc.nat(1000), fc.boolean())
    .map(([name, n, awaited]) => new Move(name, n, awaited));
  await fc.assert(
    fc.asyncProperty(fc.commands([move], { maxCommands: most, size: 'max' }), async (moves) => {
      const page: Page = await openMoves();
      await page.load();
      await fc.asyncModelRun(() => ({ model: count, real: page }), moves);
      await page.training.stopRun();
      await page.ended();
      await settles(page);
      holdsAlways(page);
    }),
    {
      seed,
      interruptAfterTimeLimit: seconds * 1000,
      markInterruptAsFailure: false,
      numRuns: 100_000,
      endOnFailure: seconds < 60,
    },
  );
  return count.moves;
}
