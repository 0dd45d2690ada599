// SPDX-License-Identifier: Apache-2.0
// What the page shows beside what its engine has, over everything that a user may do in between.
import { afterEach, describe, expect, it, vi } from 'vitest';
import type { RunEnd } from '../../web/engine/messages';
import { encoder, errorOf, gate, LocalWorker, maskedEncoder, openPage, rows, until } from './page';

vi.setConfig({ testTimeout: 60_000 });
afterEach(() => vi.unstubAllGlobals());

describe('after a training', () => {
  it('another encoder can be trained', async () => {
    const page = await openPage();
    await page.load();
    await page.train();
    expect(page.head.trained.value?.summary).toMatch(/^done/);
    await page.model.openFiles(encoder('other'));
    await page.replace.answerQuestion(true);
    expect(page.head.answering.value).toBeNull();
    expect(page.training.steps.value).toEqual([]);
    await page.replanned();
    await page.train();
    expect(page.head.trained.value?.summary).toMatch(/^done/);
    expect(page.training.runTrouble.value).toBe('');
  });

  it('a head of a file answers with its own labels', async () => {
    const page = await openPage();
    await page.load();
    page.training.method.value = 'head';
    await page.train();
    const saved = (await page.engine.engine.call('export.head', { name: 'h', metrics: {} })) as File;
    await page.data.openData([rows(150, ['a', 'b', 'c'], 'other')]);
    page.training.discardTrained();
    await page.replanned();
    await page.train();
    expect(page.head.answering.value?.labels).toEqual(['a', 'b', 'c']);
    await page.model.openHead(new File([saved], 'h.safetensors'));
    expect(page.head.answering.value?.labels).toEqual(['a', 'b', 'c']);
    await page.replace.answerQuestion(true);
    expect(page.model.headTrouble.value).toBe('');
    expect(page.head.answering.value?.labels).toEqual(['no', 'yes']);
    page.results.tryOn('hello');
    await until(() => page.results.tryAnswer.value, 'an answer');
    expect(page.results.tryAnswer.value?.outputs[0]).toHaveLength(2);
  });
});

describe('a trained model', () => {
  it('is not replaced before the user says so, and stays where the other encoder cannot be loaded', async () => {
    const page = await openPage();
    await page.load();
    await page.train();
    const name = () => page.model.model.value?.name;
    await page.model.openFiles(encoder('other'));
    expect(page.replace.question.value).toMatchObject({ place: 'encoder', what: 'Load other' });
    expect(LocalWorker.calls.filter((call) => call === 'model.open')).toHaveLength(1);
    await page.replace.answerQuestion(false);
    expect([page.replace.question.value, name()]).toEqual([null, 'tiny-bert']);
    await page.model.openFiles(encoder('other').slice(0, 3));
    await page.replace.answerQuestion(true);
    expect(page.model.modelTrouble.value).toMatch(/no model.safetensors/);
    expect(page.head.trained.value?.summary).toMatch(/^done/);
    await page.results.evaluateTest();
    expect(page.results.evaluation.value).not.toBeNull();
    await page.model.openFiles(encoder('other'));
    await page.replace.answerQuestion(true);
    expect([name(), page.head.trained.value]).toEqual(['other', null]);
  });

  it('is replaced without a question once it is saved', async () => {
    const page = await openPage();
    await page.load();
    await page.train();
    page.results.tryOn('hello');
    await until(() => page.results.tried.value, 'an answer');
    page.head.savedTo.value = 'my-classifier.zip';
    await page.model.openFiles(encoder('other'));
    expect(page.model.model.value?.name).toBe('other');
    expect([page.head.savedTo.value, page.results.tried.value]).toEqual(['', 0]);
  });

  it('is not pre-trained further before the user says so', async () => {
    const page = await openPage();
    await page.load();
    await page.model.openFiles(maskedEncoder());
    await page.replanned();
    await page.train();
    const texts = Array.from({ length: 40 }, (_, i) => `w${i} w${i + 1} w${i + 2} w1`);
    await page.pretrain.pretrain(texts);
    expect(page.replace.question.value?.place).toBe('pretraining');
    expect(page.head.trained.value?.summary).toMatch(/^done/);
    await page.replace.answerQuestion(true);
    expect(page.pretrain.pretrainedOn.value).toMatchObject({ texts: 38 });
    expect(page.head.trained.value).toBeNull();
  });
});

