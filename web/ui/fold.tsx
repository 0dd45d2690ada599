// SPDX-License-Identifier: Apache-2.0
// A titled card that is closed at first; what is in it is made when it is opened.
import type { ComponentChildren } from 'preact';
import { useState } from 'preact/hooks';
import { Panel } from './panel';

interface Props {
  title: string;
  aside?: ComponentChildren | undefined;
  lead?: ComponentChildren | undefined;
  id?: string | undefined;
  children?: ComponentChildren | undefined;
}

export function Fold({ title, aside, lead, id, children }: Props) {
  const [open, setOpen] = useState(false);
  return (
    <section class="panel fold" id={id} aria-label={title}>
      <details onToggle={(event) => event.currentTarget.open && setOpen(true)}>
        <summary>
          <h2>{title}</h2>
          {aside && <span class="muted small number">{aside}</span>}
        </summary>
        {open && (
          <>
            {lead && <p class="lead">{lead}</p>}
            {children}
          </>
        )}
      </details>
    </section>
  );
}

/** A card that is closed at first where the screen is a phone's. */
export function FoldOnPhones(props: Props) {
  const [narrow] = useState(() => matchMedia('(max-width: 40rem)').matches);
  return narrow ? <Fold {...props} /> : <Panel {...props} />;
}
