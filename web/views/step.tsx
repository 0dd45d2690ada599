// SPDX-License-Identifier: Apache-2.0
// What every step has: a heading with one or two sentences of why, its panels, and the way to the next step.
import type { ComponentChildren } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { goTo, needs, STEPS, type Need, type StepId } from '../state/steps';
import { Button } from '../ui/button';

interface Props {
  id: StepId;
  title: string;
  lede: ComponentChildren;
  children: ComponentChildren;
}

/** The step that is shown; null: the page has just begun. */
let shown: StepId | null = null;

export function StepPage({ id, title, lede, children }: Props) {
  const at = STEPS.findIndex((step) => step.id === id);
  const next = STEPS[at + 1];
  const need = needs.value[id];
  const blocked = next && needs.value[next.id]?.why;
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    // After a change of step the keyboard and the screen reader start at its heading.
    if (shown !== null && shown !== id) heading.current?.focus({ preventScroll: true });
    shown = id;
    scrollTo({ top: 0 });
  }, [id]);
  return (
    <div class="step">
      <header>
        <p class="eyebrow">{at < 5 ? `Step ${at + 1} of 5` : 'Afterwards'}</p>
        <h1 id="step" ref={heading} tabIndex={-1}>
          {title}
        </h1>
        <p class="lede">{lede}</p>
      </header>
      {need ? <Missing {...need} /> : children}
      {next && (
        <div class="onward">
          {blocked && <span class="why">{blocked}</span>}
          <Button id="next" kind={blocked ? undefined : 'primary'} disabled={!!blocked} onClick={() => goTo(next.id)}>
            {at < 4 ? `Next: ${next.name}` : next.name} <span aria-hidden="true">→</span>
          </Button>
        </div>
      )}
    </div>
  );
}

/** In place of a step's panels while it cannot be used. */
function Missing({ step, why }: Need) {
  const name = STEPS.find((candidate) => candidate.id === step)?.name ?? '';
  return (
    <section class="panel">
      <p>{why}</p>
      <Button kind="primary" onClick={() => goTo(step)}>
        Go to {name}
      </Button>
    </section>
  );
}
