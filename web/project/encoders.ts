// SPDX-License-Identifier: Apache-2.0
// What an encoder at an address is called, and whether it is on this computer.
import { folderUrl } from '../hub/address';
import { openCopies } from './copies';

export { isOfEncoder } from '../hub/weights';

/** It can be opened without asking a server other than that of `page`. */
export async function isHere(address: string, page: string): Promise<boolean> {
  const folder = folderUrl(address);
  if (new URL(folder).origin === new URL(page).origin) return true;
  return !!(await (await openCopies())?.find(`${folder}config.json`))?.complete;
}

/** Its name on the hub or on a server of that layout, else the last two parts of its folder's path. */
export function nameAtAddress(address: string): string {
  let folder: string;
  try {
    folder = folderUrl(address);
  } catch {
    return address.trim(); // opening it reports what is wrong
  }
  const [model, file] = new URL(folder).pathname.split('/resolve/');
  const parts = model!.split('/').filter(Boolean);
  return (file === undefined ? parts.slice(-2) : parts).join('/') || folder;
}
