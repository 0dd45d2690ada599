// SPDX-License-Identifier: Apache-2.0
// Metrics as a report has them, and as a terminal shows them.
import type { Evaluation, Metrics } from '../engine/messages';

/** Those that are one number. */
export function plainMetrics(metrics: Metrics): Record<string, number> {
  const numbers = Object.entries(metrics).filter((entry): entry is [string, number] => typeof entry[1] === 'number');
  return Object.fromEntries(numbers);
}

/** Everything but the outputs; long lists of numbers stay on their lines. */
export function writeReport({
  outputs: _,
  metrics,
  ...report
}: Evaluation & { labels: string[]; [more: string]: unknown }): string {
  const { per_class: perClass, confusion } = metrics;
  const per_class = Object.fromEntries(report.labels.map((label, i) => [label, perClass[i]]));
  const whole = { ...report, metrics: plainMetrics(metrics), confusion, per_class };
  const json = JSON.stringify(whole, null, 2);
  return `${json.replace(/\[\s+(-?[\d.e+-]+(?:,\s+-?[\d.e+-]+)*)\s+\]/g, (_, list: string) => `[${list.replace(/\s+/g, ' ')}]`)}\n`;
}

const MOST_LABELS = 20;

export function showEvaluation({ metrics }: Evaluation, labels: string[]): void {
  const out: string[] = [];
  for (const [name, value] of Object.entries(plainMetrics(metrics))) out.push(`${name.padEnd(16)} ${value.toFixed(4)}`);
  const width = Math.max(5, ...labels.map((label) => label.length));
  out.push('', `${'label'.padEnd(width)}  precision  recall      f1    rows`);
  const worst = labels.map((label, i) => ({ label, ...metrics.per_class[i]! })).sort((a, b) => a.f1 - b.f1);
  for (const { label, precision, recall, f1, support } of worst.slice(0, MOST_LABELS))
    out.push(
      `${label.padEnd(width)}  ${precision.toFixed(4).padStart(9)}  ${recall.toFixed(4)}  ${f1.toFixed(4)}  ${String(support).padStart(6)}`,
    );
  if (labels.length > MOST_LABELS) out.push(`and ${labels.length - MOST_LABELS} labels that do better`);
  process.stdout.write(`${out.join('\n')}\n`);
}
