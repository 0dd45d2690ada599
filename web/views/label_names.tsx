// SPDX-License-Identifier: Apache-2.0
// What labels that are numbers stand for: typed in, or of a file.
import { useRef, useState } from 'preact/hooks';
import { largest } from '../read/extremes';
import type { NumberNames } from '../rows/number_names';
import type { Prepared } from '../rows/prepare';
import { labelNames, namesTrouble, openNames, type Loaded } from '../state/data';
import { rows } from '../state/desk';
import { Button } from '../ui/button';
import { Drop } from '../ui/drop';
import { TextField } from '../ui/field';
import { More } from '../ui/more';
import { Notice, Trouble } from '../ui/notice';
import { words } from '../words';
import { some } from '../words/listing';

/** More of them have a file. */
const MOST_TYPED = 30;

/** What can have a name, [number, as it is called without one]: labels that are numbers, or columns with a number each;
 * null: all are names by themselves. */
function placesOf({ table, columns }: Loaded, { task, labels }: Prepared, names: NumberNames | null) {
  if (columns.labels.length > 1) {
    const called = columns.labels.map((column) => table.columns[column]!);
    return called.every((name) => /\d$/.test(name)) ? [...called.entries()] : null;
  }
  const numbers = labels.filter(rows().isNumber).map(Number);
  if (labels.length === 0 ? !names : !names && numbers.length < labels.length) return null;
  const named = rows()
    .numbersOf(names ?? {})
    .map(Number);
  // Tags are counted from 0: those between are there, in other rows or files.
  const last = Math.ceil(largest([...numbers, ...named], 0));
  const between = task === 'token_classification' && last <= MOST_TYPED ? [...Array(last).keys()] : [];
  const all = [...new Set([...numbers, ...named, ...between])].sort((a, b) => a - b);
  return all.map((n): [number, string] => [n, String(n)]);
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

export function LabelNames({ file, data }: { file: Loaded; data: Prepared }) {
  const { task, labels } = data;
  const { columns } = words;
  const names = labelNames.value;
  // It stays open where the last name is taken out again.
  const used = useRef(false);
  used.current ||= !!names || !!namesTrouble.value;
  const places = placesOf(file, data, names);
  if (!places) return null;
  const ofColumns = file.columns.labels.length > 1;
  const [given, numbers] = [rows().namesInOrder(names ?? []), rows().numbersOf(names ?? [])];
  const nameOf = (n: number, place: string) =>
    (ofColumns ? given.length === places.length && given[n] : names?.[n]) || place;
  const call = (n: number, name: string) => {
    const now = places.map(([i, place]): [number, string] => [i, i === n ? name || place : nameOf(i, place)]);
    labelNames.value = now.every(([, text], i) => text === places[i]![1]) ? null : Object.fromEntries(now);
  };
  // Tags are in order only when all have their names: until then rows, and tags with them, may be left out.
  const all = ofColumns || task === 'token_classification';
  const known = new Set([...labels, ...(names ? [] : labels.map((label) => String(Number(label))))]);
  const typed = places.filter(([n, place]) => all || known.has(nameOf(n, place)));
  return (
    <More title={columns.namesTitle} open={used.current}>
      <p class="small muted">
        {columns.namesWhy} {task !== 'token_classification' && file.columns.pair === null && columns.namesHelp}
      </p>
      {typed.length <= MOST_TYPED && (
        <div class="columns">
          {typed.map(([n, place]) => (
            <NameField
              key={n}
              n={n}
              place={place}
              name={nameOf(n, place) === place ? '' : nameOf(n, place)}
              onName={(text) => call(n, text)}
            />
          ))}
        </div>
      )}
      {names && (
        <div class="row">
          <span>
            {columns.names(given.filter((name, i) => name !== (ofColumns ? places[i]?.[1] : numbers[i])).length)}
          </span>
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
      {names && labels.length > 0 && !labels.some((label) => given.includes(label)) && (
        <Notice kind="warn">{columns.namesOfNone(given.length, some(numbers))}</Notice>
      )}
    </More>
  );
}
