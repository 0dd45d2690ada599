// SPDX-License-Identifier: Apache-2.0
// The words of one row with their marks. Words are selected with the mouse or with Shift and the arrow keys; a key or a
// button marks them, Delete takes the mark away.
import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import { slicer } from '../../read/words';
import type { Example } from '../../read/table';
import { tagsAreItems, wordsOfRow, type Reading } from '../../rows/cells';
import { marked, unmarked } from '../../rows/marks';
import { entitiesOf, typesOf, type Entity } from '../../rows/tags';
import { prepared } from '../../state/data';
import { setTags } from '../../state/edits';
import { directionOf } from '../../ui/direction';
import { Button } from '../../ui/button';
import { Begun, Digit, digitOf, useLabelKeys } from './label_keys';
import { OtherLabel } from './labels_field';
import { words } from '../../words';

interface Props {
  how: Reading;
  row: number;
  cells: string[];
}

/** Words [from, to] that are selected; `to` has the focus. */
interface Selection {
  from: number;
  to: number;
}

/** Marks are entities of several words, or each word has a tag of its own. */
function kindsOf(how: Reading): { entities: boolean; types: string[] } {
  const { scheme = 'none', labels = [] } = prepared.value ?? {};
  const tags = labels.filter((label) => label !== 'O');
  const entities = scheme === 'iob2' || !tagsAreItems(how) || tags.length === 0;
  return { entities, types: scheme === 'iob2' ? typesOf(labels) : tags };
}

export function Marks({ how, row, cells }: Props) {
  const example = wordsOfRow(how, row, cells);
  if (!example?.words?.length) return <p class="muted">{words.rows.noWords}</p>;
  return <Words how={how} row={row} example={example} />;
}

function Words({ how, row, example }: { how: Reading; row: number; example: Example }) {
  const [{ from, to }, select] = useState<Selection>({ from: 0, to: 0 });
  const pressed = useRef(false);
  const wanted = useRef(false);
  const box = useRef<HTMLDivElement>(null);
  const { entities, types } = kindsOf(how);
  const tags = example.tags!;
  const [first, last] = [Math.min(from, to), Math.max(from, to)];
  const found = entities
    ? entitiesOf(tags)
    : tags.flatMap((type, i) => (type === 'O' ? [] : [{ type, first: i, end: i + 1 }]));
  const mark = (type: string) => setTags('table', row, example, marked(tags, first, last + 1, type, entities));
  const clear = () => setTags('table', row, example, unmarked(tags, first, last + 1, entities));

  useLayoutEffect(() => {
    if (wanted.current) box.current?.querySelector<HTMLElement>('[tabindex="0"]')?.focus();
    wanted.current = false;
  });

  const byKey = useLabelKeys();
  const keys = (event: KeyboardEvent) => {
    const end = tags.length - 1;
    const ahead = directionOf(example.text) === 'rtl' ? -1 : 1;
    const steps: Record<string, number> = { ArrowRight: to + ahead, ArrowLeft: to - ahead, Home: 0, End: end };
    const step = steps[event.key];
    if (byKey.press(event, types, mark)) return;
    if (step !== undefined) {
      const next = Math.max(0, Math.min(end, step));
      wanted.current = true;
      select(event.shiftKey ? { from, to: next } : { from: next, to: next });
    } else if (/^(Delete|Backspace)$/.test(event.key)) clear();
    else return;
    event.preventDefault();
  };

  const slice = slicer(example.text);
  const between = (i: number) => slice([i === 0 ? 0 : example.words![i - 1]![1], example.words![i]![0]]);
  const of = (i: number) => found.find((one) => one.first <= i && i < one.end);
  return (
    <div class="stack">
      <div
        ref={box}
        class="words"
        role="listbox"
        aria-label={words.rows.words}
        aria-multiselectable="true"
        dir="auto"
        onKeyDown={keys}
        onPointerUp={() => (pressed.current = false)}
        onPointerLeave={() => (pressed.current = false)}
      >
        {example.words!.map((word, i) => (
          <>
            {between(i)}
            <Word
              key={i}
              text={slice(word)}
              entity={of(i)}
              index={i}
              selected={i >= first && i <= last}
              focused={i === to}
              onDown={(extend) => {
                pressed.current = true;
                select(extend ? { from, to: i } : { from: i, to: i });
              }}
              onEnter={() => pressed.current && select({ from, to: i })}
            />
          </>
        ))}
        {slice([example.words!.at(-1)![1], Infinity])}
      </div>
      <div class="row label-buttons">
        {types.map((type) => (
          <Button key={type} shortcut={digitOf(type, types)} onClick={() => mark(type)}>
            <Digit of={type} labels={types} /> {type}
          </Button>
        ))}
        <Button onClick={clear}>
          <kbd aria-hidden="true">{words.queue.keys.delete}</kbd> {words.rows.noMark}
        </Button>
        {found.length === 0 && !tagsAreItems(how) && (
          <Button onClick={() => setTags('table', row, example, tags)}>{words.rows.nothingToMark}</Button>
        )}
      </div>
      {types.length > 0 && (
        <p class="small">
          {words.rows.marksByKey} <Begun typed={byKey.typed} />
        </p>
      )}
      <OtherLabel known={types} onLabel={mark} />
    </div>
  );
}

interface WordProps {
  text: string;
  entity: Entity | undefined;
  index: number;
  selected: boolean;
  focused: boolean;
  onDown: (extend: boolean) => void;
  onEnter: () => void;
}

function Word({ text, entity, index, selected, focused, onDown, onEnter }: WordProps) {
  const begins = entity?.first === index;
  const ends = entity?.end === index + 1;
  return (
    <span
      role="option"
      aria-selected={selected}
      aria-label={entity ? `${text}, ${entity.type}` : text}
      tabIndex={focused ? 0 : -1}
      class={`word ${entity ? 'in' : ''} ${begins ? 'begins' : ''} ${ends ? 'ends' : ''}`}
      onPointerDown={(event) => {
        event.currentTarget.releasePointerCapture(event.pointerId); // so that a finger reaches the next words
        onDown(event.shiftKey);
      }}
      onPointerEnter={onEnter}
    >
      {text}
      {ends && <small aria-hidden="true"> {entity.type}</small>}
    </span>
  );
}
