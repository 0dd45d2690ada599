// SPDX-License-Identifier: Apache-2.0
// The link that opened the page, until it has been followed or refused. Its text waits in the tab's history where the
// page begins anew for it: another site cannot write there.
import { signal } from '@preact/signals';
import { isLink } from '../share/is_link';

interface Arrived {
  search: string;
  hash: string;
  /** The user wants it opened, in a project of its own. */
  agreed: boolean;
}

const KEY = 'tabtune-link';
const history = globalThis.history as History | undefined;

function found(): Arrived | null {
  const { search = '', hash = '' } = location as Partial<Location>;
  if (isLink(search, hash)) return { search, hash, agreed: false };
  const waiting = (history?.state as Record<string, Arrived> | null)?.[KEY];
  if (!waiting) return null;
  keep({ ...waiting, agreed: false }); // a reload in the middle asks again
  return waiting;
}

/** In place of the address with the link. */
function keep(waiting: Arrived | null, hash = ''): void {
  history?.replaceState(waiting && { [KEY]: waiting }, '', location.origin + location.pathname + hash);
}

export const arrived = signal<Arrived | null>(found());

/** For the page that begins anew now. */
export const keepForReload = (): void => keep({ ...arrived.peek()!, agreed: true });

/** A reload opens nothing again. The step stays that is open. */
export function forgetLink(): void {
  keep(null, isLink('', location.hash) ? '' : location.hash);
  arrived.value = null;
}

addEventListener('hashchange', () => isLink('', location.hash) && location.reload());
