// SPDX-License-Identifier: Apache-2.0
// Step 2: the user's rows as the encoder reads them.
import { dataset } from '../state/data';
import { model } from '../state/model';
import { LengthPanel } from './lengths';
import { PiecesPanel } from './pieces';
import { SourcePanel } from './sources';
import { Missing, StepPage } from './step';

export function TokenizeView() {
  const ready = dataset.value && model.value;
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
      blocked={ready ? '' : !dataset.value ? 'Prepare some data first.' : 'Load an encoder to see the pieces.'}
    >
      {!dataset.value && <Missing step="prepare">There are no texts yet to cut into pieces.</Missing>}
      {dataset.value && !model.value && <SourcePanel />}
      {ready && (
        <>
          <PiecesPanel />
          <LengthPanel />
        </>
      )}
    </StepPage>
  );
}
