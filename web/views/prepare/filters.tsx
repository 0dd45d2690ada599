// SPDX-License-Identifier: Apache-2.0
// Which rows the table shows: search, label, part, problem, and who brought them.
import { useEffect, useRef, useState } from 'preact/hooks';
import type { Reading } from '../../rows/cells';
import { prepared } from '../../state/data';
import { filter, NO_LABEL, problemsOfRows, setFilter, showAll, sources, type Filter } from '../../state/rows_view';
import { Button } from '../../ui/button';
import { SelectField, TextField } from '../../ui/field';
import { count } from '../../ui/format';
import { inWords, words } from '../../words';

const PARTS = ['train', 'validation', 'test', 'none', 'out', 'changed'] as const;

/** After a moment: a search in many rows takes longer than a key. */
const WAIT = 150;

function Search() {
  const [typed, setTyped] = useState(filter.value.search);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const { search } = filter.value;
  useEffect(() => {
    if (search === '') setTyped('');
  }, [search]);
  useEffect(() => () => clearTimeout(timer.current), []);
  return (
    <TextField
      id="search"
      label={words.rows.search}
      value={typed}
      onInput={(text) => {
        setTyped(text);
        clearTimeout(timer.current);
        timer.current = setTimeout(() => setFilter({ search: text.toLowerCase() }), WAIT);
      }}
    />
  );
}

export const isFiltered = (): boolean => Object.values(filter.value).some((value) => value !== '');

export function Filters({ how }: { how: Reading }) {
  const { label, part, problem, source } = filter.value;
  const all = { value: '', label: words.rows.all };
  const names = prepared.value?.labels ?? [];
  const types =
    prepared.value?.scheme === 'iob2'
      ? [...new Set(names.flatMap((name) => (name === 'O' ? [] : [name.slice(2)])))]
      : names;
  const problems = problemsOfRows.value.map(({ title, saidTitle, rows }) => ({
    value: title!,
    label: `${inWords({ text: title!, said: saidTitle })} (${count(rows.length)})`,
  }));
  return (
    <div class="columns filters">
      <Search />
      {how.task !== 'regression' && (
        <SelectField
          id="filter-label"
          label={words.rows.label}
          value={label}
          options={[
            all,
            ...types.map((name) => ({ value: `=${name}`, label: name })),
            { value: NO_LABEL, label: words.rows.noLabelYet },
          ]}
          onChange={(value) => setFilter({ label: value })}
        />
      )}
      <SelectField
        id="filter-part"
        label={words.rows.part}
        value={part}
        options={[all, ...PARTS.map((name) => ({ value: name, label: words.rows.parts[name] }))]}
        onChange={(value) => setFilter({ part: value as Filter['part'] })}
      />
      {(problems.length > 0 || problem) && (
        <SelectField
          id="filter-problem"
          label={words.rows.problem}
          value={problem}
          options={[
            all,
            ...problems,
            ...(problem && !problems.some(({ value }) => value === problem)
              ? [{ value: problem, label: `${problem} (0)` }]
              : []),
          ]}
          onChange={(value) => setFilter({ problem: value })}
        />
      )}
      {sources.value && (
        <SelectField
          id="filter-source"
          label={words.rows.from}
          value={source}
          options={[
            all,
            ...[...sources.value].map(([name, rows]) => ({
              value: `=${name}`,
              label: `${name || words.rows.noName} (${count(rows)})`,
            })),
          ]}
          onChange={(value) => setFilter({ source: value })}
        />
      )}
    </div>
  );
}

export function ShowAll() {
  return isFiltered() ? <Button onClick={showAll}>{words.rows.showAll}</Button> : null;
}
