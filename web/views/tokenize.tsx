// SPDX-License-Identifier: Apache-2.0
// Step 2: the user's rows as the encoder reads them.
import { model } from '../state/model';
import { LengthPanel } from './lengths';
import { PiecesPanel } from './pieces';
import { SourcePanel } from './sources';
import { StepPage } from './step';
import { words } from '../words';

export function TokenizeView() {
  return (
    <StepPage id="tokenize" title={words.tokenize.title} lede={words.tokenize.lede}>
      {model.value ? (
        <>
          <PiecesPanel />
          <LengthPanel />
        </>
      ) : (
        <SourcePanel />
      )}
    </StepPage>
  );
}
