// SPDX-License-Identifier: Apache-2.0
// Test rows to look at besides the mistakes: those whose label may be wrong, and those with the least certain answers.
import type { Look } from '../answers/doubts';
import { doubts, noDoubts, uncertain } from '../state/results';
import { decimal, plural } from '../ui/format';
import { Panel } from '../ui/panel';

const SHOWN = 10;

function Rows({ looks }: { looks: Look[] }) {
  return (
    <ol class="mistakes">
      {looks.slice(0, SHOWN).map(({ example, label, said, margin }) => (
        <li key={example.row}>
          <p>
            {example.text}
            {example.pair !== undefined && <span class="muted"> · {example.pair}</span>}
          </p>
          <p class="small muted number">
            row {example.row}: label in the file <b>{label}</b>, answer of the model <b>{said}</b>, margin{' '}
            {decimal(margin, 2)}
          </p>
        </li>
      ))}
    </ol>
  );
}

export function DoubtsPanel() {
  const [doubted, unsure] = [doubts.value, uncertain.value];
  if (!unsure.length) return null;
  return (
    <>
      {doubted.length > 0 && (
        <Panel
          title="Labels to check"
          aside={plural(doubted.length, 'row')}
          lead="On these rows the model gives another label, with as much probability as on rows that have that label. Often the label in the file is wrong. The largest margins come first: the margin is the difference of the two probabilities."
        >
          <Rows looks={doubted} />
        </Panel>
      )}
      {noDoubts.value && <p class="note">{noDoubts.value}</p>}
      <Panel
        title="Least certain answers"
        lead="The two most probable labels have nearly the same probability. If you label more rows, choose rows like these: they improve the model most."
      >
        <Rows looks={unsure} />
      </Panel>
    </>
  );
}
