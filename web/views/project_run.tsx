// SPDX-License-Identifier: Apache-2.0
// A training that broke off, and the way to go on.
import { phase } from '../state/phase';
import { interrupted, keptRunTrouble } from '../state/kept_run';
import { keptTrainedTrouble } from '../state/kept_trained';
import { away, discardRun, goOnHere, hasTrained, projectTrouble } from '../state/project';
import { goTo } from '../state/steps';
import { Button } from '../ui/button';
import { count } from '../ui/format';
import { Notice, Trouble } from '../ui/notice';

export function BrokenOff() {
  const run = interrupted.value;
  const goOn = () => {
    goTo('train');
    void goOnHere();
  };
  return (
    <>
      {run && phase.value === 'idle' && (
        <section class="panel" aria-label="A training that broke off">
          <Notice kind="warn">
            A training broke off. It is kept as it was after {count(run.step)} of {count(run.of)} updates; from there it
            ends with the same numbers as if nothing had happened.
          </Notice>
          <div class="row">
            <Button id="go-on" kind="primary" onClick={goOn}>
              Go on where you were
            </Button>
            <Button kind="quiet" onClick={() => void discardRun()}>
              Discard this training
            </Button>
          </div>
        </section>
      )}
      {!run && away.value && phase.value === 'idle' && (
        <section class="panel" aria-label="What the engine had">
          <Notice kind="warn">
            {projectTrouble.value || 'The encoder is not in the engine any more. It is kept.'}
          </Notice>
          <Button kind="primary" onClick={() => void away.value?.()}>
            Load the encoder{hasTrained.value ? ' and bring the trained model back' : ''}
          </Button>
        </section>
      )}
      <Trouble text={keptRunTrouble.value || keptTrainedTrouble.value} />
    </>
  );
}
