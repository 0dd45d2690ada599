// SPDX-License-Identifier: Apache-2.0
// Whether its answers are right as often as their probabilities promise.
import { Bars } from '../charts/bars';
import type { Reliability } from '../border/messages';
import { decimal } from '../ui/format';
import { Fold } from '../ui/fold';
import { marked } from '../ui/marked';
import { words } from '../words';

interface Props {
  before: Reliability;
  /** With the temperature of the validation rows. */
  after: Reliability | undefined;
}

export function ReliabilityPanel({ before, after }: Props) {
  const { evaluate } = words;
  const width = 1 / before.bins.length;
  const bars = before.bins
    .map((bin, i) => ({ ...bin, from: i * width }))
    .filter(({ rows }) => rows > 0)
    .map(({ rows, accuracy, from }) => ({
      key: String(from),
      label: evaluate.probability(from, from + width),
      value: accuracy,
      text: evaluate.rightIn(accuracy, rows),
    }));
  return (
    <Fold
      title={evaluate.reliability}
      aside={evaluate.calibrationError(before.expected_calibration_error)}
      lead={evaluate.reliabilityLead}
    >
      <Bars label={evaluate.reliabilityBars} max={1} bars={bars} />
      {after && (
        <p>
          {marked(evaluate.scaled, {
            error: <span class="number">{decimal(after.expected_calibration_error)}</span>,
            loss: <span class="number">{decimal(after.loss)}</span>,
            before: <span class="number">{decimal(before.loss)}</span>,
          })}
        </p>
      )}
    </Fold>
  );
}
