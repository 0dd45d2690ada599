// SPDX-License-Identifier: Apache-2.0
// A sentence with a sign. Bad news is announced at once, the rest politely.
import type { ComponentChildren } from 'preact';

type Kind = 'plain' | 'good' | 'warn' | 'bad';

const PATHS: Record<Kind, string> = {
  plain: 'M10 9v5M10 6v.5',
  good: 'M6 10.5l2.7 2.7L14 7.5',
  warn: 'M10 5.5v6M10 14v.5',
  bad: 'M7 7l6 6M13 7l-6 6',
};

export function Notice({ kind = 'plain', children }: { kind?: Kind; children: ComponentChildren }) {
  return (
    <div class={`notice ${kind}`} role={kind === 'bad' ? 'alert' : 'status'}>
      <svg
        width="20"
        height="20"
        viewBox="0 0 20 20"
        fill="none"
        stroke="currentColor"
        stroke-width="1.7"
        aria-hidden="true"
      >
        <circle cx="10" cy="10" r="8.5" />
        <path d={PATHS[kind]} stroke-linecap="round" />
      </svg>
      <div>{children}</div>
    </div>
  );
}

/** The error of an action, in place; nothing when there is none. */
export function Trouble({ text }: { text: string }) {
  return text ? <Notice kind="bad">{text}</Notice> : null;
}