describe('an encoder that is being loaded', () => {
  it('keeps a run from being begun', async () => {
    const page = await openPage();
    await page.load();
    const opening = gate();
    LocalWorker.held['model.open'] = opening.closed;
    const loading = page.model.openFiles(encoder('other'));
    await page.training.startRun();
    expect(LocalWorker.calls).not.toContain('run.start');
    opening.open();
    await loading;
    await page.replanned();
    await page.train();
    expect(page.training.runTrouble.value).toBe('');
    expect(page.head.trained.value?.summary).toMatch(/^done/);
  });

  it('waits for the end of a run', async () => {
    const page = await openPage();
    await page.load();
    const starting = gate();
    LocalWorker.held['run.start'] = starting.closed;
    const start = page.training.startRun();
    await page.model.openFiles(encoder('other'));
    expect(page.model.modelTrouble.value).toMatch(/training is going on/);
    starting.open();
    await start;
    await page.ended();
    expect(page.model.model.value?.name).toBe('tiny-bert');
    expect(page.training.runTrouble.value).toBe('');
  });
});

describe('a file that is no data yet', () => {
  it.each([
    ['', /The file is empty\. Save the data as CSV/],
    ['text,label\n', /a header \(text and label\) and no rows below it\. Add a row/],
    ['[]', /The JSON array is empty\. Add a row/],
  ])('%j leaves the one before it in place', async (text, sentence) => {
    const page = await openPage();
    await page.data.openData([rows(60)]);
    await page.data.openData([new File([text], 'new.csv')]);
    expect(page.data.dataTrouble.value).toMatch(sentence);
    expect(page.data.mainFile.value?.name).toBe('row.csv');
  });
  it.each([
    ['text\nhello\nyou there\n', /the file has one column\. Add a second one/],
    ['text,label\nhello,yes\n', /There is only one row with a text and a label\. Add rows/],
  ])('%j has one sentence with what to do', async (text, sentence) => {
    const page = await openPage();
    await page.data.openData([new File([text], 'new.csv')]);
    const errors = page.data.prepared.value!.problems.filter(({ level }) => level === 'error');
    expect(errors).toMatchObject([{ text: expect.stringMatching(sentence) }]);
    expect(page.data.dataset.value).toBeNull();
  });
});

describe('other data', () => {
  const bodies = (n: number, first: string) =>
    `${first},body,label\n${Array.from({ length: n }, (_, i) => `T${i},body of ${i * 7} in ${first},${i % 2 ? 'no' : 'yes'}`).join('\n')}\n`;

  it('in a test file are read from the columns that were chosen for the main file', async () => {
    const page = await openPage();
    await page.data.openData([new File([bodies(60, 'title')], 'main.csv')]);
    await page.data.openOwn('test', [new File([bodies(20, 'pair').replace('pair,', 'title,')], 'test.csv')]);
    page.data.setColumns({ text: 1 });
    expect(page.data.dataset.value?.parts.test[0]?.text).toBe('body of 0 in pair');
    page.data.setColumns({ text: 0 });
    expect(page.data.dataset.value?.parts.test[0]?.text).toBe('T0');
    await page.data.openOwn('test', [new File([bodies(20, 'pair')], 'test.csv')]);
    expect(page.data.ownSource.test.value?.columns.pair).toBeNull();
  });

  it('are weighed without the numbers that were given for other labels', async () => {
    const page = await openPage();
    await page.load();
    page.training.setOption('class_weights', [1, 20]);
    page.training.setOption('epochs', 1);
    page.data.seed.value = 2;
    expect(page.training.chosen.value).toEqual({ class_weights: [1, 20], epochs: 1 });
    await page.data.openData([rows(150, ['a', 'b', 'c'], 'other')]);
    expect(page.training.chosen.value).toEqual({ epochs: 1 });
    await page.replanned();
    expect(page.training.planTrouble.value).toBe('');
  });

  it('end a row of runs', async () => {
    const page = await openPage();
    await page.load();
    page.training.setOption('epochs', 20);
    await page.replanned();
    const repeating = page.repeat.repeat();
    await until(() => page.training.steps.value.length > 2, 'updates');
    await page.data.openData([rows(150, ['a', 'b', 'c'], 'other')]);
    await repeating;
    expect(page.repeat.outcomes.value).toEqual([]);
    expect(page.repeat.repeatTrouble.value).toBe('');
    expect(LocalWorker.calls.filter((call) => call === 'run.start')).toHaveLength(1);
  });

  it('show a row of theirs in pieces', async () => {
    const page = await openPage();
    await page.load();
    page.tokens.showPieces('a row of the first file');
    await until(() => page.tokens.pieces.value, 'pieces');
    await page.data.openData([rows(60, ['a', 'b'], 'other')]);
    expect([page.tokens.piecesText.value, page.tokens.pieces.value]).toEqual(['', null]);
  });

  it('leave a saved model saved', async () => {
    const page = await openPage();
    await page.load();
    await page.train();
    page.head.savedTo.value = 'my-classifier.zip';
    await page.data.openData([rows(60, ['a', 'b'], 'other')]);
    expect(page.head.unsaved.value).toBe(false);
  });
});

