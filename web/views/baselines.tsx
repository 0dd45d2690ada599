// SPDX-License-Identifier: Apache-2.0
// The result beside what needs no fine-tuning, and whether the difference is more than luck.
import { Bars } from '../charts/bars';
import { titleOf } from '../data/metrics';
import { standing } from '../state/results';
import { decimal } from '../ui/format';
import { Notice } from '../ui/notice';
import { Panel } from '../ui/panel';

export function BaselinesPanel() {
  const found = standing.value;
  if (!found) return null;
  const title = titleOf(found.name);
  return (
    <Panel
      title={found.question}
      lead="Two simpler methods answered the same test rows. One does not read them. The other is a linear model that counts words and ignores their order."
    >
      <Notice kind={found.worth === 'yes' ? 'good' : 'warn'}>{found.sentence}</Notice>
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
    </Panel>
  );
}
