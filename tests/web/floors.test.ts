// SPDX-License-Identifier: Apache-2.0
// scripts/check_floors refuses each step that leaves the order of floors and layers, and each cycle.
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';

const TIMEOUT = 120_000; // each check starts dependency-cruiser

function check(files: Record<string, string>) {
  const root = mkdtempSync(join(tmpdir(), 'floors-'));
  for (const folder of ['core', 'web']) mkdirSync(join(root, folder));
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
  const { status, stdout } = spawnSync('python3', ['scripts/check_floors', root], { encoding: 'utf8' });
  rmSync(root, { recursive: true });
  return { status, lines: stdout.split('\n').map((line) => line.trim()) };
}

test('a step upwards or sideways, and a cycle, are refused', { timeout: TIMEOUT }, () => {
  const { status, lines } = check({
    'core/base/up.c': '#include "nn/nn.h"\n',
    'core/text/sideways.c': '#  include "kernels/kernels.h"\n',
    'core/model/apart.h': '#include "text/tokenizer.h"\n',
    'core/nn/relative.c': '#include "../base/base.h"\n',
    'web/views/a.tsx': "import { call } from '../border/client';\n",
    'web/ui/a.ts': "import type { A } from '../state/a';\n",
    'web/state/a.ts': "export const m = import('../engine/module');\n",
    'web/border/client.ts': "export { x } from '../engine/module';\n",
    'web/engine/module.ts': 'export const x = 1;\n',
    'web/read/a.ts': "export const x: import('../hub/a').A = 1;\n",
    'web/read/b.ts': "import type { C } from './c';\nexport type B = C;\n",
    'web/read/c.ts': "import type { B } from './b';\nexport type C = B;\n",
    'web/hub/a.ts': "export * from '../../tests/a';\nexport type A = number;\n",
    'web/cli/a.ts': "import '../other/a';\n",
    'web/other/a.ts': '',
    'web/another/a.ts': '',
    'tests/a.ts': '',
  });
  expect(lines).toEqual(
    expect.arrayContaining([
      'core/base/up.c includes "nn/nn.h": base may not include nn',
      'core/text/sideways.c includes "kernels/kernels.h": text may not include kernels',
      'core/model/apart.h includes "text/tokenizer.h": model may not include text',
      'core/nn/relative.c includes "../base/base.h", which is no path from core/',
      expect.stringMatching(/^error views-.*: web\/views\/a.tsx → web\/border\/client.ts$/),
      expect.stringMatching(/^error ui-.*: web\/ui\/a.ts → web\/state\/a.ts$/),
      expect.stringMatching(/^error state-.*: web\/state\/a.ts → web\/engine\/module.ts$/),
      expect.stringMatching(/^error client-.*: web\/border\/client.ts → web\/engine\/module.ts$/),
      expect.stringMatching(/^error read-.*: web\/read\/a.ts → web\/hub\/a.ts$/),
      expect.stringMatching(/^error hub-.*: web\/hub\/a.ts → tests\/a.ts$/),
      expect.stringMatching(/^error cli-.*: web\/cli\/a.ts → web\/other\/a.ts$/),
      expect.stringMatching(/^error in-no-layer.*: web\/another\/a.ts$/),
      'error no-cycle: web/read/b.ts →',
    ]),
  );
  expect(status).toBe(1);
});

test('downwards is fine', { timeout: TIMEOUT }, () => {
  const { status, lines } = check({
    'core/train/a.c': '#include <stdio.h>\n#include "nn/nn.h"\n#include "train/b.h"\n',
    'core/api/run.c': '#include "text/tokenizer.h"\n#include "train/b.h"\n',
    'web/state/a.ts': 'export const a = 1;\n',
    'web/views/a.tsx':
      "import { a } from '../state/a';\nimport { h } from 'preact';\nexport const view = () => <p>{a}</p>;\n",
    'web/border/client.ts': "new Worker(new URL('../engine/worker.ts', import.meta.url));\n",
    'web/engine/worker.ts': "import '../border/failure';\n",
    'web/border/failure.ts': '',
  });
  expect(lines[0]).toMatch(/^floors: /);
  expect(status).toBe(0);
});
