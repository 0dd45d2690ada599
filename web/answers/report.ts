// SPDX-License-Identifier: Apache-2.0
// A training and its test as one HTML file: no scripts, nothing fetched, made for reading and printing.
import type { Baselines, Head, Metrics, Outputs, RunOptions } from '../border/messages';
import type { Example } from '../read/table';
import { decimal } from '../ui/format';
import { formatOf } from '../ui/quantity';
import { metrics as names } from '../words/en/metrics';
import { report } from '../words/en/report';
import { worth } from '../words/en/worth';
import { measured, namesOf, plainMetrics, unitOf } from './metrics';
import type { Mistake } from './mistakes';
import { cutsOf, falseAlarms, precisionOf, recallOf } from './thresholds';

/** Of the language that it is written in. */
interface ReportWords {
  report: typeof report;
  metrics: typeof names;
  worth: Pick<typeof worth, 'baseline'>;
}

const ENGLISH: ReportWords = { report, metrics: names, worth };

export interface Reported {
  /** Of the file, the encoder and the day. */
  data: string;
  encoder: string;
  date: string;
  head: Pick<Head, 'task' | 'labels' | 'scheme' | 'thresholds'>;
  rows: { train: number; validation: number; test: number };
  options: RunOptions;
  headline: string[];
  metrics: Metrics;
  baselines: Baselines | null;
  /** Of the test: for the curves. */
  examples: Example[];
  outputs: Outputs;
  /** Wrong answers with their texts; null: the user's texts stay out. */
  mistakes: Mistake[] | null;
}

