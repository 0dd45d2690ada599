// SPDX-License-Identifier: Apache-2.0
// All rows as a grid of which only what is in sight is drawn. One cell has the focus; the arrow keys move it.
import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import type { Part } from '../../border/messages';
import { useWidth } from '../../charts/use_width';
import { isUnlabelled, textOf, type Reading } from '../../rows/cells';
import { placeOf } from '../../rows/journal';
import { laid } from '../../state/data';
import { bringBack, leaveOut, reading } from '../../state/edits';
import {
  labelsOf,
  openRow,
  order,
  partOf,
  shown,
  sortBy,
  sourceColumn,
  sources,
  type Order,
} from '../../state/rows_view';
import { windowOf } from './window';
import { words } from '../../words';

/** Rows in sight, at most, and what is drawn above and below them. */
const MOST_HIGH = 12;
const BEYOND = 6;
/** In rem: one line, or two where the grid is narrow. */
const LINE = 2.6;
const TWO_LINES = 4.5;
const NARROW = 36;
const LONGEST = 300;

const shorten = (text: string) => (text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text);
const remInPixels = () => parseFloat(getComputedStyle(document.documentElement).fontSize) || 16;

const partName = (part: Part | undefined) => (part ? words.rows.parts[part] : '–');

interface Column {
  name: string;
  area: 'row' | 'text' | 'label' | 'part' | 'from';
  sort?: Order['by'];
}

const columnsOf = (): Column[] => [
  { name: words.rows.row, area: 'row', sort: 'row' },
  { name: words.rows.text, area: 'text', sort: 'length' },
  { name: words.rows.label, area: 'label', sort: 'label' },
  { name: words.rows.part, area: 'part' },
  ...(sources.value ? [{ name: words.rows.from, area: 'from' } as const] : []),
];

/** The cell with the focus: its row by place in the list and by number, and its column. */
interface Active {
  index: number;
  row: number;
  column: number;
}

/** The row stays where it was sorted or filtered to. Where it is gone, the one in its place is next. */
function useActive(): { active: Active; move: (index: number, column: number) => void } {
  const [, draw] = useState(0);
  const kept = useRef<Active>({ index: 0, row: -1, column: 1 });
  const { numbers } = laid.value!.table;
  const places = shown.value;
  const at = kept.current;
  if (numbers[places[at.index]!] !== at.row) {
    const found = places.indexOf(placeOf({ numbers }, at.row));
    at.index = found >= 0 ? found : Math.max(0, Math.min(at.index, places.length - 1));
    at.row = numbers[places[at.index]!] ?? -1;
  }
  const move = (index: number, column: number) => {
    kept.current = { index, row: numbers[places[index]!]!, column };
    draw((n) => n + 1);
  };
  return { active: at, move };
}

/** Where a key moves the focus to, of rows up to `end` and columns up to `last`, `page` rows at a time. */
function movedTo(
  { key, ctrlKey, metaKey }: KeyboardEvent,
  { index, column }: Active,
  { end, last, page }: { end: number; last: number; page: number },
): [index: number, column: number] | undefined {
  const far = ctrlKey || metaKey;
  const moves: Record<string, [number, number]> = {
    ArrowDown: [index + 1, column],
    ArrowUp: [index - 1, column],
    ArrowRight: [index, column + 1],
    ArrowLeft: [index, column - 1],
    PageDown: [index + page, column],
    PageUp: [index - page, column],
    Home: [far ? 0 : index, far ? column : 0],
    End: [far ? end : index, far ? column : last],
  };
  const to = moves[key];
  return to && [within(to[0], end), within(to[1], last)];
}

const within = (i: number, last: number) => Math.max(0, Math.min(last, i));

/** The cell that the keyboard moves to is drawn first; then `toCell` scrolls to it and gives it the focus. Where the
 * row with the focus has gone, the one in its place has it. */
