// SPDX-License-Identifier: Apache-2.0
// Between the page and the frame that speaks with the hub, which alone has the token.
import type { EngineError } from '../border/messages';
import type { Answer } from './account';

/** A file by its path in the repository. */
export interface Named {
  path: string;
  content: Blob;
}

export interface Push {
  /** Without the account's. */
  name: string;
  files: Named[];
  isPrivate: boolean;
  /** The repository is there, and its files are replaced. */
  update: boolean;
}

/** Bytes of the large files; small ones go in one message at the end. */
export interface Done {
  done: number;
  total: number;
  /** Seconds until a hub that is busy is asked again. */
  waiting?: number;
}

/** Which site this is at the hub: publish.json of the page's folder. */
export interface Site {
  hub: string;
  client: string;
}

export interface Calls {
  /** The address where the user signs in, and the state that comes back from there. */
  begin: [Site, { url: string; state: string }];
  /** The account's name. */
  signIn: [Answer, string];
  /** The repository's address. */
  push: [Push, string];
  stop: [null, null];
}

export type Asked = { [K in keyof Calls]: { id: number; name: K; input: Calls[K][0] } }[keyof Calls];
export type Told = { ready: true } | ({ id: number } & ({ output: unknown } | { error: EngineError } | { done: Done }));

/** Where the window of the sign-in leaves the hub's answer for the tab that opened it. */
export const CHANNEL = 'tabtune-sign-in';
