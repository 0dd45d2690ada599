// SPDX-License-Identifier: Apache-2.0
// A region that scrolls on its own: reachable and named for keyboard and screen reader.
import type { ComponentChildren } from 'preact';

interface Props {
  label: string;
  /** whole: as high as its contents; bare: without a border. */
  kind?: 'whole' | 'whole bare' | undefined;
  children: ComponentChildren;
}

export function Scroll({ label, kind, children }: Props) {
  return (
    <div class={`scroll ${kind ?? ''}`} role="region" aria-label={label} tabIndex={0}>
      {children}
    </div>
  );
}
