// SPDX-License-Identifier: Apache-2.0
// What labels that are numbers stand for: typed in, or of a file.
import { useState } from 'preact/hooks';
import { labelNames, namesTrouble, openNames } from '../state/data';
import { Button } from '../ui/button';
import { Drop } from '../ui/drop';
import { TextField } from '../ui/field';
import { More } from '../ui/more';
import { Trouble } from '../ui/notice';
import { words } from '../words';

/** More of them have a file. */
const MOST_TYPED = 20;

/** By number, and how many numbers there are; null: the labels are names by themselves. */
function numbersOf(labels: string[], names: string[] | null): string[] | null {
  if (!names && !labels.every((label) => /^\d{1,6}$/.test(label))) return null;
  const count = names?.length ?? labels.reduce((most, label) => Math.max(most, Number(label)), 0) + 1;
  return Array.from({ length: count }, (_, n) => names?.[n] ?? String(n));
}

/** What is typed counts when it is left: the rows are read anew with it. */
function NameField({ n, name, onName }: { n: number; name: string; onName: (name: string) => void }) {
  const [draft, setDraft] = useState<string | null>(null);
  const take = () => {
    setDraft(null);
    if (draft !== null && draft.trim() !== name) onName(draft.trim());
  };
  return (
    <div onFocusOut={take} onKeyDown={(event) => event.key === 'Enter' && take()}>
      <TextField
        id={`label-name-${n}`}
        label={words.columns.nameOf(n)}
        value={draft ?? name}
        placeholder={String(n)}
        onInput={setDraft}
      />
    </div>
  );
}

export function LabelNames({ labels }: { labels: string[] }) {
  const { columns } = words;
  const names = labelNames.value;
  const numbers = numbersOf(labels, names);
  if (!numbers || labels.length === 0) return null;
  const call = (n: number, name: string) => {
    const now = numbers.map((known, i) => (i === n ? name || String(n) : known));
    labelNames.value = now.every((text, i) => text === String(i)) ? null : now;
  };
  return (
    <More title={columns.namesTitle} open={!!names || !!namesTrouble.value}>
      <p class="small muted">{columns.namesWhy}</p>
      {numbers.length <= MOST_TYPED && (
        <div class="columns">
          {numbers.flatMap((name, n) =>
            labels.includes(name)
              ? [<NameField key={n} n={n} name={name === String(n) ? '' : name} onName={(text) => call(n, text)} />]
              : [],
          )}
        </div>
      )}
      {names && (
        <div class="row">
          <span>{columns.names(names.length)}</span>
          <Button onClick={() => (labelNames.value = null)}>{columns.noNames}</Button>
        </div>
      )}
      <Drop
        id="names-file"
        button={columns.chooseNames}
        onFiles={([file]) => file && openNames(file)}
        hint={columns.namesHint}
      />
      <Trouble text={namesTrouble.value} />
    </More>
  );
}
