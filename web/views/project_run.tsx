// SPDX-License-Identifier: Apache-2.0
// A training that broke off, and the way to go on.
import { phase } from '../state/phase';
import { interrupted, keptRunTrouble } from '../state/kept_run';
import { inPlace, keptTrouble } from '../state/kept_models';
import { away, discardRun, goingOn, goOnHere, projectTrouble } from '../state/project';
import { goTo } from '../state/steps';
import { Button } from '../ui/button';
import { Notice, Trouble } from '../ui/notice';
import { words } from '../words';

export function BrokenOff() {
  const { trouble } = words;
  const run = interrupted.value;
  const goOn = () => {
    goTo('train');
    void goOnHere();
  };
  return (
    <>
      {run && phase.value === 'idle' && (
        <section class="panel" aria-label={trouble.brokeOff}>
          <Notice kind="warn">{trouble.brokeOffAt(run.step, run.of)}</Notice>
          <div class="row">
            <Button id="go-on" kind="primary" busy={goingOn.value} onClick={goOn}>
              {trouble.goOn}
            </Button>
            <Button kind="quiet" disabled={goingOn.value} onClick={() => void discardRun()}>
              {trouble.discard}
            </Button>
          </div>
        </section>
      )}
      {!run && away.value && phase.value === 'idle' && (
        <section class="panel" aria-label={trouble.engineHad}>
          <Notice kind="warn">{projectTrouble.value || trouble.encoderAway}</Notice>
          <Button kind="primary" onClick={() => void away.value?.()}>
            {inPlace.value === null ? trouble.bringEncoder : trouble.bringModel}
          </Button>
        </section>
      )}
      <Trouble text={keptRunTrouble.value || keptTrouble.value} />
    </>
  );
}
