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

interface Props {
  bars: Bar[];
  max?: number | undefined;
  label: string;
  /** Their names are buttons: what is pointed at by mouse, key or touch. */
  onPoint?: (key: string) => void;
  pointed?: string | undefined;
}

export function Bars({ bars, max, label, onPoint, pointed }: Props) {
  const top = max ?? bars.reduce((most, { value }) => Math.max(most, value), 1e-9);
  return (
    <ul class="bars" aria-label={label}>
      {bars.map((bar) => (
        <li key={bar.key} class={bar.faint ? 'faint' : ''}>
          {onPoint ? (
            <button
              type="button"
              class="pointer"
              aria-pressed={bar.key === pointed}
              onMouseEnter={() => onPoint(bar.key)}
              onFocus={() => onPoint(bar.key)}
              onClick={() => onPoint(bar.key)}
            >
              {bar.label}
            </button>
          ) : (
            <span>{bar.label}</span>
          )}
          <span class="track" aria-hidden="true">
            <span class="fill" style={{ width: `${(100 * bar.value) / top}%` }} />
          </span>
          <span class="value number">{bar.text}</span>
        </li>
      ))}
    </ul>
  );
}
