// SPDX-License-Identifier: Apache-2.0
// tabtune plan: what a training would take, before it.
import { effective, withoutEffect, type Circumstances } from '../rows/effects';
import { count } from '../read/problems';
import type { Plan } from '../border/messages';
import type { NodeEngine } from './engine';
import { writeText } from './write';
import { makeReady, openEncoder, readFiles, sayPieces, seedOf, type Ready } from './prepare';
import { duration, say, size, tell } from './terminal';
import type { Arguments } from './usage';

export async function plan(args: Arguments, engine: NodeEngine): Promise<void> {
  const data = await readFiles(args);
  await openEncoder(args, engine);
  const ready = await makeReady(args, engine, data, { seed: seedOf(args, engine) });
  sayPieces(ready);
  const { plan: planned } = await planOf(args, ready, seedOf(args, engine));
  showPlan(planned);
  const lines = planned.memory.map(({ label, bytes }) => `  ${label.padEnd(24)}${size(bytes).padStart(12)}`);
  const options = Object.entries({ ...planned.options, ...ready.cut }).map(([name, value]) =>
    `  ${name.padEnd(24)}${String(value).padStart(12)}  ${planned.reasons[name] ?? ''}`.trimEnd(),
  );
  tell(['memory', ...lines, '', 'options', ...options]);
  if (args.values.report === undefined) return;
  const { task, reason, labels, counts } = ready.prepared;
  const report = { task, reason, labels, counts, tokens: ready.parts.train?.tokens, ...ready.cut, ...planned };
  await writeText(args.values.report, `${JSON.stringify(report, null, 2)}\n`);
}

/** The plan, and what of the options that were given has no effect, which is said. */
export async function planOf(
  { options }: Arguments,
  { engine, prepared }: Ready,
  seed: number,
): Promise<{ plan: Plan; unused: string[] }> {
  const method = String(options['method'] ?? 'full') as Circumstances['method'];
  const circumstances: Circumstances = { method, head_start: null, validation: prepared.parts.validation.length };
  const plan = await engine.handlers['run.plan']({ ...effective(options, circumstances), seed });
  circumstances.head_start = plan.options['head_start'] as Circumstances['head_start'];
  const unused = withoutEffect(options, circumstances, (name) => `--${name.replaceAll('_', '-')}`);
  unused.forEach((sentence) => say(`warning: ${sentence}`));
  return { plan, unused };
}

export function showPlan({ steps, seconds, peak_bytes: peak, trained_parameters: trained, options }: Plan): void {
  const how = steps ? `${count(steps, 'step')} over` : 'a fit of';
  const counts = `${how} ${count(trained, 'parameter')}`;
  const time = `${options['patience'] ? 'at most ' : ''}about ${duration(seconds)}`;
  say(`${options.method ?? 'full'}: ${counts}; needs ${size(peak)} of memory and ${time}.`);
}
