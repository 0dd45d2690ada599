// SPDX-License-Identifier: Apache-2.0
// Rows by their length in tokens, with the maximum length as a line; what it cuts has another colour.
import { words } from '../words';
import { useWidth } from './use_width';

interface Props {
  /** counts[n] = rows of n tokens; the last entry stands for that many or more. */
  counts: number[];
  limit: number;
  label: string;
}

const HEIGHT = 180;
const BASE = HEIGHT - 22;

export function Histogram({ counts, limit, label }: Props) {
  const { ref, width: full } = useWidth<SVGSVGElement>(640);
  let last = counts.length - 1;
  while (last > 0 && !counts[last]) last--;
  // Bins of a round width, a bar at least 12 pixels wide.
  const most = Math.max(12, full / 12);
  const span = (limit <= 1.3 * last ? Math.max(last, limit) : last) + 1;
  const width = [1, 2, 4, 5, 8, 10, 16, 20, 32].find((w) => span / w <= most) ?? Math.ceil(span / most);
  const bins = Array.from({ length: Math.ceil(span / width) }, (_, bin) => {
    let rows = 0;
    for (let n = bin * width; n < (bin + 1) * width; n++) rows += counts[n] ?? 0;
    return rows;
  });
  const top = bins.reduce((most, rows) => Math.max(most, rows), 1);
  const x = (tokens: number) => (tokens / (bins.length * width)) * full;
  const tick = [5, 10, 20, 25, 50, 100, 200].find((t) => span / t <= full / 70) ?? 500;
  const ticks = Array.from({ length: Math.floor(span / tick) + 1 }, (_, i) => i * tick);
  return (
    <svg ref={ref} class="histogram" viewBox={`0 -14 ${full} ${HEIGHT + 14}`} role="img" aria-label={label}>
      {bins.map((rows, bin) => {
        const height = (rows / top) * BASE;
        return (
          <rect
            key={bin}
            class={bin * width >= limit ? 'cut' : ''}
            x={x(bin * width) + 0.5}
            y={BASE - height}
            width={Math.max(1, x(width) - 1)}
            height={height}
            rx="1.5"
          >
            <title>{words.charts.tokens(bin * width, (bin + 1) * width - 1, rows)}</title>
          </rect>
        );
      })}
      <line x1="0" x2={full} y1={BASE} y2={BASE} />
      {ticks.map((t) => (
        <text key={t} x={x(t)} y={HEIGHT - 6} text-anchor={t === 0 ? 'start' : 'middle'}>
          {t}
        </text>
      ))}
      {limit <= span && (
        <>
          <line class="limit" x1={x(limit)} x2={x(limit)} y1="-2" y2={BASE} />
          <text x={x(limit)} y="-5" text-anchor={x(limit) > full - 60 ? 'end' : 'middle'}>
            {words.charts.maximum(limit)}
          </text>
        </>
      )}
    </svg>
  );
}
