// SPDX-License-Identifier: Apache-2.0
// Keys that give a label, and what shows them: a digit beside each of ten labels, and what was typed of a name.
import { useRef, useState } from 'preact/hooks';
import { digitsOf, NOTHING_TYPED, pressed, type Typed } from '../../rows/label_keys';
import { words } from '../../words';

interface LabelKeys {
  /** Whether the key has a meaning here; then it has done what it does. */
  press: (event: KeyboardEvent, labels: readonly string[], give: (label: string) => void) => boolean;
  typed: Typed;
}

export function useLabelKeys(): LabelKeys {
  // Keys may follow one another faster than the page is drawn.
  const kept = useRef<Typed>(NOTHING_TYPED);
  const [typed, draw] = useState(kept.current);
  return {
    typed,
    press: (event, labels, give) => {
      if (event.ctrlKey || event.metaKey || event.altKey) return false;
      const now = pressed(kept.current, event.key, labels, event.timeStamp);
      if (event.key !== 'Shift') draw((kept.current = now.typed));
      if (now.label !== undefined) give(now.label);
      if (now.taken) {
        event.preventDefault();
        event.stopPropagation();
      }
      return now.taken;
    },
  };
}

export const digitOf = (label: string, labels: readonly string[]): string | undefined =>
  digitsOf(labels)[labels.indexOf(label)];

/** The key cap of a label that has a digit. */
export function Digit({ of, labels }: { of: string; labels: readonly string[] }) {
  const digit = digitOf(of, labels);
  return digit ? <kbd aria-hidden="true">{digit}</kbd> : null;
}

/** What was typed of a name, with the labels that begin so; nothing while nothing is typed. */
export function Begun({ typed: { begun, left } }: { typed: Typed }) {
  return (
    <span role="status">
      {begun && (
        <>
          <kbd>{begun}</kbd> {words.rows.begun(left)}
        </>
      )}
    </span>
  );
}

/** A legend for labels whose buttons are not there: the ten with a digit. */
export function Legend({ labels, several, typed }: { labels: readonly string[]; several: boolean; typed: Typed }) {
  if (labels.length === 0) return null;
  const digits = digitsOf(labels);
  return (
    <p class="row small label-keys">
      <span>{several ? words.rows.keysOfSeveral : words.rows.keys}</span>
      {labels.map(
        (label, i) =>
          digits[i] && (
            <span key={label}>
              <kbd>{digits[i]}</kbd> <bdi>{label}</bdi>
            </span>
          ),
      )}
      <span>{words.rows.byName}</span>
      <Begun typed={typed} />
    </p>
  );
}
