// SPDX-License-Identifier: Apache-2.0
// What the page tells of a trained model, and what leaves it: figures, lists of rows, words that matter, many texts at
// once, files, links. All of one model is of the same rows.
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { figure } from '../../web/ui/format';
import { encoder, gate, LocalWorker, openPage, rows, until } from './page';
import { zipEntries } from '../page/zip';

vi.setConfig({ testTimeout: 60_000, hookTimeout: 90_000 });
afterAll(() => vi.unstubAllGlobals());

/** Files that were given to the user. */
const given: { name: string; blob: Blob }[] = [];
const last = () => given.at(-1)!;

/** After `openPage`, which makes a document anew. */
function catchDownloads(): void {
  given.length = 0;
  const urls = new Map<string, Blob>();
  const createObjectURL = (blob: Blob) => {
    urls.set(String(urls.size), blob);
    return String(urls.size - 1);
  };
  vi.stubGlobal('URL', Object.assign(URL, { createObjectURL, revokeObjectURL: () => undefined }));
  const createElement = () => ({
    click(this: { href: string; download: string }) {
      given.push({ name: this.download, blob: urls.get(this.href)! });
    },
  });
  Object.assign(document, { createElement });
}

/** Texts that tell their label, but for each fourth of them. */
function someUnclear(n: number, labels: string[]): File {
  const lines = Array.from({ length: n }, (_, i) => {
    const label = labels[i % labels.length]!;
    return `row number ${i} says ${i % 4 ? label : 'nothing'} ${i * 7},${label}`;
  });
  return new File([`text,label\n${lines.join('\n')}\n`], 'row.csv');
}

async function open() {
  const page = await openPage();
  catchDownloads();
  const [have, report, listed, findings, curves, many, explain, share, recipe, have2] = await Promise.all([
    import('../../web/state/have'),
    import('../../web/state/report'),
    import('../../web/state/listed'),
    import('../../web/state/findings'),
    import('../../web/state/curves'),
    import('../../web/state/many'),
    import('../../web/state/explain'),
    import('../../web/state/share'),
    import('../../web/state/recipe'),
    import('../../web/state/lesson_facts'),
  ]);
  return { ...page, have, report, listed, findings, curves, many, explain, share, recipe, facts: have2 };
}
type Page = Awaited<ReturnType<typeof open>>;

