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

interface Props extends Omit<HeadProps, 'id' | 'eyebrow'> {
  id: StepId;
  children: ComponentChildren;
  /** What comes and goes, in the bar at the end: above it would move the controls under the pointer. */
  passing?: ComponentChildren;
}

/** The step that is shown; null: the page has just begun. */
let shown: PageId | null = null;

export function PageHead({ id, eyebrow, title, lede }: HeadProps) {
  const heading = useRef<HTMLHeadingElement>(null);
  // At once: a key that is pressed meanwhile would be followed by the focus that goes elsewhere.
  useLayoutEffect(() => {
    // After a change of step the keyboard and the screen reader start at its heading, but for a step that a chapter of
    // the lesson has opened: they go on there.
    const reads = document.activeElement?.closest('.lesson');
    if (shown !== null && shown !== id && !reads) heading.current?.focus({ preventScroll: true });
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

export function StepPage({ id, title, lede, children, passing }: Props) {
  const at = STEPS.findIndex((step) => step.id === id);
  const next = STEPS[at + 1];
  const { names } = words.steps;
  const need = needs.value[id];
  const blocked = next && needs.value[next.id]?.why;
  return (
    <div class="step">
      <PageHead id={id} eyebrow={at < 5 ? words.steps.of(at + 1) : words.steps.afterwards} title={title} lede={lede} />
      {need ? <Missing {...need} /> : children}
      {(next || passing) && (
        <div class="onward">
          {passing}
          {blocked && <span class="why">{blocked}</span>}
          {next && (
            <Button id="next" kind={blocked ? undefined : 'primary'} disabled={!!blocked} onClick={() => goTo(next.id)}>
              {at < 4 ? words.steps.next(names[next.id]) : names[next.id]}{' '}
              <span class="arrow" aria-hidden="true">
                →
              </span>
            </Button>
          )}
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
