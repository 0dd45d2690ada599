// SPDX-License-Identifier: Apache-2.0
// What has ended while the user was elsewhere.
import { closeEnded, ended } from '../state/ended';
import { goTo } from '../state/steps';
import { Button } from '../ui/button';
import { Notice } from '../ui/notice';
import { words } from '../words';

export function Ended() {
  if (!ended.value) return null;
  const see = () => {
    closeEnded();
    goTo('train');
  };
  return (
    <section class="panel" aria-label={words.run.ended}>
      <Notice kind="good">{ended.value}</Notice>
      <div class="row">
        <Button kind="primary" onClick={see}>
          {words.run.see}
        </Button>
        <Button kind="quiet" onClick={closeEnded}>
          {words.shell.close}
        </Button>
      </div>
    </section>
  );
}
