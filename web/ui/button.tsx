// SPDX-License-Identifier: Apache-2.0
// A button. A busy one does nothing, and keeps the focus that a disabled one would lose.
import type { ComponentChildren } from 'preact';

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

export function Button({ children, onClick, kind, disabled, busy, id, label, expanded, shortcut }: Props) {
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
      onClick={() => busy || onClick()}
    >
      {children}
    </button>
  );
}
