// SPDX-License-Identifier: Apache-2.0
// The short way to a trained model.
import { hasChosen, mayTrainAtOnce, trainAtOnce } from '../../state/at_once';
import { Button } from '../../ui/button';
import { words } from '../../words';

export function AtOnce() {
  if (!mayTrainAtOnce.value) return null;
  return (
    <div class="row">
      <Button id="at-once" kind="primary" onClick={() => void trainAtOnce()}>
        {words.columns.atOnce}
      </Button>
      <span class="small muted">{hasChosen.value ? words.columns.atOnceChosen : words.columns.atOnceNote}</span>
    </div>
  );
}
