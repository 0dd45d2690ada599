// SPDX-License-Identifier: Apache-2.0
// tabtune plan: what a training would take, before it.
import type { Plan } from '../engine/messages';
import type { NodeEngine } from './engine';
import { writeText } from './files';
import { makeReady } from './prepare';
import { duration, say, size } from './terminal';
import type { Arguments } from './usage';

export async function plan(args: Arguments, engine: NodeEngine): Promise<void> {
  const ready = await makeReady(args, engine);
  const planned = await engine.handlers['run.plan'](args.options);
  showPlan(planned);
  const lines = planned.memory.map(({ label, bytes }) => `  ${label.padEnd(24)}${size(bytes).padStart(12)}\n`);
  const options = Object.entries({ ...planned.options, max_length: ready.max_length }).map(
    ([name, value]) =>
      `  ${name.padEnd(24)}${String(value).padStart(12)}  ${planned.reasons[name] ?? ''}`.trimEnd() + '\n',
  );
  process.stdout.write(`memory\n${lines.join('')}\noptions\n${options.join('')}`);
  if (args.values.report === undefined) return;
  const { labels, counts } = ready.prepared;
  const report = { labels, counts, tokens: ready.parts.train?.tokens, max_length: ready.max_length, ...planned };
  await writeText(args.values.report, `${JSON.stringify(report, null, 2)}\n`);
}

export function showPlan({ steps, seconds, peak_bytes: peak, trained_parameters: trained, options }: Plan): void {
  const counts = `${steps.toLocaleString('en')} steps over ${trained.toLocaleString('en')} parameters`;
  say(`${options.method ?? 'full'}: ${counts}; needs ${size(peak)} of memory and about ${duration(seconds)}.`);
}
