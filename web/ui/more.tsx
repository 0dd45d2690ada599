// SPDX-License-Identifier: Apache-2.0
// Something to open for those who want to know more.
import type { ComponentChildren } from 'preact';

export function More({ title, open, children }: { title: string; open?: boolean; children: ComponentChildren }) {
  return (
    <details class="more" open={open}>
      <summary>{title}</summary>
      {children}
    </details>
  );
}