describe('what there is', () => {
  it('calls numbers numbers, in the step too', async () => {
    const page = await open();
    const scores = Array.from({ length: 60 }, (_, i) => `row ${i},${i / 7}`).join('\n');
    await page.data.openData([new File([`text,score\n${scores}\n`], 'scores.csv')]);
    const { summaries } = await import('../../web/state/steps');
    expect(summaries.value.prepare).toBe('60 rows, 1 number');
    expect(page.have.dataFact.value.notes[0]).toBe('60 rows, 1 number');
  });

  it('grows with each step', async () => {
    const page = await open();
    const { have } = page;
    const facts = () => [have.dataFact.value.what, have.modelFact.value.what, have.resultFact.value?.value ?? ''];
    expect([facts(), have.savedFact.value]).toEqual([['', '', ''], '']);
    await page.data.openData([new File(['text,label\na,b\n'], 'broken.csv')]);
    expect(have.dataFact.value.notes).toEqual(['These data cannot be used yet: see step 1.']);
    await page.data.openData([rows(120)]);
    expect(have.dataFact.value).toEqual({
      what: 'row.csv',
      notes: ['120 rows, 2 labels', '102 to train, 0 to validate, 18 to test'],
    });
    const opened = page.model.openFiles(encoder());
    await until(() => page.model.loading.value, 'loading');
    expect(have.modelFact.value).toEqual({ what: '', notes: ['An encoder is being loaded.'] });
    await opened;
    expect(have.modelFact.value).toEqual({ what: 'tiny-bert', notes: ['Not trained yet.'] });
    await page.planned();
    page.training.setOption('epochs', 60);
    await page.replanned();
    await page.training.startRun();
    await until(() => page.log.steps.value.length > 0, 'an update');
    expect(have.modelFact.value.notes[0]).toMatch(/^Training: \d+\s%\sdone/);
    await page.training.pauseRun();
    await until(() => page.phase.value === 'paused', 'a pause');
    expect(have.modelFact.value.notes).toEqual(['The training is paused.']);
    await page.training.resumeRun();
    await page.training.stopRun();
    await page.ended();
    expect(have.modelFact.value.notes).toEqual(['Trained here: everything.']);
    expect(have.savedFact.value).toBe('The trained model is in this tab alone: download it.');
    await page.results.saveModel('mine', 'F16', false);
    expect(have.savedFact.value).toBe('Downloaded as mine.zip.');
    await page.data.openData([rows(90, ['a', 'b'], 'other')]);
    expect(have.modelFact.value.notes).toEqual(['Trained here: everything.', 'For other labels than the data have.']);
  });

  it('has the result of the validation rows until there is one of the test rows', async () => {
    const page = await open();
    await page.data.openData([rows(300)]);
    await page.model.openFiles(encoder());
    await page.train({ epochs: 1 });
    const validation = page.data.dataset.value!.parts.validation.length;
    expect(page.have.resultFact.value!.notes).toEqual([`on ${validation} validation rows; not tested yet`]);
    page.data.seed.value = 8;
    expect(page.have.resultFact.value!.notes).toEqual([
      `on ${validation} validation rows of the data that it was trained on, not of those in step 1`,
    ]);
    page.data.seed.value = 1;
    await page.planned();
    await page.results.evaluateTest();
    const { metrics } = page.results.evaluation.value!;
    expect(page.have.resultFact.value).toMatchObject({
      title: 'Accuracy',
      value: `${(100 * metrics.accuracy!).toFixed(1)}\u00a0%`,
    });
    expect(page.have.resultFact.value!.notes.at(-1)).toBe(`on ${page.data.dataset.value!.parts.test.length} test rows`);
  });
});

