// SPDX-License-Identifier: Apache-2.0
// A link to the page with an encoder, a head, data and options, as it is written and as it is read.
// ?encoder=NAME&head=ADDRESS&data=ADDRESS&options=NAME:VALUE,...#head=THE HEAD ITSELF
import { folderUrl } from '../hub/address';
import { fail } from '../border/failure';
import { linkFaults, type InLink } from '../words/en/link_faults';
import { saying, type Said } from '../words/said';
import { OF_OTHERS, PACKED } from './is_link';

const say = saying('linkFaults', linkFaults);

export interface Link {
  /** A name of this site's list, OWNER/NAME[@REVISION] on the hub, or an address. */
  encoder?: string;
  /** The address of a head file. */
  head?: string;
  /** A head file itself (packed.ts). */
  packed?: string;
  /** The address of a data file. */
  data?: string;
  /** By name. */
  options: Record<string, string>;
}

const PARAMETERS = ['encoder', 'head', 'data', 'options'];
/** Characters of a value; and of a head in the link itself. */
const MOST = 2000;
export const MOST_PACKED = 60_000;

export const short = (text: string, most = 60): string => (text.length > most ? `${text.slice(0, most)}…` : text);

/** `faults`: a sentence each; a link with one is not followed. */
export function readLink(search: string, hash: string): { link: Link; faults: Said[] } {
  const link: Link = { options: {} };
  const faults: Said[] = [];
  const given = new URLSearchParams(search);
  for (const name of new Set(given.keys())) {
    const [value = '', ...more] = given.getAll(name);
    if (OF_OTHERS.test(name)) continue;
    if (!PARAMETERS.includes(name)) faults.push(say.parameter(short(name), PARAMETERS.join(', ')));
    else if (more.length) faults.push(say.twice(name));
    else if (value.length > MOST) faults.push(say.long(name, value.length, MOST));
    else if (name === 'options') readOptions(value, link.options, faults);
    else if (value.trim()) link[name as 'encoder' | 'head' | 'data'] = value.trim();
  }
  if (PACKED.test(hash)) link.packed = hash.replace(PACKED, '');
  if ((link.packed?.length ?? 0) > MOST_PACKED) faults.push(say.longHead(link.packed!.length, MOST_PACKED));
  if (link.head && link.packed) faults.push(say.twoHeads);
  if ((link.head || link.packed) && !link.encoder) faults.push(say.headAlone);
  if (!faults.length && !link.encoder && !link.data) faults.push(say.nothing);
  return { link, faults };
}

/** A part without a colon goes on with a list: fix:leaks,long. */
function readOptions(text: string, into: Link['options'], faults: Said[]): void {
  let last: string | undefined;
  for (const pair of text.split(',').filter(Boolean)) {
    const colon = pair.indexOf(':');
    const [name, value] = [pair.slice(0, colon), decoded(pair.slice(colon + 1))];
    if (colon < 0 && last !== undefined && value !== null) into[last] += `,${value}`;
    else if (colon < 1 || value === null) faults.push(say.noOption(short(pair)));
    else if (Object.hasOwn(into, name)) faults.push(say.optionTwice(short(name)));
    else into[(last = name)] = value;
  }
}

function decoded(text: string): string | null {
  try {
    return decodeURIComponent(text);
  } catch {
    return null;
  }
}

/** `page`: the address of the page. */
export function writeLink(page: string, { encoder, head, packed, data, options }: Link): string {
  const url = new URL(page);
  url.search = url.hash = '';
  const pairs = Object.entries(options).map(([name, value]) => `${name}:${encodeURIComponent(value)}`);
  const given = Object.entries({ encoder, head, data, options: pairs.join(',') });
  const written = given.flatMap(([name, value]) => (value ? [`${name}=${readable(value)}`] : []));
  return `${url.href}${written.length ? '?' : ''}${written.join('&')}${packed ? `#head=${packed}` : ''}`;
}

/** Characters that may stand in a query as they are, stay as they are. */
const readable = (value: string) =>
  encodeURIComponent(value).replace(/%(2F|3A|40|2C)/g, (code) => decodeURIComponent(code));

/** The file or folder that the link names, seen from the page; throws a sentence. */
export function addressOf(what: InLink, text: string, page: string): URL {
  const given = short(text);
  let url: URL;
  try {
    url = new URL(text, page);
  } catch {
    fail('E_DATA', say.noAddress(what, given));
  }
  if (/[\u0000-\u001f\u007f]/.test(text)) fail('E_DATA', say.badCharacters(what, given));
  if (!/^https?:$/.test(url.protocol)) fail('E_DATA', say.onlyHttps(what, given));
  if (url.username || url.password) fail('E_DATA', say.userName(what, given));
  if (url.protocol === 'http:' && url.origin !== new URL(page).origin) fail('E_DATA', say.notSafe(what, given));
  return url;
}

/** `address`: what opens it, null for one of the list; `host`: null for this site. */
export interface EncoderPlace {
  address: string | null;
  host: string | null;
}

export function encoderPlace(text: string, listed: string[], page: string): EncoderPlace {
  if (listed.includes(text)) return { address: null, host: null };
  // On the hub's own pages an address may stand without its beginning.
  const isAddress = /^[./\\]|:|^[^/]+\.[a-z]+\/.*\//i.test(text) && !/^(www\.)?(huggingface\.co|hf\.co)\//i.test(text);
  const address = isAddress ? addressOf('encoder', text, page).href : text;
  const folder = new URL(folderUrl(address));
  return { address, host: hostOf(folder, page) };
}

export const hostOf = (url: URL, page: string): string | null =>
  url.origin === new URL(page).origin ? null : url.host;
