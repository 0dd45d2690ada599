// SPDX-License-Identifier: Apache-2.0
// Step 2: the user's rows as the encoder reads them.
import { model } from '../state/model';
import { LengthPanel } from './lengths';
import { PiecesPanel } from './pieces';
import { SourcePanel } from './sources';
import { StepPage } from './step';

export function TokenizeView() {
  return (
    <StepPage
      id="tokenize"
      title="Cut the text into pieces"
      lede={
        <>
          An encoder does not read letters or words: it reads numbers. Its tokenizer cuts each text into pieces from a
          fixed vocabulary, and every piece has a number, its id. The vocabulary belongs to the encoder, so the two are
          loaded together.
        </>
      }
    >
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
