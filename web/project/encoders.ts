// SPDX-License-Identifier: Apache-2.0
// What an encoder at an address is called, and whether it is on this computer.
import { folderUrl } from '../hub/address';
import { openCopies } from './copies';

export { HUB, nameAtAddress } from '../hub/address';
export { isOfEncoder } from '../hub/weights';

/** It can be opened without asking a server other than that of `page`. */
export async function isHere(address: string, page: string): Promise<boolean> {
  const folder = folderUrl(address);
  if (new URL(folder).origin === new URL(page).origin) return true;
  return !!(await (await openCopies())?.find(`${folder}config.json`))?.complete;
}
