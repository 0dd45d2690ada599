// SPDX-License-Identifier: Apache-2.0
// A button. A busy one does nothing, and keeps the focus that a disabled one would lose.
import type { ComponentChildren, TargetedPointerEvent } from 'preact';

interface Props {
  children: ComponentChildren;
  onClick: () => void;
  kind?: 'primary' | 'quiet' | undefined;
  disabled?: boolean | undefined;
  busy?: boolean | undefined;
  id?: string | undefined;
  label?: string | undefined;
  /** What it opens and closes is open. */
  expanded?: boolean | undefined;
  /** A key that does the same. */
  shortcut?: string | undefined;
}

type Press = TargetedPointerEvent<HTMLButtonElement>;

export function Button({ children, onClick, kind, disabled, busy, id, label, expanded, shortcut }: Props) {
  const act = () => busy || onClick();
  /** Browsers make no click of a press during which the button moved away, as what stands above it was drawn anew. */
  const press = ({ currentTarget: button, clientX, clientY, pointerId, button: key }: Press) => {
    const release = ({ clientX: x, clientY: y, pointerId: id }: PointerEvent) => {
      const still = id === pointerId && Math.hypot(x - clientX, y - clientY) < 5;
      if (still && !button.disabled && !button.contains(document.elementFromPoint(x, y))) act();
    };
    if (key === 0) addEventListener('pointerup', release, { once: true });
  };
  return (
    <button
      type="button"
      id={id}
      class={`button ${kind ?? ''}`}
      disabled={disabled && !busy}
      aria-disabled={busy || undefined}
      aria-busy={busy}
      aria-label={label}
      aria-expanded={expanded}
      aria-keyshortcuts={shortcut}
      onClick={act}
      onPointerDown={press}
    >
      {children}
    </button>
  );
}
