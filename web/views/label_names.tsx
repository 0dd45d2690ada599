// SPDX-License-Identifier: Apache-2.0
// What labels that are numbers stand for: typed in, or of a file.
import { useRef, useState } from 'preact/hooks';
import type { Prepared } from '../rows/prepare';
import { labelNames, namesTrouble, openNames, type Loaded } from '../state/data';
import { Button } from '../ui/button';
import { Drop } from '../ui/drop';
import { TextField } from '../ui/field';
import { More } from '../ui/more';
import { Notice, Trouble } from '../ui/notice';
import { words } from '../words';

/** More of them have a file. */
const MOST_TYPED = 30;
/** 1.0 is how programs write a 1 in a column where a number is missing. */
const NUMBER = /^\d{1,4}(\.0*)?$/;

/** What has a place in the list of names, as it is called without one: numbers from 0, or columns with a number each;
 * null: all are names by themselves. */
function placesOf({ table, columns }: Loaded, labels: string[], names: string[] | null): string[] | null {
  if (columns.labels.length > 1) {
    const called = columns.labels.map((column) => table.columns[column]!);
    return called.every((name) => /\d$/.test(name)) ? called : null;
  }
  const numbers = labels.filter((label) => NUMBER.test(label)).map(Number);
  if (labels.length === 0 ? !names : !names && numbers.length < labels.length) return null;
  const count = numbers.reduce((most, n) => Math.max(most, n + 1), names?.length ?? 0);
  return Array.from({ length: count }, (_, n) => String(n));
}

/** What is typed counts when it is left: the rows are read anew with it. */
function NameField({ n, place, name, onName }: { n: number; place: string; name: string; onName(name: string): void }) {
  const [draft, setDraft] = useState<string | null>(null);
  const take = () => {
    setDraft(null);
    if (draft !== null && draft.trim() !== name) onName(draft.trim());
  };
  return (
    <div onFocusOut={take} onKeyDown={(event) => event.key === 'Enter' && take()}>
      <TextField
        id={`label-name-${n}`}
        label={words.columns.nameOf(place)}
        value={draft ?? name}
        placeholder={place}
        onInput={setDraft}
      />
    </div>
  );
}

export function LabelNames({ file, data: { task, labels } }: { file: Loaded; data: Prepared }) {
  const { columns } = words;
  const names = labelNames.value;
  // It stays open where the last name is taken out again.
  const used = useRef(false);
  used.current ||= !!names || !!namesTrouble.value;
  const places = placesOf(file, labels, names);
  if (!places) return null;
  const ofColumns = file.columns.labels.length > 1;
  const nameOf = (n: number) => (ofColumns && names?.length !== places.length ? undefined : names?.[n]) ?? places[n]!;
  const call = (n: number, name: string) => {
    const now = places.map((place, i) => (i === n ? name || place : nameOf(i)));
    labelNames.value = now.every((text, i) => text === places[i]) ? null : now;
  };
  // Tags are in order only when all have their names: until then rows, and tags with them, may be left out.
  const all = ofColumns || task === 'token_classification';
  const known = new Set([...labels, ...(names ? [] : labels.map((label) => String(Number(label))))]);
  const typed = places.flatMap((_, n) => (all || known.has(nameOf(n)) ? [n] : []));
  return (
    <More title={columns.namesTitle} open={used.current}>
      <p class="small muted">
        {columns.namesWhy} {task !== 'token_classification' && file.columns.pair === null && columns.namesHelp}
      </p>
      {typed.length <= MOST_TYPED && (
        <div class="columns">
          {typed.map((n) => (
            <NameField
              key={n}
              n={n}
              place={places[n]!}
              name={nameOf(n) === places[n] ? '' : nameOf(n)}
              onName={(text) => call(n, text)}
            />
          ))}
        </div>
      )}
      {names && (
        <div class="row">
          <span>{columns.names(names.filter((name, n) => name !== places[n]).length)}</span>
          <Button onClick={() => (labelNames.value = null)}>{columns.noNames}</Button>
        </div>
      )}
      <Drop
        id="names-file"
        button={columns.chooseNames}
        onFiles={([file]) => file && openNames(file)}
        hint={ofColumns ? columns.namesInOrder : columns.namesHint}
      />
      <Trouble text={namesTrouble.value} />
      {names && labels.length > 0 && !labels.some((label) => names.includes(label)) && (
        <Notice kind="warn">{columns.namesOfNone(names.length)}</Notice>
      )}
    </More>
  );
}
