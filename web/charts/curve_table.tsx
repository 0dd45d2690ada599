// SPDX-License-Identifier: Apache-2.0
// The numbers behind a curve, made when they are asked for.
import { useState } from 'preact/hooks';
import { count } from '../ui/format';
import { Scroll } from '../ui/scroll';
import { words } from '../words';
import { rowsOf, type Line } from './lines';

interface Props {
  steps: number[];
  lines: Line[];
  format: (value: number) => string;
  label: string;
}

function Table({ steps, lines, format, label }: Props) {
  return (
    <Scroll label={label}>
      <table>
        <thead>
          <tr>
            <th scope="col" class="number">
              {words.charts.updates}
            </th>
            {lines.map((line) => (
              <th key={line.label} scope="col" class="number">
                {line.label}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rowsOf(steps, lines).map((i) => (
            <tr key={i}>
              <th scope="row" class="number">
                {count(steps[i]!)}
              </th>
              {lines.map(({ label: name, values, format: own = format }) => (
                <td key={name} class="number">
                  {values[i] == null ? '' : own(values[i])}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </Scroll>
  );
}

export function CurveTable(props: Props) {
  const [open, setOpen] = useState(false);
  return (
    <details class="more" onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>{words.charts.asTable}</summary>
      {open && <Table {...props} />}
    </details>
  );
}