describe('a test', () => {
  it('reads its rows cut as in the training', async () => {
    const page = await openPage();
    await page.load();
    await page.train();
    page.tokens.wantedLength.value = 8;
    page.tokens.keep.value = 'tail';
    await until(() => page.training.ready.value, 'the rows');
    await page.results.evaluateTest();
    expect([page.training.cutChanged.value, page.results.evaluation.value]).toEqual([true, null]);
    page.training.cutAsTrained();
    expect(page.training.cutChanged.value).toBe(false);
    await until(() => page.training.ready.value, 'the rows');
    await page.results.evaluateTest();
    expect(page.results.evaluation.value).not.toBeNull();
  });
});

describe('a training that was saved', () => {
  it('takes the place of another one only after the user says so', async () => {
    const page = await openPage();
    await page.load();
    await page.train();
    await page.training.continueRun(new File(['no such file'], 'training.tabtune'));
    expect(page.replace.question.value?.place).toBe('run');
    expect(page.head.trained.value?.summary).toMatch(/^done/);
    await page.replace.answerQuestion(true);
    expect(page.training.runTrouble.value).not.toBe('');
    expect(page.phase.value).toBe('idle');
    await page.replanned();
  });
});

describe('the first row', () => {
  it('is a row or the names of the columns, as the user says', async () => {
    const page = await openPage();
    await page.data.openData([rows(60)]);
    const shape = () => {
      const { header, columns, rows: cells } = page.data.mainFile.value!.table;
      return [header, columns.join(), cells.length];
    };
    expect(shape()).toEqual([true, 'text,label', 60]);
    await page.data.setHeader(false);
    expect(shape()).toEqual([false, 'column 1,column 2', 61]);
    await page.data.setHeader(true);
    expect(shape()).toEqual([true, 'text,label', 60]);
  });
});

describe('the list of steps', () => {
  it('has a reason for each step that cannot be used yet', async () => {
    const page = await openPage();
    const closed = () =>
      Object.entries(page.steps.needs.value).flatMap(([id, need]) => (need ? [`${id}: ${need.why}`] : []));
    const head = ['evaluate', 'try', 'download'];
    const untrained = head.map((id) => `${id}: Train a model first.`);
    expect(closed()).toEqual(['tokenize: Choose data first.', 'train: Choose data first.', ...untrained]);
    await page.data.openData([rows(120)]);
    expect(closed()).toEqual(['train: Load an encoder first.', ...untrained]);
    await page.model.openFiles(encoder());
    await page.planned();
    expect(closed()).toEqual(untrained);
    expect(page.steps.summaries.value.train).toBe('');
    page.training.setOption('head_start', 'random');
    page.training.setOption('epochs', 60);
    await page.replanned();
    await page.training.startRun();
    await page.data.openData([new File(['text,label\na,b\n'], 'broken.csv')]);
    expect(closed()).toEqual([
      'tokenize: The data have an error: see step 1.',
      ...head.map((id) => `${id}: The training is still going on.`),
    ]);
    await page.training.stopRun();
    await page.ended();
    await page.data.openData([rows(120)]);
    expect(closed()).toEqual([]);
  });
});

