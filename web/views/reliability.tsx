// SPDX-License-Identifier: Apache-2.0
// Whether its answers are right as often as their probabilities promise.
import { Bars } from '../charts/bars';
import type { Reliability } from '../border/messages';
import { decimal, percent, plural } from '../ui/format';
import { Fold } from '../ui/fold';

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
      label: `probability ${percent(from, 0)} to ${percent(from + width, 0)}`,
      value: accuracy,
      text: `right in ${percent(accuracy, 0)} of ${plural(rows, 'row')}`,
    }));
  return (
    <Fold
      title="Are its probabilities right?"
      aside={`calibration error ${decimal(before.expected_calibration_error)}`}
      lead="Of the answers with a probability of 80 %, 80 % should be right. The calibration error is the mean distance from that."
    >
      <Bars label="Share of right answers by their probability" max={1} bars={bars} />
      {after && (
        <p>
          If all logits are divided by one number that is fitted on the validation rows, the calibration error is{' '}
          <span class="number">{decimal(after.expected_calibration_error)}</span> and the loss{' '}
          <span class="number">{decimal(after.loss)}</span> instead of{' '}
          <span class="number">{decimal(before.loss)}</span>. The answers stay the same.
        </p>
      )}
    </Fold>
  );
}
