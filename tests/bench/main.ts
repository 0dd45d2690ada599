// SPDX-License-Identifier: Apache-2.0
// scripts/bench [NAME ...] [--json FILE] [--node] [--threads N] [--seconds S] [--case TEXT] [--python PATH]
import { writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { parseArgs } from 'node:util';
import { BENCHES } from './benches';
import { inChromium, inNode } from './place';
import { heads, line, type Row } from './rows';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    json: { type: 'string' },
    node: { type: 'boolean', default: false },
    threads: { type: 'string', default: String(Math.min(8, availableParallelism())) },
    seconds: { type: 'string', default: '4' },
    case: { type: 'string', default: '' },
    python: { type: 'string', default: process.env['TABTUNE_PYTHON'] ?? 'python3' },
    help: { type: 'boolean', short: 'h', default: false },
  },
});
if (values.help) {
  console.log(`usage: scripts/bench [NAME ...] [options]
NAME: ${Object.keys(BENCHES).join(', ')}; without one all run (tests/bench/README.md)
--json FILE     the rows as JSON too
--node          in this Node, without a browser
--threads N     of the engine and of every peer (as many as there are, 8 at most)
--seconds S     of a measurement (4)
--case TEXT     only the cases whose name contains TEXT
--python PATH   a Python with PyTorch, the peer of step and epoch (TABTUNE_PYTHON, or python3). To get one:
                python3 -m venv build/venv && build/venv/bin/pip install torch`);
  process.exit();
}
const unknown = positionals.filter((name) => !(name in BENCHES));
if (unknown.length) {
  console.error(`bench: there is no ${unknown.join(', ')}; there are ${Object.keys(BENCHES).join(', ')}`);
  process.exit(2);
}

const place = await (values.node ? inNode() : inChromium());
const rows: Row[] = [];
try {
  for (const name of positionals.length ? positionals : Object.keys(BENCHES)) {
    console.log(`${name} (${place.name})\n${heads}`);
    const results = BENCHES[name]!({
      place,
      threads: Number(values.threads),
      seconds: Number(values.seconds),
      python: values.python,
      wanted: (name) => name.includes(values.case),
      say: (text) => console.log(text),
    });
    for await (const result of results) {
      console.log(line(result));
      rows.push(result.row);
    }
    console.log();
  }
} finally {
  await place.close();
}
if (values.json) writeFileSync(values.json, JSON.stringify(rows, null, 1) + '\n');
process.exit();
