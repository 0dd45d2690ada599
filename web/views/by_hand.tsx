// SPDX-License-Identifier: Apache-2.0
// An option that is one of a few words, or a number for each label.
import type { ComponentChildren } from 'preact';
import type { Schema } from '../border/messages';
import { dataset } from '../state/data';
import { chosen, setOption } from '../state/training';
import { NumberField, SelectField } from '../ui/field';
import { words } from '../words';

const BY_HAND = 'by-hand';

interface Props {
  option: Schema['options'][number];
  label: string;
  value: string;
  hint: ComponentChildren;
}

export function ByHand({ option: { name, choices = [] }, label, value, hint }: Props) {
  const labels = dataset.value?.labels ?? [];
  const given = chosen.value[name];
  const numbers = Array.isArray(given) ? given : null;
  const number = (i: number) => numbers?.[i] ?? 1;
  const set = (at: number, n: number) =>
    setOption(
      name,
      labels.map((_, i) => (i === at ? n : number(i))),
    );
  return (
    <div>
      <SelectField
        id={`option-${name}`}
        label={label}
        hint={hint}
        value={numbers ? BY_HAND : value}
        options={[...choices, BY_HAND].map((choice) => ({
          value: choice,
          label: choice === BY_HAND ? words.columns.byHand : words.options.choice(name, choice),
        }))}
        onChange={(choice) => setOption(name, choice === BY_HAND ? labels.map(() => 1) : choice)}
      />
      {numbers && (
        <div class="by-hand">
          {labels.map((of, i) => (
            <NumberField
              key={of}
              id={`option-${name}-${i}`}
              label={of}
              value={number(i)}
              min={0}
              step="any"
              onChange={(n) => set(i, n)}
            />
          ))}
        </div>
      )}
    </div>
  );
}
