// SPDX-License-Identifier: Apache-2.0
// Words and their marks in the lists of a result; the table of rows by part, problem and length; rows that leave
// corrected; and the notice of a training that ends while nobody looks.
import { afterEach, describe, expect, it, vi } from 'vitest';
import { encoder, openPage, rows, until } from './page';

vi.setConfig({ testTimeout: 60_000 });
afterEach(() => vi.unstubAllGlobals());

/** Rows for names: each has one, of a person or a place. */
function names(n: number): File {
  const line = (i: number) => {
    const [name, label] = i % 2 ? ['Ada', 'PER'] : ['Rome', 'LOC'];
    const text = `row ${i} met ${name}`;
    return JSON.stringify({ text, spans: [{ start: text.length - name!.length, end: text.length, label }] });
  };
  return new File([Array.from({ length: n }, (_, i) => line(i)).join('\n')], 'names.jsonl');
}

describe('words', () => {
  it('have their marks in the list of a result, and an answer each in a file of texts', async () => {
    const page = await openPage();
    await page.data.openData([names(120)]);
    await page.model.openFiles(encoder());
    page.training.setMethod('head');
    await page.train();
    await page.results.evaluateTest();
    const [{ marksListed }, { predictFile, many, answersCounted }, { target, explained }, view] = await Promise.all([
      import('../../web/state/listed'),
      import('../../web/state/many'),
      import('../../web/state/explain'),
      import('../../web/state/rows_view'),
    ]);
    const { test } = page.data.dataset.value!.parts;
    expect(page.data.dataset.value!.task).toBe('token_classification');
    expect([...marksListed.value.keys()]).toEqual(test);
    // Each row has one span, which was found or missed, whatever else was.
    for (const [{ text }, marks] of marksListed.value)
      expect(marks.map(({ truth }) => truth).filter(Boolean)).toEqual([text.endsWith('Ada') ? 'PER' : 'LOC']);

    await predictFile([new File(['text\nrow 5 met Ada\nrow 6 met Rome\n'], 'new.csv')]);
    expect(many.value!.examples).toHaveLength(2);
    expect(answersCounted.value.every(([label]) => ['PER', 'LOC'].includes(label))).toBe(true);

    // Data of pairs that were opened since are none of the model's.
    const lines = Array.from({ length: 60 }, (_, i) => `row ${i} met Ada,someone is met ${i},${i % 2}`);
    await page.data.openData([new File([`premise,hypothesis,label\n${lines.join('\n')}\n`], 'pairs.csv')]);
    expect([page.data.mainFile.value!.columns.pair, page.results.takesPairs.value]).toEqual([1, false]);
    page.results.tryOn('row 7 met Ada');
    await until(() => page.results.tryAnswer.value, 'an answer');
    const labels = page.head.answering.value!.labels;
    const said = page.results.tryAnswer.value!.outputs.map((values) => labels[values.indexOf(Math.max(...values))]);
    expect(target.value?.word ?? -1).toBe(said.findIndex((label) => label !== 'O'));
    if (target.value) await until(() => explained.value, 'shares of words');

    // The table filters by the labels of spans.
    await page.data.openData([names(120)]);
    view.setFilter({ label: '=PER' });
    expect(view.shown.value).toHaveLength(60);
    view.setFilter({ label: '', part: 'test' });
    expect(view.shown.value).toHaveLength(test.length);
    view.showAll();
    expect(view.shown.value).toHaveLength(120);
  });
});

