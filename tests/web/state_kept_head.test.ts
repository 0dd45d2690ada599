// SPDX-License-Identifier: Apache-2.0
// The page trains on with the head that an encoder came with, where it fits the data.
import { afterEach, expect, it, vi } from 'vitest';
import { openPage, rows } from './page';

vi.setConfig({ testTimeout: 120_000 });
afterEach(() => vi.unstubAllGlobals());

it('is a choice where the labels fit, and a new head else', async () => {
  const page = await openPage();
  await page.load();
  expect(page.training.ownFits.value).toBe(false);
  await page.train({ epochs: 3, learning_rate: 1e-3 });
  const files = (await page.session().saving()).model({ name: 'mine', metrics: {}, dtype: 'F32' });
  await page.model.openFiles(
    files.map(({ name, pieces }) =>
      Object.assign(new File([...pieces()], name), { webkitRelativePath: `mine/${name}` }),
    ),
  );
  await page.replace.answerQuestion(true);
  expect(page.model.model.value?.own_head).toMatchObject({ labels: ['no', 'yes'], pooling: 'cls' });
  expect(page.training.ownFits.value).toBe(true);

  await page.train({ epochs: 1, learning_rate: 0, head_start: 'kept' as never });
  expect(page.training.runTrouble.value).toBe('');
  expect(page.head.trained.value?.options['head_start']).toBe('kept');
  const loss = async () => (await page.engine.engine.call('evaluate', { part: 'test' })).metrics.loss;
  const kept = await loss();
  // Asked together: the page's own plan may come between two calls and bring the kept head back.
  const fresh = page.engine.engine.call('head.new', { ...page.data.dataset.value!, seed: 1 });
  const [, beside] = await Promise.all([fresh, loss()]);
  expect(beside).toBeGreaterThan(kept + 0.1);

  await page.data.openData([rows(150, ['no', 'maybe'], 'other')]);
  expect(page.training.ownFits.value).toBe(false);
  page.training.discardTrained();
  await page.replanned();
  expect(page.training.plan.value?.options['head_start']).toBe('fitted');
});
