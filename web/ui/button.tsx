// SPDX-License-Identifier: Apache-2.0
// A button. `busy` keeps its width and says so to screen readers.
import type { ComponentChildren } from 'preact';

interface Props {
  children: ComponentChildren;
  onClick: () => void;
  kind?: 'primary' | 'quiet' | undefined;
  disabled?: boolean | undefined;
  busy?: boolean | undefined;
  id?: string | undefined;
  label?: string | undefined;
}

export function Button({ children, onClick, kind, disabled, busy, id, label }: Props) {
  return (
    <button
      type="button"
      id={id}
      class={`button ${kind ?? ''}`}
      disabled={disabled || busy}
      aria-busy={busy}
      aria-label={label}
      onClick={onClick}
    >
      {children}
    </button>
  );
}
