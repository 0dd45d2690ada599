// SPDX-License-Identifier: Apache-2.0
// What the page shows, beside what its engine has: sentences on where they differ.
import type { Page } from '@playwright/test';
import type { Snapshot } from '../../web/border/messages';
import { have } from '../../web/words/en/have';
import { run as runWords } from '../../web/words/en/run';
import { steps } from '../../web/words/en/steps';

interface Shown {
  at: string;
  /** Of each step the line below its name; null: it cannot be used. */
  summaries: Record<string, string | null>;
  /** By the step that an entry leads to: its lines. */
  have: Record<string, string[]>;
  panels: string[];
  /** Of the test rows, by their names. */
  figures: Record<string, string>;
  pausable: boolean;
}

/** In the page. */
const read = (page: Page): Promise<Shown> =>
  page.evaluate(() => {
    const all = (selector: string, from: ParentNode = document) => [...from.querySelectorAll<HTMLElement>(selector)];
    const text = (node: Element | null | undefined) => node?.textContent?.replaceAll('\u00a0', ' ').trim() ?? '';
    const names = ['prepare', 'tokenize', 'load', 'train', 'evaluate', 'try', 'download'];
    const entries = all('.stepper li > a').map((link, i) => [
      names[i]!,
      link.ariaDisabled ? null : text(link.querySelector('.summary')),
    ]);
    return {
      at: location.hash.slice(1) || 'prepare',
      summaries: Object.fromEntries(entries),
      have: Object.fromEntries(
        all('.have dl > div').map((entry) => [text(entry.querySelector('dt')), all('dd', entry).map(text)]),
      ),
      panels: all('main section[aria-label]').map((panel) => panel.ariaLabel!),
      figures: Object.fromEntries(
        all('section[aria-label="Test metrics"] .figures > div').map((one) => [
          text(one.querySelector('dt')),
          (one.querySelector('dd')?.firstChild?.textContent ?? '').replaceAll('\u00a0', ' '),
        ]),
      ),
      pausable: all('main button').some(
        (button) => text(button) === 'Pause' && !(button as HTMLButtonElement).disabled,
      ),
    };
  });

const numbers = (line: string) => (line.match(/\d[\d,]*/g) ?? []).map((word) => Number(word.replaceAll(',', '')));

/** `begins`: a training was asked for, and the engine has not said that it began. */
function differences(shown: Shown, has: Snapshot, begins: boolean): string[] {
  const { summaries, have: facts, panels, figures } = shown;
  const wrong: string[] = [];
  const must = (holds: boolean, what: string) => void (holds || wrong.push(what));
  const state = has.run?.state ?? (begins ? 'starting' : 'idle');
  const idle = state === 'idle';

  const [model = '', head = ''] = facts[have.model] ?? [];
  if (has.model) {
    must(summaries['load'] === has.model.name, `the step Load says "${summaries['load']}" of ${has.model.name}`);
    must(model === has.model.name, `"${model}" stands for the model ${has.model.name}`);
  } else must(summaries['load'] === '', `the step Load says "${summaries['load']}", and there is no encoder`);

  if (has.model && has.run?.kind !== 'pretraining') {
    const answers = idle && has.head?.trained;
    const wanted = !idle
      ? state === 'paused'
        ? [have.paused]
        : [have.begins, 'Training: ']
      : !answers
        ? [have.untrained]
        : { run: ['Trained here: '], file: [have.headOfFile], checkpoint: [have.headOfEncoder], new: [] }[
            has.head!.from
          ];
    must(
      wanted.some((start) => head.startsWith(start)),
      `the model is shown with "${head}", and the engine has a head ${has.head?.from} and is ${state}`,
    );
    for (const step of ['try', 'download'])
      must((summaries[step] === null) === !answers, `the step ${step} can ${answers ? 'not ' : ''}be used`);
  }
  const train = summaries['train'] ?? '';
  const going = [steps.running, steps.paused].includes(train);
  must(going === !idle, `the step Train says "${train}", and the engine is ${state}`);
  if (state === 'paused') must(train === steps.paused, `the step Train says "${train}" of a paused training`);
  if (shown.at === 'train' && !idle) {
    must(panels.includes(runWords.titles[state]), `the panel ${runWords.titles[state]} is not there: ${panels.join()}`);
    must(
      shown.pausable === (state === 'running'),
      `a training that is ${state} can ${shown.pausable ? '' : 'not '}be paused`,
    );
  }

  const [, rows = '', parts = ''] = facts[have.data] ?? [];
  const said = summaries['prepare'] ?? '';
  must(said === '' || numbers(said)[0] === numbers(rows)[0], `"${said}" and "${rows}" are about the same rows`);
  const { train: a, validation: b, test: c } = has.parts;
  if (idle && a && b && c && parts && summaries['train'] !== null)
    must(
      JSON.stringify(numbers(parts)) === JSON.stringify([a, b, c].map(({ info }) => info.rows)),
      `"${parts}", and the engine has ${[a, b, c].map(({ info }) => info.rows).join(', ')} rows`,
    );

  const [result = '', ...about] = facts[have.result] ?? [];
  const tested = summaries['evaluate'] ?? '';
  const onTest = about.some((note) => / test rows?$/.test(note));
  must(!!tested === onTest, `the step Evaluate says "${tested}", and the result is "${[result, ...about].join(' ')}"`);
  if (onTest) {
    const inStep = /-?[\d.]+(\s%)?$/.exec(tested)?.[0] ?? '';
    must(result.startsWith(inStep) && !!inStep, `"${tested}" is not "${result}"`);
    for (const [title, figure] of Object.entries(figures))
      if (result.endsWith(` ${title}`))
        must(result === `${figure} ${title}`, `the figure "${figure}" is not "${result}"`);
  }
  return wrong;
}

export const contradictions = async (page: Page, has: Snapshot, begins: boolean): Promise<string[]> =>
  differences(await read(page), has, begins);
