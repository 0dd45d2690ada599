// SPDX-License-Identifier: Apache-2.0
// What the page shows beside the model that its engine has: loaded, trained, replaced, read again.
import { afterEach, describe, expect, it, vi } from 'vitest';
import { encoder, gate, heldBack, LocalWorker, maskedEncoder, openPage, rows, until } from './page';

vi.setConfig({ testTimeout: 120_000 });
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
    expect(page.log.steps.value).toEqual([]);
    await page.replanned();
    await page.train();
    expect(page.head.trained.value?.summary).toMatch(/^done/);
    expect(page.training.runTrouble.value).toBe('');
  });

  it('what was wrong with a head is forgotten with the encoder that it was for', async () => {
    const page = await openPage();
    await page.load();
    await page.model.openHead(new File(['none'], 'h.safetensors'));
    expect(page.model.headTrouble.value).not.toBe('');
    await page.model.openFiles(encoder('other'));
    expect(page.model.headTrouble.value).toBe('');
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
    page.head.noteSaved('my-classifier.zip');
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
    await page.ended();
    expect(page.pretrain.pretrainedOn.value).toBe(38);
    expect(page.head.trained.value).toBeNull();
  });
});

describe('the texts at hand for more pre-training', () => {
  it('are those to train on, of pairs both, and those without a label that are not kept apart', async () => {
    const page = await openPage();
    const row = (i: number) => `first ${i} here,and second ${i},${['no', 'yes'][i % 2]}`;
    const labelled = Array.from({ length: 60 }, (_, i) => row(i));
    await page.data.openData([
      new File([`text1,text2,label\n${labelled.join('\n')}\nfirst open one,and its second,\n`], 'half.csv'),
    ]);
    await until(() => page.data.dataset.value, 'the data');
    const { train, test } = page.data.dataset.value!.parts;
    const texts = () => page.pretrain.ownTexts.value;
    expect(texts()).toEqual([...train.flatMap(({ text, pair }) => [text, pair]), 'first open one', 'and its second']);
    const { setText } = await import('../../web/state/edits');
    setText('table', 62, test[0]!.text);
    await until(() => !texts().includes('first open one'), 'the edit');
    expect(texts()).not.toContain(test[0]!.text);
    expect(texts()).toContain('and its second');
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
    expect(LocalWorker.calls).not.toContain('train');
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
    LocalWorker.held['train'] = starting.closed;
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

describe('an encoder whose bytes do not come', () => {
  it('is left at once when that is wanted, and another is loaded', async () => {
    const page = await openPage();
    await page.model.openFiles(encoder());
    const { files, reading, hold } = heldBack(encoder('slow'));
    const open = hold();
    const loading = page.model.openFiles(files);
    await until(reading, 'the reading of the weights');
    page.engine.cancelCalls(['model.open']);
    await loading;
    expect(page.model.model.value?.name).toBe('tiny-bert');
    await page.model.openFiles(encoder('other'));
    expect(page.model.model.value?.name).toBe('other');
    open();
  });
});

describe('an encoder that is read again', () => {
  it('stays loaded when that is cancelled, without what was trained on it', async () => {
    const page = await openPage();
    await page.load();
    await page.train();
    const session = page.session();
    page.worker().change = (note) => {
      if (note.event === 'progress') session.training.stop();
      return note;
    };
    await page.training.startRun();
    page.worker().change = (note) => note;
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

  it('that is trained again has no figures of the model before', async () => {
    const page = await openPage();
    await page.load();
    page.training.setMethod('head');
    await page.train();
    await page.results.evaluateTest();
    const { evaluation, baselines } = page.results;
    expect([evaluation.value, baselines.value]).not.toContain(null);
    await page.train();
    expect([evaluation.value, baselines.value]).toEqual([null, null]);
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
