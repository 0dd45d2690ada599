// SPDX-License-Identifier: Apache-2.0
// The steps as a list of links, with what each has come to.
import { isDone, needs, openStep, STEPS, summaries } from '../state/steps';
import { words } from '../words';

function Entry({ id, badge }: (typeof STEPS)[number]) {
  const why = needs.value[id]?.why;
  const { names, short, done: ending } = words.steps;
  const done = !why && isDone(id);
  const summary = why ?? summaries.value[id];
  const target = why ? ({ role: 'link', tabIndex: 0, 'aria-disabled': true } as const) : { href: `#${id}` };
  return (
    <a {...target} aria-current={openStep.value === id ? 'step' : undefined} data-state={done ? 'done' : 'todo'}>
      <span class="badge" aria-hidden="true">
        {done && openStep.value !== id ? '✓' : badge}
      </span>
      <span class="name">
        <span class="long">{names[id]}</span>
        <span class="short" aria-hidden="true">
          {short[id]}
        </span>
        {done && <span class="visually-hidden">{ending}</span>}
      </span>
      {summary && <span class="summary">{summary}</span>}
    </a>
  );
}

export function Stepper() {
  return (
    <nav class="stepper" aria-label={words.steps.label}>
      <ol>
        {STEPS.map((step, i) => (
          <li key={step.id} class={i === 5 ? 'after' : ''}>
            <Entry {...step} />
          </li>
        ))}
      </ol>
    </nav>
  );
}
