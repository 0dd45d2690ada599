// SPDX-License-Identifier: Apache-2.0
// Step 4: what is trained and how, what it will take, then the run.
import { isKept, trained } from '../state/head';
import { leavePlace } from '../state/kept_models';
import { phase } from '../state/phase';
import { repeating } from '../state/repeat';
import { fit, steps } from '../state/log';
import { continueRun, discardTrained, inTheWay, startRun } from '../state/training';
import { Button } from '../ui/button';
import { Notice } from '../ui/notice';
import { Panel } from '../ui/panel';
import { words } from '../words';
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
    void leavePlace();
  };
  return (
    <Panel title={words.train.another}>
      <Notice kind="warn">
        {words.train.anotherLead} {isKept.value ? words.train.staysInRuns : words.train.downloadFirst}
      </Notice>
      <Button kind="primary" onClick={discard}>
        {words.train.discard}
      </Button>
    </Panel>
  );
}

export function TrainView() {
  const begun = phase.value !== 'idle' || repeating.value || steps.value.length > 0 || fit.value !== null;
  return (
    <StepPage id="train" title={words.train.title} lede={words.train.lede}>
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
