// SPDX-License-Identifier: Apache-2.0
// Figures in a row: a name, a number, a remark.
interface Figure {
  name: string;
  value: string;
  note?: string | undefined;
  first?: boolean | undefined;
}

export function Figures({ items }: { items: Figure[] }) {
  return (
    <dl class="figures">
      {items.map((item) => (
        <div key={item.name} class={item.first ? 'first' : ''}>
          <dt>{item.name}</dt>
          <dd>
            {item.value}
            {item.note && <small>{item.note}</small>}
          </dd>
        </div>
      ))}
    </dl>
  );
}