describe('a run', () => {
  it('is remembered as it was begun', async () => {
    const page = await openPage();
    await page.load();
    page.training.setOption('epochs', 60);
    await page.replanned();
    await page.training.startRun();
    await until(() => page.training.steps.value.length > 2, 'updates');
    page.tokens.wantedLength.value = 16;
    page.training.method.value = 'head';
    await page.training.stopRun();
    await page.ended();
    const { cut, method, options } = page.head.trained.value!;
    expect({ cut, method, from: options['method'] }).toEqual({
      cut: { max_length: 128 },
      method: 'full',
      from: 'full',
    });
    expect(page.session().describe().head?.cut).toEqual(cut);
  });

  it('that fails says why, beside the weights it leaves', async () => {
    const page = await openPage();
    await page.load();
    page.training.setOption('epochs', 3);
    await page.replanned();
    await page.training.startRun();
    page.worker().change = (note) =>
      note.event === 'run.end'
        ? { ...note, data: { ...(note.data as RunEnd), reason: 'error', error: errorOf('E_NUMERIC', 'Not finite.') } }
        : note;
    await page.ended();
    expect(page.training.runTrouble.value).toBe('Not finite.');
    expect(page.head.trained.value?.summary).toMatch(/^ended by an error/);
  });

  it('that is stopped while its encoder is read again is not begun', async () => {
    const page = await openPage();
    await page.load();
    await page.train();
    page.training.setOption('epochs', 40);
    await page.replanned();
    const reading = gate();
    LocalWorker.held['head.new'] = reading.closed;
    const start = page.training.startRun();
    expect(page.phase.value).toBe('starting');
    await page.training.stopRun();
    reading.open();
    await start;
    await page.ended();
    expect(LocalWorker.calls.filter((name) => name === 'run.start')).toHaveLength(1);
    expect(page.training.runTrouble.value).toBe('');
    await page.replanned();
  });

  it('that is stopped before it has begun is stopped then', async () => {
    const page = await openPage();
    await page.load();
    page.training.setOption('epochs', 200);
    await page.replanned();
    const starting = gate();
    LocalWorker.held['run.start'] = starting.closed;
    const start = page.training.startRun();
    await until(() => LocalWorker.calls.includes('run.start'), 'the start');
    await page.training.stopRun();
    starting.open();
    await start;
    await page.ended();
    expect(page.head.trained.value?.end.reason ?? 'stopped').toBe('stopped');
  });
});

describe('an encoder that is read again', () => {
  it('stays loaded when that is cancelled, without what was trained on it', async () => {
    const page = await openPage();
    await page.load();
    await page.train();
    const session = page.session();
    const { report } = session;
    session.report = (progress) => {
      session.cancel();
      report(progress);
    };
    await page.training.startRun();
    session.report = report;
    expect(page.training.runTrouble.value).toBe('');
    expect(page.model.model.value?.name).toBe('tiny-bert');
    expect(session.describe()).toMatchObject({ name: 'tiny-bert', head: null });
    expect(page.head.answering.value).toBeNull();
    await page.replanned();
    await page.train();
    expect(page.head.trained.value?.summary).toMatch(/^done/);
  });

  it('stays trained when its files cannot be opened', async () => {
    const page = await openPage();
    const files = encoder();
    await page.data.openData([rows(120)]);
    await page.model.openFiles(files);
    await page.planned();
    await page.train();
    files[3]!.stream = () => {
      throw new Error('gone');
    };
    await page.training.startRun();
    expect(page.training.runTrouble.value).toMatch(/gone.*still there/);
    expect(page.head.trained.value?.summary).toMatch(/^done/);
    await page.results.evaluateTest();
    expect(page.results.evaluation.value).not.toBeNull();
  });

  it('whose files break off is read again from its start', async () => {
    const page = await openPage();
    const files = encoder();
    const weights = files[3]!;
    await page.data.openData([rows(120)]);
    await page.model.openFiles(files);
    await page.planned();
    await page.train();
    const stream = weights.stream.bind(weights);
    weights.stream = () => weights.slice(0, 5000).stream();
    await page.training.startRun();
    expect(page.training.runTrouble.value).toMatch(/is lost/);
    expect(page.head.trained.value).toBeNull();
    const refused = page.engine.engine.call('predict', { texts: ['x'], max_length: 8 });
    await expect(refused).rejects.toMatchObject({ code: 'E_STATE' });
    weights.stream = stream;
    await page.train();
    expect(page.head.trained.value?.summary).toMatch(/^done/);
  });
});

