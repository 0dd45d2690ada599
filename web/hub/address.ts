// SPDX-License-Identifier: Apache-2.0
// What a user types for a folder at a server: a name on the hub, a page of the hub, or any URL -> the folder's URL.
import { fail } from '../border/failure';
import { address as sentences } from '../words/en/address';
import { saying, type Said } from '../words/said';

const say = saying('address', sentences);

export const HUB = 'https://huggingface.co/';
const OF_HUB = /^(?:https?:\/\/)?(?:www\.)?(?:huggingface\.co|hf\.co)(?=\/|$)/i;
/** [OWNER/]MODEL[@REVISION][/FOLDER] */
const NAME = /^((?:[\w.-]+\/)?[\w.-]+)(?:@([^\s@?#]+))?$/;
const NAME_AND_FOLDER = /^([\w-]+\/[\w.-]+)\/([^\s@?#:]+)$/;
/** Parts of a page's path that stand before a revision. */
const PAGES = /^(tree|blob|resolve|raw)$/;

/** A name or a password in front of the server. */
const CREDENTIALS = /^(?:[a-z][a-z\d+.-]*:\/\/[^/?#]*|[^/?#@\s]+:[^/?#]*)@/i;

/** Refuses what would be sent, kept and shown with the address. */
export function checkNoCredentials(address: string, what: string | Said = say.theAddress): void {
  if (CREDENTIALS.test(address.trim())) fail('E_DATA', say.credentials(what));
}

/** The address that file names are appended to. */
export function folderUrl(address: string): string {
  const text = address.trim();
  checkNoCredentials(text);
  if (OF_HUB.test(text)) return withoutFile(hubPage(text));
  const name = NAME.exec(text);
  if (name) return hubFolder(name[1]!, name[2]?.split('/') ?? []);
  const inside = NAME_AND_FOLDER.exec(text);
  if (inside) return hubFolder(inside[1]!, ['main', ...inside[2]!.split('/')]);
  let url: URL;
  try {
    url = new URL(text);
  } catch {
    fail('E_DATA', say.none(text));
  }
  if (!/^https?:$/.test(url.protocol)) fail('E_DATA', say.noWeb(text));
  const page = globalThis.location?.origin;
  if (url.protocol === 'http:' && page && url.origin !== page) fail('E_DATA', say.notSafe(text));
  url.search = url.hash = '';
  return withoutFile(url.href);
}

/** OWNER/MODEL, and behind it /tree/REVISION/FOLDER or /blob/REVISION/FILE. */
function hubPage(text: string): string {
  const { pathname } = new URL(text.replace(OF_HUB, HUB.slice(0, -1)));
  const parts = pathname.split('/').filter(Boolean);
  const long = PAGES.test(parts[1] ?? '') ? 1 : 2; // the oldest models have no owner
  if (parts.length < long || /^(datasets|spaces)$/.test(parts[0]!) || (parts[long] && !PAGES.test(parts[long])))
    fail('E_DATA', say.noModel(text, HUB));
  return hubFolder(parts.slice(0, long).join('/'), parts.slice(long + 1));
}

/** `behind`: revision and folders. The hub's own revisions, refs/pr/1 and the like, have slashes. */
function hubFolder(model: string, behind: string[]): string {
  const parts = behind.filter(Boolean);
  const revision = parts.splice(0, parts[0] === 'refs' ? 3 : 1).join('%2F') || 'main';
  return `${HUB}${[model, 'resolve', revision, ...parts].join('/')}/`;
}

function withoutFile(folder: string): string {
  const url = folder.replace(/\/$/, '');
  if (/\/[^/]+\.(safetensors|json|txt|bin)$/.test(url)) return url.slice(0, url.lastIndexOf('/') + 1);
  return `${url}/`;
}

/** An encoder's name on the hub or on a server of that layout, else the last two parts of its folder's path. */
export function nameAtAddress(address: string): string {
  let folder: string;
  try {
    folder = folderUrl(address);
  } catch {
    return address.trim().replace(CREDENTIALS, ''); // opening it reports what is wrong
  }
  const [model, file] = new URL(folder).pathname.split('/resolve/');
  const parts = model!.split('/').filter(Boolean);
  return (file === undefined ? parts.slice(-2) : parts).join('/') || folder;
}

/** OWNER/NAME, with @REVISION. */
export const HUB_NAME = /^[\w-][\w.-]*\/[\w.-]+(@[^/@][^@]*)?$/;
