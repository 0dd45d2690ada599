// SPDX-License-Identifier: Apache-2.0
// What has ended while the user was elsewhere.
import { closeEnded, ended } from '../state/ended';
import { goTo } from '../state/steps';
import { Button } from '../ui/button';
import { Notice } from '../ui/notice';

export function Ended() {
  if (!ended.value) return null;
  const see = () => {
    closeEnded();
    goTo('train');
  };
  return (
    <section class="panel" aria-label="A training has ended">
      <Notice kind="good">{ended.value}</Notice>
      <div class="row">
        <Button kind="primary" onClick={see}>
          See the run
        </Button>
        <Button kind="quiet" onClick={closeEnded}>
          Close
        </Button>
      </div>
    </section>
  );
}
