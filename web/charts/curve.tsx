// SPDX-License-Identifier: Apache-2.0
// A live curve over optimizer steps, drawn by uPlot in the page's own colours.
import { count } from '../ui/format';
import { useEffect, useRef, useState } from 'preact/hooks';
import type uPlot from 'uplot';
import { loadPlot } from './plot';

export interface Line {
  label: string;
  /** A custom property of tokens.css, as "--accent". */
  color: string;
  values: (number | null)[];
  faint?: boolean | undefined;
  points?: boolean | undefined;
}

interface Props {
  steps: number[];
  lines: Line[];
  /** The last step of the run: the axis shows from the start how far there is to go. */
  end: number;
  /** `step`: from one label of the axis to the next. */
  format: (value: number, step: number) => string;
  /** The axis begins at 0: losses and rates, which are never below it. */
  fromZero?: boolean | undefined;
  label: string;
}

const HEIGHT = 190;

function optionsOf({ lines, end, format, fromZero }: Props, width: number, style: CSSStyleDeclaration): uPlot.Options {
  const color = (name: string) => style.getPropertyValue(name).trim();
  const axis = {
    stroke: color('--muted'),
    grid: { stroke: color('--line'), width: 1 },
    ticks: { show: false },
    font: `11px ${style.getPropertyValue('--sans')}`,
  };
  return {
    width,
    height: HEIGHT,
    legend: { show: false },
    cursor: { y: false, drag: { x: false, y: false } },
    scales: {
      x: { time: false, range: () => [0, Math.max(1, end)] },
      ...(fromZero ? { y: { range: (_, __, max) => [0, 1.05 * (max || 1)] } } : {}),
    },
    axes: [
      { ...axis, size: 26, space: 64, values: (_, ticks) => ticks.map(count) },
      { ...axis, size: 48, values: (_, ticks, __, ___, step) => ticks.map((value) => format(value, step)) },
    ],
    series: [
      {},
      ...lines.map((line) => ({
        label: line.label,
        stroke: color(line.color) + (line.faint ? '55' : ''),
        width: line.faint ? 1 : 2,
        spanGaps: true,
        points: { show: line.points ?? false, size: 7, fill: color(line.color) },
      })),
    ],
  };
}

const dataOf = ({ steps, lines }: Props) => [steps, ...lines.map((line) => line.values)] as uPlot.AlignedData;

export function Curve(props: Props) {
  const box = useRef<HTMLDivElement>(null);
  const plot = useRef<uPlot | null>(null);
  const [Plot, setPlot] = useState<{ new: typeof uPlot } | null>(null);
  const [trouble, setTrouble] = useState('');

  useEffect(() => {
    loadPlot().then(
      (loaded) => setPlot({ new: loaded }),
      (error: unknown) => setTrouble(`This curve cannot be drawn: ${String(error)}`),
    );
  }, []);

  useEffect(() => {
    const node = box.current;
    if (!node || !Plot) return;
    const draw = () => {
      plot.current?.destroy();
      plot.current = new Plot.new(optionsOf(props, node.clientWidth, getComputedStyle(node)), dataOf(props), node);
    };
    draw();
    const sizes = new ResizeObserver(() => plot.current?.setSize({ width: node.clientWidth, height: HEIGHT }));
    sizes.observe(node);
    const theme = new MutationObserver(draw);
    theme.observe(document.documentElement, { attributeFilter: ['data-theme'] });
    return () => {
      sizes.disconnect();
      theme.disconnect();
      plot.current?.destroy();
      plot.current = null;
    };
  }, [Plot, props.end]);

  useEffect(() => plot.current?.setData(dataOf(props)), [props.steps.length, props.lines]);

  return (
    <div class="curve" ref={box} role="img" aria-label={props.label}>
      {trouble}
    </div>
  );
}
