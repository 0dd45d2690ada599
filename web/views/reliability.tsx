// SPDX-License-Identifier: Apache-2.0
// Whether it is right as often as it is sure.
import { Bars } from '../charts/bars';
import type { Reliability } from '../engine/messages';
import { decimal, percent, plural } from '../ui/format';
import { Panel } from '../ui/panel';

interface Props {
  before: Reliability;
  /** With the temperature of the validation rows. */
  after: Reliability | undefined;
}

export function ReliabilityPanel({ before, after }: Props) {
  const width = 1 / before.bins.length;
  const bars = before.bins
    .map((bin, i) => ({ ...bin, from: i * width }))
    .filter(({ rows }) => rows > 0)
    .map(({ rows, accuracy, from }) => ({
      key: String(from),
      label: `${percent(from, 0)} to ${percent(from + width, 0)} sure`,
      value: accuracy,
      text: `right in ${percent(accuracy, 0)} of ${plural(rows, 'row')}`,
    }));
  return (
    <Panel
      title="Is it as right as it is sure?"
      aside={`calibration error ${decimal(before.expected_calibration_error)}`}
      lead="Of the rows where it is 80 % sure, 80 % should be right. The calibration error is how far that is missed, on average."
    >
      <Bars label="Share of right answers by how sure it is" max={1} bars={bars} />
      {after && (
        <p>
          With all logits divided by one number, fitted on the validation rows, the error is{' '}
          <span class="number">{decimal(after.expected_calibration_error)}</span> and the loss{' '}
          <span class="number">{decimal(after.loss)}</span> instead of{' '}
          <span class="number">{decimal(before.loss)}</span>. The answers stay the same.
        </p>
      )}
    </Panel>
  );
}