describe('an engine that dies', () => {
  it('ends the run, keeps data and choices, and starts again with the next call', async () => {
    const page = await openPage();
    await page.load();
    page.training.setOption('epochs', 60);
    await page.replanned();
    await page.training.startRun();
    await until(() => page.training.steps.value.length > 2, 'updates');
    page.worker().die();
    expect(page.phase.value).toBe('idle');
    expect(page.engine.engineTrouble.value).toMatch(/unreachable.*are lost.*still here/);
    expect(page.model.model.value).toBeNull();
    expect(page.head.answering.value).toBeNull();
    expect(page.data.dataset.value?.labels).toEqual(['no', 'yes']);
    expect(page.training.chosen.value).toEqual({ epochs: 60 });
    await page.training.stopRun();
    await page.training.pauseRun();
    expect(page.phase.value).toBe('idle');
    await page.model.openFiles(encoder());
    expect(page.engine.engineTrouble.value).toBe('');
    await page.train();
    expect(page.head.trained.value?.summary).toMatch(/^done/);
    expect(LocalWorker.all).toHaveLength(2);
  });

  it('ends a row of runs', async () => {
    const page = await openPage();
    await page.load();
    page.training.setOption('epochs', 60);
    await page.replanned();
    const repeating = page.repeat.repeat();
    await until(() => page.training.steps.value.length > 2, 'updates');
    page.worker().die();
    await repeating;
    expect(page.repeat.repeating.value).toBeNull();
  });

  it('ends pre-training', async () => {
    const page = await openPage();
    await page.load();
    await page.model.openFiles(maskedEncoder());
    await page.replanned();
    const texts = Array.from({ length: 2000 }, (_, i) => `w${i % 78} w${(i * 7) % 78} w1 w2 w3`);
    const going = page.pretrain.pretrain(texts);
    await until(() => page.pretrain.pretrainStep.value, 'updates');
    page.worker().die();
    await going;
    expect(page.phases.pretraining.value).toBe(false);
    expect(page.phase.value).toBe('idle');
    expect(page.pretrain.pretrainTrouble.value).toMatch(/unreachable/);
  });

  it('cannot be started: the next call tries again', async () => {
    const page = await openPage();
    LocalWorker.starting = () => {
      throw new Error('Failed to fetch');
    };
    await page.model.openFiles(encoder());
    expect(page.model.modelTrouble.value).toMatch(/Failed to fetch/);
    expect(page.engine.engineTrouble.value).toMatch(/Failed to fetch/);
    LocalWorker.starting = () => undefined;
    await page.model.openFiles(encoder());
    expect(page.model.model.value?.name).toBe('tiny-bert');
    expect(page.engine.engineTrouble.value).toBe('');
  });
});

