// SPDX-License-Identifier: Apache-2.0
// A titled card.
import type { ComponentChildren } from 'preact';

interface Props {
  title: string;
  aside?: ComponentChildren | undefined;
  lead?: ComponentChildren | undefined;
  id?: string | undefined;
  children?: ComponentChildren | undefined;
}

export function Panel({ title, aside, lead, id, children }: Props) {
  return (
    <section class="panel" id={id} aria-label={title}>
      <header>
        <h2>{title}</h2>
        {aside && <div class="muted small number">{aside}</div>}
      </header>
      {lead && <p class="lead">{lead}</p>}
      {children}
    </section>
  );
}
