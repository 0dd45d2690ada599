// SPDX-License-Identifier: Apache-2.0
// The result beside what needs no fine-tuning, and whether the difference is more than luck.
import { Bars } from '../charts/bars';
import { titleOf } from '../answers/metrics';
import { standing } from '../state/results';
import { goTo } from '../state/steps';
import { trainHeadAlone } from '../state/training';
import { Button } from '../ui/button';
import { decimal } from '../ui/format';
import { Notice } from '../ui/notice';
import { Fold } from '../ui/fold';
import { LosePanel } from './lose';

const LEAD =
  'Simpler methods answered the same test rows. One does not read them. One is a linear model that counts words and ignores their order.';
const THIRD =
  ' One is the head as it was fitted to the frozen encoder, before the first update; its answers were kept unseen until now.';

/** Whether the training was worth it, in words; and what to do if not. */
export function Verdict() {
  const found = standing.value;
  if (!found) return null;
  return (
    <>
      <Notice kind={found.worth === 'yes' ? 'good' : 'warn'}>
        {found.question} {found.sentence}
      </Notice>
      {found.frozen && <p>{found.frozen}</p>}
      {found.headAlone && (
        <div class="row">
          <Button id="train-head" onClick={() => trainHeadAlone(() => goTo('train'))}>
            Train the head alone
          </Button>
          <span class="small muted">It takes the place of this model.</span>
        </div>
      )}
      <LosePanel place="alone" />
    </>
  );
}

export function BaselinesPanel() {
  const found = standing.value;
  if (!found) return null;
  const title = titleOf(found.name);
  return (
    <Fold title={found.question} lead={LEAD + (found.values.length > 3 ? THIRD : '')}>
      <Bars
        label={`${title} beside the baselines`}
        max={found.name === 'rmse' ? undefined : 1}
        bars={found.values.toReversed().map(({ what, value }) => ({
          key: what,
          label: `${what[0]!.toUpperCase()}${what.slice(1)}`,
          value: value ?? 0,
          text: `${title} ${decimal(value ?? NaN)}`,
          faint: what !== found.model,
        }))}
      />
    </Fold>
  );
}
