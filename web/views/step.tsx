// SPDX-License-Identifier: Apache-2.0
// What every step has: a heading with one or two sentences of why, its panels, and the way to the next step.
import type { ComponentChildren } from 'preact';
import { useLayoutEffect, useRef } from 'preact/hooks';
import { goTo, needs, STEPS, type Need, type PageId, type StepId } from '../state/steps';
import { Button } from '../ui/button';
import { words } from '../words';

interface HeadProps {
  id: PageId;
  eyebrow: string;
  title: string;
  lede: ComponentChildren;
}

type Props = Omit<HeadProps, 'id' | 'eyebrow'> & { id: StepId; children: ComponentChildren };

/** The step that is shown; null: the page has just begun. */
let shown: PageId | null = null;

export function PageHead({ id, eyebrow, title, lede }: HeadProps) {
  const heading = useRef<HTMLHeadingElement>(null);
  // At once: a key that is pressed meanwhile would be followed by the focus that goes elsewhere.
  useLayoutEffect(() => {
    // After a change of step the keyboard and the screen reader start at its heading.
    if (shown !== null && shown !== id) heading.current?.focus({ preventScroll: true });
    shown = id;
    scrollTo({ top: 0 });
  }, [id]);
  return (
    <header>
      <p class="eyebrow">{eyebrow}</p>
      <h1 id="step" ref={heading} tabIndex={-1}>
        {title}
      </h1>
      <p class="lede">{lede}</p>
    </header>
  );
}

export function StepPage({ id, title, lede, children }: Props) {
  const at = STEPS.findIndex((step) => step.id === id);
  const next = STEPS[at + 1];
  const { names } = words.steps;
  const need = needs.value[id];
  const blocked = next && needs.value[next.id]?.why;
  return (
    <div class="step">
      <PageHead id={id} eyebrow={at < 5 ? words.steps.of(at + 1) : words.steps.afterwards} title={title} lede={lede} />
      {need ? <Missing {...need} /> : children}
      {next && (
        <div class="onward">
          {blocked && <span class="why">{blocked}</span>}
          <Button id="next" kind={blocked ? undefined : 'primary'} disabled={!!blocked} onClick={() => goTo(next.id)}>
            {at < 4 ? words.steps.next(names[next.id]) : names[next.id]}{' '}
            <span class="arrow" aria-hidden="true">
              →
            </span>
          </Button>
        </div>
      )}
    </div>
  );
}

/** In place of a step's panels while it cannot be used. */
function Missing({ step, why }: Need) {
  return (
    <section class="panel">
      <p>{why}</p>
      <Button kind="primary" onClick={() => goTo(step)}>
        {words.steps.goTo(words.steps.names[step])}
      </Button>
    </section>
  );
}
