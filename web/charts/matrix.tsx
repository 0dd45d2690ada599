// SPDX-License-Identifier: Apache-2.0
// The confusion matrix: a real table, shaded by the share of its row.
import { words } from '../words';

interface Props {
  labels: string[];
  /** counts[true][predicted] */
  counts: number[][];
  /** A field was chosen: its rows are to be shown. */
  onField?: (truth: number, said: number) => void;
}

export function Matrix({ labels, counts, onField }: Props) {
  const dense = labels.length > 8;
  return (
    <table class={`matrix ${dense ? 'dense' : ''}`}>
      <caption class="visually-hidden">{words.charts.matrix}</caption>
      <thead>
        <tr>
          <td />
          {labels.map((label, said) => (
            <th scope="col" key={label} title={label}>
              {dense ? said : label}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {labels.map((label, truth) => {
          const row = counts[truth] ?? [];
          const total = row.reduce((sum, n) => sum + n, 0) || 1;
          return (
            <tr key={label}>
              <th scope="row" title={label}>
                {dense ? `${truth} ${label}` : label}
              </th>
              {row.map((n, said) => {
                return (
                  <td
                    key={said}
                    class={said === truth ? 'right' : ''}
                    title={words.charts.field(label, labels[said]!, n)}
                    style={{ '--share': Math.sqrt(n / total).toFixed(3) }}
                  >
                    {n && onField ? (
                      <button
                        type="button"
                        class="pointer"
                        aria-label={words.charts.chooseField(label, labels[said]!, n)}
                        onClick={() => onField(truth, said)}
                      >
                        {n}
                      </button>
                    ) : (
                      n || (dense ? '' : 0)
                    )}
                  </td>
                );
              })}
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}
