// SPDX-License-Identifier: Apache-2.0
// The result beside what needs no fine-tuning, and whether the difference is more than luck.
import { Bars } from '../charts/bars';
import { titleOf } from '../data/metrics';
import { standing } from '../state/results';
import { decimal } from '../ui/format';
import { Notice } from '../ui/notice';
import { Panel } from '../ui/panel';

const NAMES = { majority: 'The same for every row', pieces: 'Bag of word pieces', model: 'This model' };

export function BaselinesPanel() {
  const found = standing.value;
  if (!found) return null;
  const title = titleOf(found.name);
  return (
    <Panel
      title="Is fine-tuning worth it here?"
      lead="The same test rows, answered in two simpler ways: always what is most frequent in the training rows (or their mean), and a linear model that only sees which word pieces a text has."
    >
      <Notice kind={found.worth === 'yes' ? 'good' : 'warn'}>{found.sentence}</Notice>
      <Bars
        label={`${title} beside the baselines`}
        max={found.name === 'rmse' ? undefined : 1}
        bars={found.values.toReversed().map(({ name, value }) => ({
          key: name,
          label: NAMES[name],
          value: value ?? 0,
          text: `${title} ${decimal(value ?? NaN)}`,
          faint: name !== 'model',
        }))}
      />
    </Panel>
  );
}