function useFocus(toCell: () => void) {
  const wanted = useRef(false);
  const focused = useRef<HTMLElement | null>(null);
  useLayoutEffect(() => {
    const lost = focused.current?.isConnected === false && document.activeElement === document.body;
    if (!wanted.current && !lost) return;
    wanted.current = false;
    toCell();
  });
  return {
    want: () => (wanted.current = true),
    heard: {
      onFocusIn: (event: FocusEvent) => (focused.current = event.target as HTMLElement),
      onFocusOut: (event: FocusEvent) => event.relatedTarget && (focused.current = null),
    },
  };
}

interface GridProps {
  /** Enter on a cell: the row is to be edited there. */
  onEdit: (area: Column['area']) => void;
  /** Before the table's own keys. Whether the key gives a label to the row, or is a letter of one. */
  onLabelKey: (row: number, event: KeyboardEvent) => boolean;
}

export function Grid({ onEdit, onLabelKey }: GridProps) {
  const { ref, width } = useWidth<HTMLDivElement>(800);
  const [top, setTop] = useState(0);
  const body = useRef<HTMLDivElement>(null);
  const { active, move } = useActive();
  const columns = columnsOf();
  const places = shown.value;
  const how = reading.value!;
  const rem = remInPixels();
  const narrow = width < NARROW * rem;
  const height = Math.round((narrow ? TWO_LINES : LINE) * rem);
  const most = narrow ? MOST_HIGH / 2 : MOST_HIGH;
  const high = Math.min(places.length, most) * height;
  const view = windowOf({ count: places.length, height, high, top, beyond: BEYOND });

  const { want, heard } = useFocus(() => {
    if (!places.length) return;
    const box = body.current!;
    const to = view.scrollTo(active.index, box.scrollTop);
    if (to !== box.scrollTop) box.scrollTop = to;
    box.querySelector<HTMLElement>('[tabindex="0"]')?.focus({ preventScroll: true });
  });

  // A row that another view has opened, or that is open when the lines get another height, is brought into sight.
  const seen = useRef<{ row: number | null; height: number }>({ row: null, height });
  useLayoutEffect(() => {
    const row = openRow.value;
    const resized = height !== seen.current.height;
    if (row === seen.current.row && !resized) return;
    seen.current = { row, height };
    const index =
      row === null || (row === active.row && !resized) ? -1 : places.indexOf(placeOf(laid.value!.table, row));
    if (index < 0) return;
    if (row !== active.row) move(index, 1);
    body.current!.scrollTop = view.scrollTo(index, body.current!.scrollTop);
  });

  const keys = (event: KeyboardEvent) => {
    const { column, row } = active;
    if (onLabelKey(row, event)) return;
    const to = movedTo(event, active, { end: places.length - 1, last: columns.length - 1, page: most - 1 });
    if (to) {
      want();
      const [index, among] = to;
      move(index, among);
      if (openRow.value !== null) openRow.value = laid.value!.table.numbers[places[index]!]!;
    } else if (event.key === 'Enter') {
      openRow.value = row;
      onEdit(columns[column]!.area);
    } else if (event.key === 'Escape') openRow.value = null;
    else if (event.key === 'Delete') (laid.value!.out.has(row) ? bringBack : leaveOut)('table', [row]);
    else return;
    event.preventDefault();
  };

  const drawn = view.indices(active.index);
  return (
    <div ref={ref} class={`rows ${narrow ? 'narrow' : ''} ${sources.value ? 'with-source' : ''}`}>
      <div role="grid" aria-label={words.rows.allRows} aria-rowcount={places.length + 1} aria-colcount={columns.length}>
        <div role="rowgroup" class="rows-head">
          <div role="row" aria-rowindex={1} class="rows-line">
            {columns.map((column, i) => (
              <Head key={column.area} column={column} index={i} />
            ))}
          </div>
        </div>
        <div
          role="rowgroup"
          class="rows-body"
          ref={body}
          style={{ height: `${high}px` }}
          onScroll={(event) => setTop(view.step(event.currentTarget.scrollTop))}
          onKeyDown={keys}
          {...heard}
        >
          <div role="presentation" style={{ height: `${view.total}px`, position: 'relative' }}>
            {drawn.map((index) => (
              <Line
                key={laid.value!.table.numbers[places[index]!]}
                {...{ how, columns, index, height }}
                place={places[index]!}
                y={view.top(index)}
                active={index === active.index ? active.column : -1}
                onClick={(column) => {
                  openRow.value = laid.value!.table.numbers[places[index]!]!;
                  move(index, column);
                }}
              />
            ))}
          </div>
        </div>
      </div>
    </div>
  );
}

