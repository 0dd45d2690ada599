// SPDX-License-Identifier: Apache-2.0
// Test rows to look at besides the mistakes: whose label the model doubts, and which it is least certain of.
import type { Look } from '../data/doubts';
import { doubts, uncertain } from '../state/results';
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
            row {example.row}: labelled <b>{label}</b>, the model says <b>{said}</b>, margin {decimal(margin, 2)}
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
          title="Labels it doubts"
          aside={plural(doubted.length, 'row')}
          lead="Another label is as likely here as it is where it is right: often the label in the file is wrong. The strongest doubts first."
        >
          <Rows looks={doubted} />
        </Panel>
      )}
      <Panel
        title="Least certain"
        lead="The two likeliest answers are nearly as likely. If you label more rows, rows like these teach it most."
      >
        <Rows looks={unsure} />
      </Panel>
    </>
  );
}
