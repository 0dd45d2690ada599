// SPDX-License-Identifier: Apache-2.0
// Texts that the encoder's vocabulary cannot write.
import { foreignFound } from '../state/pieces';
import { Notice } from '../ui/notice';
import { inWords } from '../words';

export const Foreign = () =>
  foreignFound.value.map((problem) => (
    <Notice key={problem.text} kind="warn">
      {inWords(problem)}
    </Notice>
  ));
