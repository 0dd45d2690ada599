// SPDX-License-Identifier: Apache-2.0
// Step 3: the pre-trained encoder, and the new head on top of it.
import { model } from '../state/model';
import { ArchitecturePanel } from './architecture';
import { HeadPanel } from './head';
import { PretrainPanel } from './pretrain';
import { SourcePanel } from './sources';
import { words } from '../words';
import { StepPage } from './step';

export function LoadView() {
  return (
    <StepPage id="load" title={words.load.title} lede={words.load.lede}>
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
