// SPDX-License-Identifier: Apache-2.0
// What a reload of the page would bring, while nothing runs that it would break off.
import { offer } from '../offline/page';
import { phase } from '../state/phase';
import { Button } from '../ui/button';
import { Notice } from '../ui/notice';
import { words } from '../words';

export function Offers() {
  if (!offer.value || phase.value !== 'idle') return null;
  const { what, take } = offer.value;
  return (
    <Notice>
      {what === 'version' ? words.shell.newVersion : words.shell.moreThreads}{' '}
      <Button onClick={take}>{what === 'version' ? words.shell.loadVersion : words.shell.loadPage}</Button>
    </Notice>
  );
}
