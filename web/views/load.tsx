// SPDX-License-Identifier: Apache-2.0
// Step 3: the pre-trained encoder, and the new head on top of it.
import { model } from '../state/model';
import { ArchitecturePanel } from './architecture';
import { HeadPanel } from './head';
import { PretrainPanel } from './pretrain';
import { SourcePanel } from './sources';
import { StepPage } from './step';

export function LoadView() {
  return (
    <StepPage
      id="load"
      title="Load an encoder, give it a new head"
      lede="Somebody has already trained the encoder on millions of sentences: it knows the language, but not your labels. Fine-tuning keeps what it knows and puts a small new output layer, the head, on top, which is fitted to your labels first and then trained together with it."
    >
      <SourcePanel />
      {model.value && (
        <>
          <ArchitecturePanel info={model.value} />
          <PretrainPanel />
          <HeadPanel />
        </>
      )}
    </StepPage>
  );
}
