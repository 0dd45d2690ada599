// SPDX-License-Identifier: Apache-2.0
// What went wrong in a training, and what to change.
import { changesOf, type Finding } from '../answers/findings';
import { Notice } from '../ui/notice';
import { inWords } from '../words';

export function Findings({ findings }: { findings: Finding[] }) {
  if (!findings.length) return null;
  return (
    <Notice kind="warn">
      {findings.map((finding) => (
        <p key={finding.name}>{inWords(finding)}</p>
      ))}
      {changesOf(findings).map((change) => (
        <p key={change.text}>{inWords(change)}</p>
      ))}
    </Notice>
  );
}
