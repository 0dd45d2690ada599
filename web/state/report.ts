// SPDX-License-Identifier: Apache-2.0
// The result in words, and as a file.
import { computed, signal } from '@preact/signals';
import { headlineOf } from '../answers/headline';
import { namesOf } from '../answers/metrics';
import { retried } from '../border/retry';
import { repeatsIn } from '../rows/checks';
import { untested } from '../rows/few';
import { dataset, mainFile } from './data';
import { download } from './download';
import { snapshot } from './engine';
import { answering, trained } from './head';
import { mistakes } from './listed';
import { baselines, evaluation } from './results';
import { inWords, words } from '../words';
import { locale } from '../words/locale';
import type { Said } from '../words/said';
import { attempt } from './trouble';

export const headline = computed<Said[]>(() => {
  const [data, result] = [dataset.value, evaluation.value];
  if (!data || !result) return [];
  const { task, parts } = data;
  return headlineOf({
    task,
    metrics: result.metrics,
    rows: parts.test.length,
    baselines: baselines.value,
    labels: namesOf(data),
    pairs: data.columns.pair !== undefined,
    repeats: repeatsIn(parts.test).length,
    untested: { of: data.labels.length, labels: untested(task, data.labels, data.counts.test) },
  });
});

export const reportTrouble = signal('');

/** `texts`: with those of the wrong answers. */
export const saveReport = (texts: boolean): Promise<boolean> =>
  attempt(reportTrouble, async () => {
    const [data, result, head] = [dataset.value, evaluation.value, answering.value];
    if (!data || !result || !head) return;
    const { reportOf } = await retried(() => import('../answers/report'));
    const { train, validation, test } = data.parts;
    const name = mainFile.value?.name ?? words.report.unnamed;
    const html = reportOf(
      {
        data: name,
        encoder: snapshot.value.model?.name ?? '',
        date: new Date().toLocaleDateString(locale(), { dateStyle: 'long' }),
        head,
        rows: { train: train.length, validation: validation.length, test: test.length },
        options: trained.value?.options ?? {},
        headline: headline.value.map(inWords),
        metrics: result.metrics,
        baselines: baselines.value,
        examples: test,
        outputs: result.outputs,
        mistakes: texts ? mistakes.value : null,
      },
      words,
    );
    download(new Blob([html], { type: 'text/html' }), `${name.replace(/\.[^.]*$/, '')}-report.html`);
  });
