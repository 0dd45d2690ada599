// SPDX-License-Identifier: Apache-2.0
// A region that scrolls on its own: reachable and named for keyboard and screen reader.
import type { ComponentChildren } from 'preact';

export function Scroll({ label, children }: { label: string; children: ComponentChildren }) {
  return (
    <div class="scroll" role="region" aria-label={label} tabIndex={0}>
      {children}
    </div>
  );
}
