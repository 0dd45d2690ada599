// SPDX-License-Identifier: Apache-2.0
// The steps as a list of links, with what each has come to.
import { isDone, openStep, STEPS, summaries, type StepId } from '../state/steps';

function Entry({ id, badge, name, short }: (typeof STEPS)[number]) {
  const done = isDone(id);
  const summary = summaries.value[id as StepId];
  return (
    <a href={`#${id}`} aria-current={openStep.value === id ? 'step' : undefined} data-state={done ? 'done' : 'todo'}>
      <span class="badge" aria-hidden="true">
        {done && openStep.value !== id ? '✓' : badge}
      </span>
      <span class="name">
        <span class="long">{name}</span>
        <span class="short" aria-hidden="true">
          {short}
        </span>
        {done && <span class="visually-hidden">, done</span>}
      </span>
      {summary && <span class="summary">{summary}</span>}
    </a>
  );
}

export function Stepper() {
  return (
    <nav class="stepper" aria-label="Steps">
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