function Head({ column: { name, area, sort }, index }: { column: Column; index: number }) {
  const { by, down } = order.value;
  const sorted = sort && by === sort ? (down ? 'descending' : 'ascending') : undefined;
  return (
    <div role="columnheader" aria-colindex={index + 1} aria-sort={sorted} class={`cell ${area}`}>
      {sort ? (
        <button type="button" class="sort" onClick={() => sortBy(sort)}>
          {name}
          {sort === 'length' && <span class="visually-hidden">{words.rows.byLength}</span>}
          <span aria-hidden="true">{sorted ? (down ? ' ↓' : ' ↑') : ''}</span>
        </button>
      ) : (
        name
      )}
    </div>
  );
}

interface LineProps {
  how: Reading;
  columns: Column[];
  index: number;
  place: number;
  y: number;
  height: number;
  /** The column with the focus; -1: it is in another row. */
  active: number;
  onClick: (column: number) => void;
}

function Line({ how, columns, index, place, y, height, active, onClick }: LineProps) {
  const { table, out, changed } = laid.value!;
  const [row, cells] = [table.numbers[place]!, table.rows[place]!];
  const content: Record<Column['area'], preact.ComponentChildren> = {
    row: (
      <>
        {row}
        {changed.has(row) && (
          <span class="dot" title={words.rows.edited}>
            <span class="visually-hidden">{words.rows.alsoEdited}</span>
          </span>
        )}
      </>
    ),
    text: shorten(textsOf(how, cells)) || <span class="muted">{words.rows.noText}</span>,
    label: <Labels how={how} row={row} cells={cells} />,
    part: out.has(row) ? words.rows.leftOut : partName(partOf.value(row)),
    from: cells[sourceColumn.value],
  };
  return (
    <div
      role="row"
      aria-rowindex={index + 2}
      aria-selected={openRow.value === row}
      class={`rows-line ${out.has(row) ? 'out' : ''}`}
      style={{ height: `${height}px`, transform: `translateY(${y}px)` }}
    >
      {columns.map(({ area }, i) => (
        <div
          key={area}
          role="gridcell"
          aria-colindex={i + 1}
          tabIndex={active === i ? 0 : -1}
          class={`cell ${area}`}
          dir={area === 'text' ? 'auto' : undefined}
          onClick={() => onClick(i)}
        >
          {content[area]}
        </div>
      ))}
    </div>
  );
}

const textsOf = (how: Reading, cells: string[]): string =>
  how.columns.pair === null ? textOf(how, cells) : `${textOf(how, cells)} · ${cells[how.columns.pair]}`;

const MOST_LABELS = 6;

function Labels({ how, row, cells }: { how: Reading; row: number; cells: string[] }) {
  const labels = labelsOf.value(row, cells);
  if (labels.length === 0)
    return <span class="muted">{isUnlabelled(how, cells) ? words.rows.noLabelYet : words.rows.none}</span>;
  return (
    <>
      {labels.slice(0, MOST_LABELS).map((label) => (
        <span class="tag on" key={label}>
          {label}
        </span>
      ))}
      {labels.length > MOST_LABELS && ` +${labels.length - MOST_LABELS}`}
    </>
  );
}
