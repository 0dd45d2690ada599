// SPDX-License-Identifier: Apache-2.0
// What a reload of the page would bring, while nothing runs that it would break off.
import { offer } from '../offline/page';
import { phase } from '../state/phase';
import { Button } from '../ui/button';
import { Notice } from '../ui/notice';

const TEXTS = {
  version: 'A newer version of this page is ready. Loading it closes what is open here: save your model first.',
  threads:
    'The page can use more threads once it is loaded again. That closes what is open here: save your model first.',
};

export function Offers() {
  if (!offer.value || phase.value !== 'idle') return null;
  const { what, take } = offer.value;
  return (
    <Notice>
      {TEXTS[what]}{' '}
      <Button onClick={take}>{what === 'version' ? 'Load the newer version' : 'Load the page again'}</Button>
    </Notice>
  );
}