describe('pre-training', () => {
  it('leaves an encoder that can be trained', async () => {
    const page = await openPage();
    await page.load();
    await page.model.openFiles(maskedEncoder());
    await page.replanned();
    await page.pretrain.pretrain(Array.from({ length: 40 }, (_, i) => `w${i} w${i + 1} w${i + 2} w1`));
    expect(page.pretrain.pretrainTrouble.value).toBe('');
    expect(page.pretrain.pretrainedOn.value).toMatchObject({ model: page.model.model.value, texts: 38 });
    expect(page.head.answering.value).toBeNull();
    await page.replanned();
    await page.train();
    expect(page.head.trained.value?.summary).toMatch(/^done/);
  });

  it('that is stopped while its texts are made ready is not begun', async () => {
    const page = await openPage();
    await page.load();
    await page.model.openFiles(maskedEncoder());
    await page.replanned();
    const opening = gate();
    LocalWorker.held['pretrain.open'] = opening.closed;
    const going = page.pretrain.pretrain(['w1 w2', 'w3 w4', 'w5 w6']);
    await until(() => LocalWorker.calls.includes('pretrain.open'), 'the call');
    await page.pretrain.stopPretraining();
    opening.open();
    await going;
    expect(LocalWorker.calls).not.toContain('run.start');
    expect(page.phase.value).toBe('idle');
    await page.replanned();
  });
});

describe('an answer', () => {
  it('about data that were replaced meanwhile is dropped', async () => {
    const page = await openPage();
    await page.load();
    await page.train();
    const evaluating = gate();
    LocalWorker.held['evaluate'] = evaluating.closed;
    const evaluated = page.results.evaluateTest();
    await until(() => LocalWorker.calls.includes('evaluate'), 'the call');
    await page.data.openData([rows(400, ['no', 'yes'], 'other')]);
    evaluating.open();
    await evaluated;
    expect(page.results.evaluation.value).toBeNull();
    expect(page.results.evaluationTrouble.value).toBe('');
    expect(page.results.mistakes.value).toEqual([]);
  });

  it('of an encoder that was replaced meanwhile is dropped', async () => {
    const page = await openPage();
    await page.load();
    await page.train();
    const predicting = gate();
    LocalWorker.held['predict'] = predicting.closed;
    page.results.tryOn('hello');
    await until(() => LocalWorker.calls.includes('predict'), 'the call');
    page.head.savedTo.value = 'my-classifier.zip';
    await page.model.openFiles(encoder('other'));
    predicting.open();
    await page.replanned();
    expect(page.results.tryAnswer.value).toBeNull();
    expect(page.results.tryTrouble.value).toBe('');
  });
});

describe('of several that are chosen in a row the last one counts', () => {
  it('among encoders', async () => {
    const page = await openPage();
    const opening = gate();
    LocalWorker.held['model.open'] = opening.closed;
    const first = page.model.openFiles(encoder('first'));
    const second = page.model.openFiles(encoder('second'));
    const third = page.model.openFiles(encoder('third'));
    opening.open();
    await Promise.all([first, second, third]);
    expect(page.model.model.value?.name).toBe('third');
    expect(page.session().describe().name).toBe('third');
    expect(page.model.modelTrouble.value).toBe('');
    expect(page.model.loading.value).toBe(false);
  });

  it('among data', async () => {
    const page = await openPage();
    const slow = rows(60, ['a', 'b'], 'slow');
    const reading = gate();
    const { arrayBuffer } = slow;
    slow.arrayBuffer = async () => {
      await reading.closed;
      return arrayBuffer.call(slow);
    };
    const first = page.data.openData([slow]);
    const second = page.data.openData([rows(60, ['a', 'b'], 'quick')]);
    await second;
    reading.open();
    await first;
    expect(page.data.mainFile.value?.name).toBe('quick.csv');
    expect(page.data.dataTrouble.value).toBe('');
  });
});

describe('the screen', () => {
  it('is kept on by one lock while a run goes on, and let go after it', async () => {
    const page = await openPage();
    const locks: { released: boolean }[] = [];
    const request = async () => {
      await new Promise((resolve) => setTimeout(resolve, 5));
      const lock = { released: false, release: async () => void (lock.released = true) };
      locks.push(lock);
      return lock;
    };
    vi.stubGlobal('navigator', { wakeLock: { request } });
    Object.assign(document, { visibilityState: 'visible' });
    await import('../../web/state/keep');
    page.phase.value = 'starting';
    page.phase.value = 'running';
    page.phase.value = 'idle';
    page.phase.value = 'running';
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(locks.filter(({ released }) => !released)).toHaveLength(1);
    page.phase.value = 'idle';
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(locks.filter(({ released }) => !released)).toHaveLength(0);
  });
});
