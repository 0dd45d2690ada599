// SPDX-License-Identifier: Apache-2.0
// A curve in the square from 0 to 1, with the point that is chosen; the numbers are text beside it.
import { words } from '../words';

interface PlanePoint {
  x: number;
  y: number;
}

interface Props {
  title: string;
  points: PlanePoint[];
  chosen: PlanePoint;
  x: string;
  y: string;
}

const SIZE = 100;
const place = ({ x, y }: PlanePoint): [number, number] => [SIZE * x, SIZE * (1 - y)];

export function Plane({ title, points, chosen, x, y }: Props) {
  const drawn = points.filter((point) => Number.isFinite(point.x) && Number.isFinite(point.y));
  const [cx, cy] = place(chosen);
  return (
    <figure class="plane">
      <figcaption>{title}</figcaption>
      <svg viewBox="-2 -2 104 104" role="img" aria-label={words.charts.plane(title, x, y)}>
        <path class="grid" d="M0 0V100H100M0 50H100M50 0V100" />
        <polyline
          points={drawn
            .map((point) =>
              place(point)
                .map((n) => n.toFixed(2))
                .join(','),
            )
            .join(' ')}
        />
        {Number.isFinite(cx) && Number.isFinite(cy) && <circle cx={cx} cy={cy} r="2.5" />}
      </svg>
      <p class="tiny muted">{words.charts.axes(x, y)}</p>
    </figure>
  );
}
