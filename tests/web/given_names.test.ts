// SPDX-License-Identifier: Apache-2.0
// Names that the page gives are known again in each of its languages.
import { expect, test } from 'vitest';
import { COPY, inAnyLanguage, RUN } from '../../web/words/given_names';
import { LANGUAGES } from '../../web/words/languages';

test.each([RUN, COPY])('each language has a row: %j', (names) => {
  expect(Object.keys(names)).toEqual(Object.keys(LANGUAGES));
});

test('runs and copies of projects', async () => {
  for (const { first, rest } of Object.values(LANGUAGES)) {
    const [{ steps }, { project }] = await Promise.all([first(), rest()]);
    expect(steps.run(2)).toMatch(new RegExp(`^${inAnyLanguage(RUN)} 2$`));
    expect(project.nameOfCopy('mine')).toMatch(new RegExp(`^mine \\(${inAnyLanguage(COPY)}\\)$`));
  }
});
