// SPDX-License-Identifier: Apache-2.0
// scripts/check_floors sees what it is there to see.
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';

function check(files: Record<string, string>) {
  const root = mkdtempSync(join(tmpdir(), 'floors-'));
  for (const folder of ['core', 'web']) mkdirSync(join(root, folder));
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
  const { status, stdout } = spawnSync('python3', ['scripts/check_floors', root], { encoding: 'utf8' });
  rmSync(root, { recursive: true });
  return { status, stdout };
}

test.each([
  ['up', { 'core/base/a.c': '#include "nn/nn.h"\n' }, 'base may not know nn'],
  ['sideways', { 'core/text/a.c': '#  include "kernels/kernels.h"\n' }, 'text may not know kernels'],
  ['model to text', { 'core/model/a.h': '#include "text/wordpiece.h"\n' }, 'model may not know text'],
  ['relative', { 'core/nn/a.c': '#include "../base/base.h"\n' }, 'no path from core/'],
  ['view to client', { 'web/views/a.tsx': "import { call } from '../engine/client';\n" }, 'views may not know client'],
  ['ui to state', { 'web/ui/a.ts': "import type { A } from '../state/a';\n" }, 'ui may not know state'],
  ['lazily', { 'web/state/a.ts': "const m = import('../engine/module');\n" }, 'state may not know worker'],
  ['nowhere', { 'web/other/a.ts': '' }, 'in no layer'],
])('a step %s is refused', (_, files, words) => {
  const { status, stdout } = check(files);
  expect(stdout).toContain(words);
  expect(status).toBe(1);
});

test('downwards is fine', () => {
  const { status, stdout } = check({
    'core/train/a.c': '#include <stdio.h>\n#include "nn/nn.h"\n#include "train/b.h"\n',
    'core/api/run.c': '#include "text/wordpiece.h"\n#include "train/b.h"\n',
    'web/views/a.tsx': "import { a } from '../state/a';\nimport { h } from 'preact';\n",
    'web/engine/client.ts': "new Worker(new URL('./worker.ts', import.meta.url));\n",
  });
  expect(stdout).toContain('floors');
  expect(status).toBe(0);
});