describe('the table of rows', () => {
  it('is sorted by length and by numbers, and shows a problem’s rows with those they are equal to', async () => {
    const page = await openPage();
    const view = await import('../../web/state/rows_view');
    const numbers = Array.from(
      { length: 40 },
      (_, i) => `${'x'.repeat(1 + ((i * 7) % 40))} of ${i},${(i * 13) % 40}.5`,
    );
    await page.data.openData([new File([`text,label\n${numbers.join('\n')}\n`], 'n.csv')]);
    expect(page.data.prepared.value!.task).toBe('regression');
    const cells = () => view.shown.value.map((i) => page.data.laid.value!.table.rows[i]!);
    view.sortBy('label');
    expect(cells().map(([, value]) => Number(value))).toEqual(
      cells()
        .map(([, value]) => Number(value))
        .sort((a, b) => a - b),
    );
    view.sortBy('label');
    expect(Number(cells()[0]![1])).toBe(39.5);
    view.sortBy('length');
    const lengths = cells().map(([text]) => text!.length);
    expect(lengths).toEqual([...lengths].sort((a, b) => a - b));

    const twice = [
      'the same text,no',
      'the same text,yes',
      ...Array.from({ length: 40 }, (_, i) => `text ${i * 3},${i % 2 ? 'no' : 'yes'}`),
    ];
    await page.data.openData([new File([`text,label\n${twice.join('\n')}\n`], 'twice.csv')]);
    expect([view.order.value, view.openRow.value]).toEqual([{ by: 'row', down: false }, null]);
    const problem = view.problemsOfRows.value.find(({ name }) => name === 'contradictions')!;
    view.setFilter({ problem: problem.title! });
    expect(cells().map(([text]) => text)).toEqual(['the same text', 'the same text']);
    view.setFilter({ problem: 'none of that name' });
    expect(view.shown.value).toEqual([]);
    view.showRow(2);
    expect([view.openRow.value, view.shown.value.length]).toEqual([2, 42]);
  });

  /** Files that leave the page. */
  function givenFiles() {
    const given: { name: string; blob: Blob }[] = [];
    let blob = new Blob();
    vi.stubGlobal(
      'URL',
      Object.assign(URL, { createObjectURL: (of: Blob) => ((blob = of), 'x'), revokeObjectURL: () => undefined }),
    );
    Object.assign(document, {
      createElement: () => ({
        click(this: { download: string }) {
          given.push({ name: this.download, blob });
        },
      }),
    });
    return given;
  }

  it('leaves as a corrected file with what remedies have made of it', async () => {
    const page = await openPage();
    const given = givenFiles();
    const edits = await import('../../web/state/edits');
    const few = ['a last one,n/a', 'and one without,', 'twice the same,Yes', 'twice the same,yes', 'one more,sure'];
    const text = `${(await rows(60).text()).trim()}\n${few.join('\n')}\n`;
    await page.data.openData([new File([text], 'mine.csv')]);
    expect(edits.correctedRows.value).toBe(0);
    for (const name of ['same-labels', 'missing-labels', 'duplicates', 'rare-labels'] as const)
      page.data.setFix(name, true);
    expect(page.data.prepared.value!.labels).toEqual(['no', 'yes']);
    // n/a and "sure" are out, Yes is yes, and one of the equal rows is out, unless they are measured with.
    const trained = page.data.prepared.value!.parts.train.some(({ text }) => text === 'twice the same');
    expect(edits.correctedRows.value).toBe(3 + (trained ? 1 : 0));
    edits.setText('table', 2, 'another text');
    expect(edits.correctedRows.value).toBe(4 + (trained ? 1 : 0));
    await edits.saveCorrected();
    const saved = await given[0]!.blob.text();
    expect(saved).not.toMatch(/n\/a|Yes|sure/);
    expect(saved).toMatch(/another text,no\r?\n/);
    expect(saved).toMatch(/and one without,\r?\n/);
    edits.undo();
    expect(edits.told.value).toMatch(/rows differ from the file by the remedies/);

    // Read again it is what was trained on.
    const before = page.data.prepared.value!;
    edits.redo();
    const texts = (data: typeof before) => Object.values(data.parts).flat().map(({ text, label }) => `${text} ${label}`).sort(); // prettier-ignore
    const wanted = texts(page.data.prepared.value!);
    await page.data.openData([new File([saved], 'again.csv')]);
    expect(texts(page.data.prepared.value!)).toEqual(wanted);
    expect(edits.correctedRows.value).toBe(0);
  });

  it('leaves as a corrected file, without the rows that were left out', async () => {
    const page = await openPage();
    const given = givenFiles();
    await page.data.openData([rows(60)]);
    const edits = await import('../../web/state/edits');
    edits.setLabels('table', 3, ['maybe']);
    edits.leaveOut('table', [4]);
    await edits.saveCorrected();
    expect(given[0]!.name).toBe('row-corrected.csv');
    const lines = (await given[0]!.blob.text()).trim().split(/\r?\n/);
    expect(lines).toHaveLength(60); // the header, and a row less
    expect(lines[2]).toMatch(/,maybe$/);
    expect(lines.join('\n')).not.toContain('row number 2 ');
  });
});

describe('a training of more than a minute that ends in a hidden tab', () => {
  it('is told by the system too, where the user allows it', async () => {
    const shown: string[] = [];
    class Notification {
      static permission = 'default';
      static requestPermission = async () => 'granted';
      constructor(_: string, { body }: { body: string }) {
        shown.push(body);
      }
    }
    vi.stubGlobal('Notification', Notification);
    const page = await openPage();
    Object.assign(document, { visibilityState: 'hidden' });
    const { ended, askToTell, willTell, mayAsk, closeEnded } = await import('../../web/state/ended');
    await page.load();
    page.worker().change = ({ event, data }) =>
      event === 'run.end' ? { event, data: { ...(data as object), seconds: 90 } } : { event, data };
    await page.train({ epochs: 1 });
    await until(() => ended.value, 'a notice');
    expect([shown, willTell.value, mayAsk.value]).toEqual([[], false, false]);
    closeEnded();
    expect(ended.value).toBe('');
    await askToTell();
    expect(willTell.value).toBe(true);
    await page.train({ epochs: 1 });
    await until(() => shown.length, 'a notification');
    expect(shown).toEqual([ended.value]);
    // One that somebody watches is told by the page alone.
    Object.assign(document, { visibilityState: 'visible' });
    await page.train({ epochs: 1 });
    expect([shown.length, ended.value]).toEqual([1, '']);
  });
});
