// SPDX-License-Identifier: Apache-2.0
// The test rows it got wrong, the most confident mistakes first: often the label is wrong, not the model.
import { useState } from 'preact/hooks';
import { mistakes } from '../state/results';
import { Button } from '../ui/button';
import { count, percent, plural } from '../ui/format';
import { Notice } from '../ui/notice';
import { Panel } from '../ui/panel';
import { Scroll } from '../ui/scroll';

const PAGE = 25;

export function MistakesPanel() {
  const [shown, setShown] = useState(PAGE);
  const wrong = mistakes.value;
  if (!wrong.length) return <Notice kind="good">Not one test row is wrong.</Notice>;
  return (
    <Panel
      title="Wrong predictions"
      aside={plural(wrong.length, 'row')}
      lead="The most confident mistakes first. Read some: now and then it is the label that is wrong."
    >
      <Scroll label="Wrong predictions">
        <table>
          <thead>
            <tr>
              <th scope="col" class="number">
                Row
              </th>
              <th scope="col">Text</th>
              <th scope="col">Label</th>
              <th scope="col">Model</th>
              <th scope="col" class="number">
                Sure
              </th>
            </tr>
          </thead>
          <tbody>
            {wrong.slice(0, shown).map(({ example, said, sure }) => (
              <tr key={example.row}>
                <td class="number muted">{example.row}</td>
                <td>
                  {example.text}
                  {example.pair !== undefined && <span class="muted"> · {example.pair}</span>}
                </td>
                <td>{example.label}</td>
                <td>{said}</td>
                <td class="number">{percent(sure, 0)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </Scroll>
      {wrong.length > shown && (
        <Button onClick={() => setShown(shown + 4 * PAGE)}>Show more of {count(wrong.length)}</Button>
      )}
    </Panel>
  );
}
