// SPDX-License-Identifier: Apache-2.0
// A region that scrolls on its own: reachable and named for keyboard and screen reader.
import type { ComponentChildren } from 'preact';

interface Props {
  label: string;
  /** whole: as high as its contents; bare: without a border; padded: what is in it has no cells. */
  kind?: 'whole' | 'whole bare' | 'padded' | undefined;
  children: ComponentChildren;
}

/** Of a cell with a word so long that it would push the other columns out of sight. */
export const longWord = (text: string): string => (/\S{30}/.test(text) ? 'long-word' : '');

export function Scroll({ label, kind, children }: Props) {
  return (
    <div class={`scroll ${kind ?? ''}`} role="region" aria-label={label} tabIndex={0}>
      {children}
    </div>
  );
}
