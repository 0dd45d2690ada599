// SPDX-License-Identifier: Apache-2.0
// After the engine has died: what was lost, and what comes back by itself.
import { closeLoss, loss } from '../state/recovery';
import { Button } from '../ui/button';
import { Trouble } from '../ui/notice';
import { words } from '../words';

export function Loss() {
  if (!loss.value) return null;
  return (
    <section class="panel" aria-label={words.trouble.engineStopped}>
      <Trouble text={loss.value} />
      <Button kind="quiet" onClick={closeLoss}>
        {words.shell.close}
      </Button>
    </section>
  );
}
