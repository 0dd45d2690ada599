// SPDX-License-Identifier: Apache-2.0
// A live curve over optimizer steps, drawn by uPlot in the page's own colours, and read with the mouse, with the arrow
// keys or as a table.
import { count } from '../ui/format';
import { words } from '../words';
import { useEffect, useRef, useState } from 'preact/hooks';
import type uPlot from 'uplot';
import { CurveTable } from './curve_table';
import { spread, valueAt, type Line } from './lines';
import { loadPlot } from './plot';

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
/** Of a number that is read, as of labels that lie so far apart. */
const READ = 0.0001;

type Look = (index: number | null) => void;

function optionsOf(
  { lines, end, format, fromZero }: Props,
  width: number,
  style: CSSStyleDeclaration,
  onLook: Look,
): uPlot.Options {
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
    hooks: { setCursor: [({ cursor }) => onLook(cursor.idx ?? null)] },
    cursor: { y: false, drag: { x: false, y: false } },
    scales: {
      x: { time: false, range: () => [0, Math.max(1, end)] },
      y: { range: (_, min, max) => (fromZero ? [0, 1.05 * (max || 1)] : spread(min ?? 0, max ?? 1)) },
    },
    axes: [
      { ...axis, size: 26, space: 64, values: (_, ticks) => ticks.map((tick) => (tick % 1 ? '' : count(tick))) },
      { ...axis, size: 48, values: (_, ticks, __, ___, step) => ticks.map((value) => format(value, step)) },
    ],
    series: [
      {},
      ...lines.map((line) => ({
        label: line.label,
        stroke: color(line.color) + (line.faint ? '55' : ''),
        width: line.faint ? 1 : 2,
        ...(line.dashed ? { dash: [6, 4] } : {}),
        spanGaps: true,
        points: { show: line.points ?? false, size: 7, fill: color(line.color) },
      })),
    ],
  };
}

const dataOf = ({ steps, lines }: Props) => [steps, ...lines.map((line) => line.values)] as uPlot.AlignedData;

/** The plot itself; `at`: the step that is read, by its place among them. */
function Plot({ at, onLook, ...props }: Props & { at: number | null; onLook: Look }) {
  const box = useRef<HTMLDivElement>(null);
  const plot = useRef<uPlot | null>(null);
  const [Maker, setMaker] = useState<{ new: typeof uPlot } | null>(null);
  const [trouble, setTrouble] = useState('');

  useEffect(() => {
    loadPlot().then(
      (loaded) => setMaker({ new: loaded }),
      (error: unknown) => setTrouble(String(error)),
    );
  }, []);

  const shape = props.lines.map(({ label, color }) => label + color).join();
  useEffect(() => {
    const node = box.current;
    if (!node || !Maker) return;
    const draw = () => {
      plot.current?.destroy();
      const options = optionsOf(props, node.clientWidth, getComputedStyle(node), onLook);
      plot.current = new Maker.new(options, dataOf(props), node);
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
  }, [Maker, props.end, shape]);

  useEffect(() => plot.current?.setData(dataOf(props)), [props.steps.length, props.lines]);

  useEffect(() => {
    const drawn = plot.current;
    if (!drawn || drawn.cursor.idx === at) return;
    const [left, top] = at === null ? [-1, -1] : [drawn.valToPos(props.steps[at] ?? 0, 'x'), 0];
    // Not told again: of two keys in quick succession each effect would answer with the other's step, for ever.
    drawn.setCursor({ left, top }, false);
  }, [at]);

  return (
    <div class="curve" ref={box} role="img" aria-label={props.label}>
      {trouble && words.charts.notDrawn(trouble)}
    </div>
  );
}

/** What the lines are at a step. */
const readAt = ({ steps, lines, format }: Props, i: number) =>
  lines.flatMap((line) => {
    const value = i < steps.length ? valueAt(line, i) : null;
    return value === null ? [] : [{ ...line, text: `${line.label} ${(line.format ?? format)(value, READ)}` }];
  });

export function Curve(props: Props) {
  const [at, setAt] = useState<number | null>(null);
  const { steps } = props;
  const place = at === null ? steps.length - 1 : Math.min(at, steps.length - 1);
  const step = words.charts.update(steps[place] ?? 0);
  const read = at === null ? [] : readAt(props, place);
  return (
    <>
      <div class="plot">
        <Plot {...props} at={at} onLook={setAt} />
        {steps.length > 1 && (
          <input
            type="range"
            aria-label={words.charts.read(props.label)}
            aria-valuetext={[step, ...readAt(props, place).map(({ text }) => text)].join(', ')}
            min={0}
            max={steps.length - 1}
            value={place}
            onInput={(event) => setAt(event.currentTarget.valueAsNumber)}
            onBlur={() => setAt(null)}
          />
        )}
      </div>
      <p class="read small number" aria-hidden="true">
        {at !== null && step}
        {read.map(({ label, color, text }) => (
          <span key={label}>
            <i style={{ background: `var(${color})` }} /> {text}
          </span>
        ))}
      </p>
      {steps.length > 0 && <CurveTable {...props} format={(value) => props.format(value, READ)} />}
    </>
  );
}
