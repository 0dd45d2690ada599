// SPDX-License-Identifier: Apache-2.0
// Progress of a long job: a bar, what it is doing and how far it is.
interface Props {
  label: string;
  /** 0 to 1; null while the total is unknown. */
  share: number | null;
  text: string;
}

export function Meter({ label, share, text }: Props) {
  const percent = share === null ? undefined : Math.round(100 * Math.min(1, share));
  return (
    <div class="meter">
      <div
        class="track"
        role="progressbar"
        aria-label={label}
        aria-valuemin={0}
        aria-valuemax={100}
        aria-valuenow={percent}
        aria-valuetext={text}
      >
        <div class="fill" style={{ width: `${percent ?? 100}%`, opacity: percent === undefined ? 0.4 : 1 }} />
      </div>
      <div class="legend">
        <span>{label}</span>
        <span class="number">{text}</span>
      </div>
    </div>
  );
}
