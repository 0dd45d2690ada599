// SPDX-License-Identifier: Apache-2.0
// What went wrong in a training, and what to change.
import { changesOf, type Finding } from '../answers/findings';
import { Notice } from '../ui/notice';

export function Findings({ findings }: { findings: Finding[] }) {
  if (!findings.length) return null;
  return (
    <Notice kind="warn">
      {findings.map(({ name, text }) => (
        <p key={name}>{text}</p>
      ))}
      {changesOf(findings).map((change) => (
        <p key={change}>{change}</p>
      ))}
    </Notice>
  );
}
