// SPDX-License-Identifier: Apache-2.0
// A learning curve: a figure over the number of rows, which doubles from point to point, each with its interval.
import { count } from '../ui/format';
import { words } from '../words';
import { useWidth } from './use_width';

export interface Point {
  rows: number;
  value: number | null;
  interval: [number | null, number | null];
}

interface Props {
  points: Point[];
  format: (value: number) => string;
  label: string;
}

const HEIGHT = 200;
const LEFT = 48;
const BASE = HEIGHT - 24;
const TOP = 10;
const LINES = 4;

/** From below the lowest interval to above the highest, in steps that are easily read. */
function axisOf(points: Point[]): number[] {
  const values = points.flatMap(({ value, interval }) => [value, ...interval]).filter((n) => n !== null);
  if (values.length === 0) return [0, 1];
  const low = values.reduce((least, n) => Math.min(least, n), Infinity);
  const high = values.reduce((most, n) => Math.max(most, n), -Infinity);
  const raw = (high - low || Math.abs(high) || 1) / LINES;
  const power = 10 ** Math.floor(Math.log10(raw));
  const step = power * ([1, 2, 5].find((n) => n * power >= raw) ?? 10);
  const first = Math.floor(low / step);
  return Array.from({ length: Math.max(2, Math.ceil(high / step) - first + 1) }, (_, i) => (first + i) * step);
}

export function Learning({ points, format, label }: Props) {
  const { ref, width } = useWidth<SVGSVGElement>(640);
  const axis = axisOf(points);
  const [bottom, top] = [axis[0]!, axis.at(-1)!];
  const y = (value: number) => BASE - ((value - bottom) / (top - bottom)) * (BASE - TOP);
  const [first, last] = [Math.log(points[0]!.rows), Math.log(points.at(-1)!.rows)];
  const margin = LEFT + 32;
  const x = (rows: number) => margin + ((Math.log(rows) - first) / (last - first)) * (width - margin - 40);
  const drawn = points.filter((point): point is Point & { value: number } => point.value !== null);
  return (
    <svg ref={ref} class="learning" viewBox={`0 0 ${width} ${HEIGHT}`} role="img" aria-label={label}>
      {axis.map((value) => (
        <g key={value}>
          <line class="grid" x1={LEFT} x2={width} y1={y(value)} y2={y(value)} />
          <text x={LEFT - 8} y={y(value) + 4} text-anchor="end">
            {format(value)}
          </text>
        </g>
      ))}
      <polyline points={drawn.map(({ rows, value }) => `${x(rows)},${y(value)}`).join(' ')} />
      {drawn.map(({ rows, value, interval: [low, high] }) => (
        <g key={rows}>
          {low !== null && high !== null && <line class="range" x1={x(rows)} x2={x(rows)} y1={y(low)} y2={y(high)} />}
          <circle cx={x(rows)} cy={y(value)} r="4">
            <title>{words.charts.rows(rows, format(value))}</title>
          </circle>
          <text x={x(rows)} y={HEIGHT - 6} text-anchor="middle">
            {count(rows)}
          </text>
        </g>
      ))}
    </svg>
  );
}
