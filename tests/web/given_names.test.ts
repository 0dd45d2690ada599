// SPDX-License-Identifier: Apache-2.0
// Names that the page gives are known again in each of its languages.
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { LANGUAGES } from '../../web/words/languages';

test('runs and copies of projects', async () => {
  const patternIn = (file: string, begin: string) => {
    const line = readFileSync(file, 'utf8')
      .split('\n')
      .find((one) => one.includes(begin))!;
    return new RegExp(/\/(\^.*\$)\//.exec(line)![1]!);
  };
  const run = patternIn('web/state/runs.ts', 'const GIVEN');
  const copy = patternIn('web/views/project.tsx', 'const copied');
  for (const { first, rest } of Object.values(LANGUAGES)) {
    const [{ steps }, { project }] = await Promise.all([first(), rest()]);
    expect(run.exec(steps.run(2))?.[1]).toBe('2');
    expect(copy.exec(project.nameOfCopy('mine'))?.[1]).toBe('mine');
  }
});