describe('of a tested head', () => {
  let page: Page;
  beforeAll(async () => {
    page = await open();
    await page.data.openData([someUnclear(300, ['maybe', 'no', 'yes'])]);
    await page.model.openFiles(encoder());
    page.training.setMethod('head');
    await page.train();
    await page.results.evaluateTest();
  });
  const test = () => page.data.dataset.value!.parts.test;
  const outputs = () => page.results.evaluation.value!.outputs;
  const saidOf = (i: number) => outputs()[i]!.indexOf(Math.max(...outputs()[i]!));

  it('the wrong rows are listed, the surest first; and each field of the matrix', () => {
    const { filter, rowsListed } = page.listed;
    const labels = page.head.answering.value!.labels;
    const wrong = test().filter((example, i) => labels[saidOf(i)] !== example.label);
    filter.value = 'wrong';
    expect(new Set(rowsListed.value.map(({ example }) => example))).toEqual(new Set(wrong));
    expect(rowsListed.value.every((row) => row.wrong && row.said !== row.label)).toBe(true);
    let counted = 0;
    for (const truth of [0, 1, 2])
      for (const said of [0, 1, 2]) {
        filter.value = { truth, said };
        const found = rowsListed.value;
        counted += found.length;
        for (const { example, label, said: answer, wrong: isWrong } of found) {
          expect([example.label, label, answer]).toEqual([labels[truth], labels[truth], labels[said]]);
          expect([saidOf(test().indexOf(example)), isWrong]).toEqual([said, truth !== said]);
        }
        expect(found.map(({ size }) => size)).toEqual(found.map(({ size }) => size).sort((a, b) => b - a));
      }
    expect(counted).toBe(test().length);
    filter.value = 'unsure';
    expect(rowsListed.value.length).toBeGreaterThan(0);
    filter.value = 'doubted';
    expect(rowsListed.value.every(({ doubted }) => doubted)).toBe(true);
    expect(page.listed.marksListed.value.size).toBe(0); // there are no words
  });

  it('the report has the figures, and texts only where they are wanted', async () => {
    const { headline, saveReport } = page.report;
    expect(headline.value[0]!.text).toMatch(/\d/);
    await saveReport(false);
    expect(last().name).toBe('row-report.html');
    const short = await last().blob.text();
    expect(short).toContain(headline.value[0]!.text.split('.')[0]);
    const wrong = page.listed.mistakes.value[0]!.example.text;
    expect(short).not.toContain(wrong);
    await saveReport(true);
    expect(await last().blob.text()).toContain(wrong);
  });

  it('a file of texts gets an answer each, with the columns of the training', async () => {
    const { predictFile, many, answersCounted, savePredictions, strangers, manyTrouble } = page.many;
    await predictFile([new File(['id,note,text\n1,x,row number 1\n2,y,row number 4\n3,z,yes yes\n'], 'new.csv')]);
    expect(manyTrouble.value).toBe('');
    expect(many.value!.examples.map(({ text }) => text)).toEqual(['row number 1', 'row number 4', 'yes yes']);
    expect(many.value!.column).toBe('text');
    expect(answersCounted.value.reduce((sum, [, n]) => sum + n, 0)).toBe(3);
    expect(strangers.value!.reference.count).toBeGreaterThan(0);
    const all = strangers.value!.texts;
    page.results.noneFrom.value = 0;
    expect([strangers.value!.texts, answersCounted.value]).toEqual([3, [['none of these', 3]]]);
    expect(all).toBeLessThanOrEqual(3);
    page.results.noneFrom.value = null;
    savePredictions();
    expect(last().name).toBe('new-predictions.csv');
    const lines = (await last().blob.text()).trim().split(/\r?\n/);
    expect(lines).toHaveLength(4);
    expect(lines[1]).toContain('row number 1');
    await predictFile([new File(['text,kind\nrow number 1,a\n,b\nrow number 2,c\n'], 'broken.csv')]);
    expect(many.value!.examples).toHaveLength(2);
    expect(many.value!.problems.map(({ text }) => text).join(' ')).toMatch(/left out/);
    await predictFile([new File(['text,label\n'], 'empty.csv')]);
    expect([many.value, manyTrouble.value !== '']).toEqual([null, true]);
  });

  it('a text that waits for a file of texts is known to wait, and is answered when the file is stopped', async () => {
    const { predictFile, many } = await import('../../web/state/many');
    const { results } = page;
    results.tryOn('row number 5 says no');
    await until(() => results.tryAnswer.value?.text === 'row number 5 says no', 'an answer');
    expect(results.tryWaits.value).toBe(false);
    LocalWorker.calls = [];
    const calls = () => LocalWorker.calls.filter((name) => name === 'predict').length;
    const whole = predictFile([rows(3000)]);
    await until(() => calls() === 1, 'the file');
    results.tryOn('row number 6 says yes');
    expect(results.tryWaits.value).toBe(true);
    await until(() => calls() === 2, 'the text');
    page.engine.cancelCalls(['predict']);
    await whole;
    expect(many.value).toBeNull();
    await until(() => !results.tryWaits.value, 'its answer');
    expect(results.tryAnswer.value!.text).toBe('row number 6 says yes');
    results.tryOn('');
    await until(() => !results.tryAnswer.value, 'no text');
  });

  it('a text is answered, also where the data change while it is asked and the call fails', async () => {
    const asked = gate();
    const { handlers } = page.worker();
    const predict = handlers['predict']!;
    handlers['predict'] = () => {
      handlers['predict'] = predict;
      throw new Error('of data that are gone');
    };
    LocalWorker.held['predict'] = asked.closed;
    LocalWorker.calls = [];
    page.results.tryOn('row number 5 says no');
    await until(() => LocalWorker.calls.includes('predict'), 'the call');
    page.data.seed.value++;
    await page.replanned();
    delete LocalWorker.held['predict'];
    asked.open();
    await until(() => page.results.tryAnswer.value?.text === 'row number 5 says no', 'an answer');
    page.data.seed.value--;
    await page.replanned();
    page.results.tryOn('');
    await until(() => !page.results.tryAnswer.value, 'no text');
  });

  it('the words that matter for a label are asked for when typing rests', async () => {
    const { explained, target, pointAt } = page.explain;
    page.results.tryOn('row number 5 says yes');
    await until(() => explained.value, 'shares of words');
    const first = target.value!;
    expect(first.output).toBe(
      page.results.tryAnswer.value!.outputs[0]!.indexOf(Math.max(...page.results.tryAnswer.value!.outputs[0]!)),
    );
    expect(explained.value!.words.length).toBeGreaterThan(0);
    const before = explained.value!.explanation;
    const other = { output: (first.output + 1) % 3 };
    pointAt(other);
    expect([explained.value, target.value]).toEqual([null, other]);
    await until(() => explained.value, 'those of the other label');
    expect(explained.value!.explanation.score).not.toBe(before.score);
    page.results.tryOn('');
    await until(() => !page.results.tryAnswer.value, 'no text');
    expect([target.value, explained.value]).toEqual([null, null]);
  });

  it('the head goes into a link or its file, with the encoder that others can load', async () => {
    const { share } = page;
    expect([share.encoderInLink.value, share.isHeadAlone.value, share.labelsOfHead.value]).toEqual([
      null, // of files
      true,
      ['maybe', 'no', 'yes'],
    ]);
    expect(share.headLink('tabtune-small', '')).toBeNull();
    await share.packHead();
    const link = share.headLink('tabtune-small', '')!;
    expect(link).toMatch(/^http:\/\/page\/\?encoder=tabtune-small#head=1[\w-]+$/);
    expect(share.headLink('tabtune-small', 'head.safetensors')).toBe(
      'http://page/?encoder=tabtune-small&head=head.safetensors',
    );
    expect(share.faultOf('head', 'http://other.example/h.safetensors')).toMatch(/https/);
    expect([share.faultOf('head', ''), share.faultOf('encoder', 'owner/name')]).toEqual(['', '']);
    expect(share.isOwnComputer()).toBe(false);
    expect((await share.codeOf('http://page/'))?.size).toBeGreaterThan(20);
    expect([share.dataAddress.value, share.notInLink.value]).toEqual(['', []]);
    page.data.fold.value = { index: 0, of: 5 };
    expect(share.notInLink.value).toHaveLength(1);
    page.data.labelNames.value = ['no', 'yes'];
    expect(share.notInLink.value).toHaveLength(1);
    page.data.labelNames.value = ['no', 'yes'.repeat(300)];
    expect(share.notInLink.value).toHaveLength(2);
    page.data.labelNames.value = null;
    page.data.fold.value = null;
    await share.hashWeights();
    expect(share.weightsHash.value).toMatch(/^[0-9a-f]{16}$/);
    const written: string[] = [];
    vi.stubGlobal('navigator', { clipboard: { writeText: async (text: string) => void written.push(text) } });
    expect([await share.copy(link), written]).toEqual([true, [link]]);
    vi.stubGlobal('navigator', { clipboard: { writeText: () => Promise.reject(new Error('no')) } });
    expect(await share.copy(link)).toBe(false);
  });

  it('the files that are saved are named and noted', async () => {
    await page.planned();
    await page.results.saveHead('mine');
    expect([last().name, page.head.savedTo.value]).toEqual(['mine.safetensors', 'mine.safetensors']);
    expect(await last().blob.text()).toMatch(/"columns":"\{\\"text\\":\\"text\\"/);
    await page.results.saveModel('mine', 'F32', false);
    const entries = zipEntries(Buffer.from(await last().blob.arrayBuffer()));
    expect([...entries.keys()]).toEqual(expect.arrayContaining(['mine/model.safetensors', 'mine/config.json']));
    expect(await page.results.pythonFor('mine')).toContain('mine');
    await page.results.saveAdapter('mine');
    expect(page.results.saveTrouble.value).not.toBe(''); // there is none
  });

  it('the training that is planned goes to other machines as a folder', async () => {
    await page.planned();
    await page.recipe.saveRecipe();
    expect([page.recipe.recipeTrouble.value, last().name]).toEqual(['', 'recipe.zip']);
    const entries = zipEntries(Buffer.from(await last().blob.arrayBuffer()));
    expect([...entries.keys()]).toContain('recipe/train.py');
  });
});

describe('of a training with updates', () => {
  it('its rows are columns for the charts, and what went wrong is found', async () => {
    const page = await open();
    await page.data.openData([rows(300)]);
    await page.model.openFiles(encoder());
    await page.train({ epochs: 3, learning_rate: 0.5 });
    const { columns } = page.curves;
    const { steps, validations } = page.log;
    expect(columns.value.at).toEqual(steps.value.map(({ step }) => step));
    expect(columns.value.loss).toHaveLength(steps.value.length);
    expect(columns.value.checkedAt).toEqual(validations.value.map(({ step }) => step));
    expect(columns.value.validationLoss.filter((loss) => loss !== null)).toEqual(
      validations.value.map(({ loss }) => loss),
    );
    expect(columns.value.scores[0]).toEqual(validations.value.map((check) => check[columns.value.names[0]!]));
    const scores = columns.value.scores[0]!.map((score) => figure(columns.value.names[0]!, score));
    const placed = (epoch: number) =>
      page.log.placeRun({
        ...page.log.log.value!,
        best: { kind: 'best', epoch, of: 3, stopped: false, metric: 'loss', value: 0 },
      });
    placed(1);
    expect(page.curves.validationNow.value).toEqual({
      ...{ value: scores[0], last: scores[2] },
      note: `after epoch 1, which is kept; ${scores[2]} after the last`,
    });
    placed(3);
    expect(page.curves.validationNow.value).toEqual({ value: scores[2], last: scores[2], note: '' });
    const { runFindings, allFindings } = page.findings;
    expect(runFindings.value.length).toBeGreaterThan(0); // a rate of 0.5 ruins it
    await page.results.evaluateTest();
    expect(allFindings.value.length).toBeGreaterThanOrEqual(runFindings.value.length);
    await page.data.openData([rows(60, ['a', 'b'], 'other')]);
    await until(() => page.training.inTheWay.value, 'other labels');
    await page.training.discardTrained();
    expect([runFindings.value, columns.value.at]).toEqual([[], []]);
  });
});

describe('a file of texts', () => {
  it('whose model is trained anew before it has answered is told, to be chosen again', async () => {
    const page = await open();
    await page.data.openData([rows(300)]);
    await page.model.openFiles(encoder());
    await page.train({ epochs: 1 });
    page.training.setOption('epochs', 2);
    await page.planned();
    const asked = gate();
    LocalWorker.held.predict = asked.closed;
    LocalWorker.calls = [];
    const answered = page.many.predictFile([new File(['text\nrow 5 says yes\n'], 'new.csv')]);
    await until(() => LocalWorker.calls.includes('predict'), 'the file');
    await page.training.startRun();
    expect(page.head.answering.value).toBeNull();
    asked.open();
    await answered;
    expect([page.many.many.value, page.many.manyTrouble.value]).toEqual([
      null,
      expect.stringMatching(/choose the file/),
    ]);
    LocalWorker.held = {};
    await page.ended();
  });
  it('whose model is given up while the file is opened, or before it has answered, is told so too', async () => {
    const page = await open();
    await page.load();
    page.training.setMethod('head');
    await page.train();
    const file = () => [new File(['text\nrow 5 says yes\n'], 'new.csv')];
    const told = () => [page.many.many.value, page.many.manyTrouble.value];
    const gone = [null, expect.stringMatching(/model changed before .* choose the file again/)];
    const opening = page.many.predictFile(file());
    await page.training.discardTrained();
    await opening;
    expect(told()).toEqual(gone);

    await page.planned();
    await page.train();
    const asked = gate();
    LocalWorker.held.predict = asked.closed;
    LocalWorker.calls = [];
    const answered = page.many.predictFile(file());
    await until(() => LocalWorker.calls.includes('predict'), 'the file');
    await page.engine.engine.call('model.open', { kind: 'files', name: 'other', files: encoder() }); // it has no head
    asked.open();
    await answered;
    LocalWorker.held = {};
    expect(told()).toEqual(gone);
  });
});
