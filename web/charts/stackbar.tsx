// SPDX-License-Identifier: Apache-2.0
// Shares of a whole as one bar, with a key that has each in words and numbers.
export interface Share {
  label: string;
  value: number;
  text: string;
}

// Neighbours must differ in lightness, not in hue alone.
const shade = (i: number, n: number) =>
  `color-mix(in oklab, var(--accent) ${Math.round(100 - (78 * i) / Math.max(1, n - 1))}%, var(${i % 2 ? '--second' : '--third'}) ${i % 2 ? 22 : 12}%)`;

export function Stackbar({ shares, label }: { shares: Share[]; label: string }) {
  const total = shares.reduce((sum, share) => sum + share.value, 0) || 1;
  return (
    <div class="stack">
      <div class="stackbar" aria-hidden="true">
        {shares.map((share, i) => (
          <span
            key={share.label}
            title={`${share.label}: ${share.text}`}
            style={{ width: `${(100 * share.value) / total}%`, background: shade(i, shares.length) }}
          />
        ))}
      </div>
      <ul class="keys" aria-label={label}>
        {shares.map((share, i) => (
          <li key={share.label}>
            <i style={{ background: shade(i, shares.length) }} aria-hidden="true" />
            {share.label}
            <span class="number">{share.text}</span>
          </li>
        ))}
      </ul>
    </div>
  );
}