const ESCAPES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };
const escape = (text: unknown): string => String(text).replace(/[&<>"']/g, (sign) => ESCAPES[sign]!);
const figure = (n: number | null | undefined, format = (known: number) => decimal(known)): string =>
  typeof n !== 'number' || !Number.isFinite(n) ? '–' : Math.abs(n) >= 1000 ? String(Math.round(n)) : format(n);

function table(columns: string[], lines: unknown[][]): string {
  const head = columns.map((name) => `<th scope="col">${escape(name)}</th>`).join('');
  const body = lines
    .map(([first, ...rest]) => {
      const cells = rest.map((cell) => `<td>${escape(cell)}</td>`).join('');
      return `<tr><th scope="row">${escape(first)}</th>${cells}</tr>`;
    })
    .join('\n');
  return `<table><thead><tr>${head}</tr></thead><tbody>\n${body}\n</tbody></table>`;
}

const section = (title: string, body: string): string =>
  body ? `<section><h2>${escape(title)}</h2>${body}</section>` : '';

function numbers({ metrics, baselines }: Reported, words: ReportWords): string {
  const { report: w } = words;
  const others = baselines?.baselines ?? [];
  const lines = Object.entries(plainMetrics(metrics)).map(([name, value]) => {
    const key = name as keyof Metrics['intervals'];
    const [low, high] = metrics.intervals[key] ?? [null, null];
    const written = (n: number | null | undefined) => figure(n, formatOf(name));
    const range = low === null || high === null ? '' : w.range(written(low), written(high));
    return [words.metrics.title(name), written(value), range, ...others.map((other) => written(other.metrics[key]))];
  });
  return table([w.number, w.model, w.interval, ...others.map(({ what }) => words.worth.baseline(what))], lines);
}

function labels({ metrics, head }: Reported, { report: w }: ReportWords): string {
  const lines = metrics.per_class ?? metrics.per_type;
  if (!lines) return '';
  const names = namesOf(head);
  return table(
    [w.label, w.precision, w.recall, w.f1, w.units[unitOf(metrics, head.task)]],
    lines.map((line, i) => [names[i], ...measured(line).map((n) => figure(n)), line.support]),
  );
}

function matrix({ metrics, head }: Reported, { report: w }: ReportWords): string {
  if (!metrics.confusion || head.labels.length > 30) return '';
  const lines = metrics.confusion.map((row, i) => [head.labels[i], ...row]);
  return `<p>${escape(w.matrixLead)}</p>${table(['', ...head.labels], lines)}`;
}

type Point = [x: number, y: number];

function drawn(title: string, points: Point[]): string {
  const path = points.filter((point) => point.every(Number.isFinite)).map(([x, y]) => `${(100 * x).toFixed(1)},${(100 - 100 * y).toFixed(1)}`); // prettier-ignore
  return (
    `<figure><figcaption>${escape(title)}</figcaption><svg viewBox="-2 -2 104 104" role="img" aria-label="${escape(title)}">` +
    `<path d="M0 0V100H100M0 50H100M50 0V100"/><polyline points="${path.join(' ')}"/></svg></figure>`
  );
}

const MOST_CURVES = 8;

function curves({ head, examples, outputs }: Reported, { report: w }: ReportWords): string {
  const several = head.task === 'multi_label_classification';
  if (!several && head.task !== 'single_label_classification') return '';
  const wanted = head.labels.length === 2 && !several ? [1] : head.labels.map((_, i) => i).slice(0, MOST_CURVES);
  return wanted
    .map((label) => {
      const name = head.labels[label]!;
      const has = examples.map((example) => (several ? example.names!.includes(name) : example.label === name));
      const scores = outputs.map((values) => values[label]!);
      const found = cutsOf(scores, has);
      const precision = found.cuts.map((cut): Point => [recallOf(found, cut), precisionOf(cut)]);
      const roc = found.cuts.map((cut): Point => [falseAlarms(found, cut), recallOf(found, cut)]);
      return drawn(w.precisionOverRecall(name), precision) + drawn(w.roc(name), roc);
    })
    .join('\n');
}

const wrong = ({ mistakes, head }: Reported, { report: w }: ReportWords): string => {
  const shown = (answer: string) => (head.task === 'regression' ? w.numbersAsShown(answer) : answer);
  return mistakes?.length
    ? table(
        [w.row, w.text, w.inFile, w.answer],
        mistakes.map(({ example, said }) => [
          example.row,
          [example.text, example.pair].filter((text) => text !== undefined).join(' · '),
          shown(example.label),
          shown(said) || w.none,
        ]),
      )
    : '';
};

const STYLE = `body{font:16px/1.5 system-ui,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem;color:#1d1c1a}
table{border-collapse:collapse;font-size:.875rem}th,td{border-bottom:1px solid #dedad0;padding:.3rem .6rem;text-align:left;vertical-align:top;overflow-wrap:anywhere}
.big{font-size:1.25rem;font-weight:600}section{break-inside:auto}figure{display:inline-block;width:14rem;margin:0 1rem 1rem 0;break-inside:avoid}
svg path{fill:none;stroke:#dedad0;stroke-width:.5}svg polyline{fill:none;stroke:#0b6a65;stroke-width:1.2}`;

export function reportOf(of: Reported, words: ReportWords = ENGLISH): string {
  const { report: w } = words;
  const { data, encoder, date, rows, head, options } = of;
  const facts = [
    [w.data, data],
    [w.encoder, encoder],
    [w.task, w.tasks[head.task]],
    [w.labels, namesOf(head).join(', ')],
    [w.rows, w.parts(rows.train, rows.validation, rows.test)],
    [w.madeOn, date],
  ];
  const [first, ...rest] = of.headline;
  return `<!doctype html>
<html lang="${w.lang}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>${escape(w.named(data))}</title><style>${STYLE}</style></head><body>
<h1>${escape(data)}</h1>
<p class="big">${escape(first ?? '')}</p>${rest.map((sentence) => `<p>${escape(sentence)}</p>`).join('')}
${section(w.what, table(['', ''], facts))}
${section(w.numbers, numbers(of, words))}
${section(w.byLabel, labels(of, words))}
${section(w.matrix, matrix(of, words))}
${section(w.curves, curves(of, words))}
${section(w.options, table([w.option, w.value], Object.entries(options)))}
${section(w.wrong, wrong(of, words))}
</body></html>
`;
}
