// SPDX-License-Identifier: Apache-2.0
// A list of bars with their numbers beside them: the numbers are text, the bars are decoration.
import type { ComponentChildren } from 'preact';

export interface Bar {
  key: string;
  label: ComponentChildren;
  value: number;
  text: string;
  faint?: boolean | undefined;
}

export function Bars({ bars, max, label }: { bars: Bar[]; max?: number | undefined; label: string }) {
  const top = max ?? bars.reduce((most, { value }) => Math.max(most, value), 1e-9);
  return (
    <ul class="bars" aria-label={label}>
      {bars.map((bar) => (
        <li key={bar.key} class={bar.faint ? 'faint' : ''}>
          <span>{bar.label}</span>
          <span class="track" aria-hidden="true">
            <span class="fill" style={{ width: `${(100 * bar.value) / top}%` }} />
          </span>
          <span class="value number">{bar.text}</span>
        </li>
      ))}
    </ul>
  );
}
