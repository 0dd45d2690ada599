// SPDX-License-Identifier: Apache-2.0
// Step 4: what is trained and how, what it will take, then the run.
import { trained } from '../state/head';
import { forgetTrained } from '../state/kept_trained';
import { phase } from '../state/phase';
import { repeating } from '../state/repeat';
import { fit, steps } from '../state/log';
import { continueRun, discardTrained, inTheWay, startRun } from '../state/training';
import { Button } from '../ui/button';
import { Notice } from '../ui/notice';
import { Panel } from '../ui/panel';
import { ChangesPanel } from './changes';
import { OptionsPanel } from './options';
import { PlanPanel } from './plan';
import { RepeatPanel } from './repeat';
import { RunPanel } from './run';
import { ShareTaskPanel } from './share_task';
import { StepPage } from './step';

function InTheWay() {
  const discard = () => {
    void discardTrained();
    void forgetTrained();
  };
  return (
    <Panel title="Another model is in memory">
      <Notice kind="warn">
        The model in memory was trained for other labels than those of the data you have now. Download it first if you
        want to keep it; training again starts from the pre-trained encoder.
      </Notice>
      <Button kind="primary" onClick={discard}>
        Discard it and plan a new run
      </Button>
    </Panel>
  );
}

export function TrainView() {
  const begun = phase.value !== 'idle' || repeating.value || steps.value.length > 0 || fit.value !== null;
  return (
    <StepPage
      id="train"
      title="Train"
      lede="The model reads a batch of rows, compares its answers with the labels, and every number in it is moved a very little towards a better answer. The steps are small on purpose: large ones would wipe out what the encoder learned in pre-training."
    >
      {inTheWay.value && phase.value === 'idle' && <InTheWay />}
      {begun && <RunPanel />}
      <ChangesPanel />
      {repeating.value && <RepeatPanel />}
      {!inTheWay.value && phase.value === 'idle' && !repeating.value && (
        <>
          <OptionsPanel />
          <PlanPanel onStart={(saved) => (saved ? continueRun(saved) : startRun())} again={!!trained.value} />
          <RepeatPanel />
          <ShareTaskPanel />
        </>
      )}
    </StepPage>
  );
}
