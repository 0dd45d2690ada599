// SPDX-License-Identifier: Apache-2.0
// How the engine's worker reads from another server: page and worker may connect to their own server only. A frame
// whose policy names the one other server fetches for the worker, over a port.

/** From the worker to the page, with the frame's port. */
export interface Wanted {
  foreign: string;
}

/** From the worker to the frame. `more`: the next piece of the body. `close`: the frame is not needed any more. */
export type Asked =
  | { id: number; url: string; method: string; headers: [string, string][]; redirect: RequestRedirect }
  | { id: number; more: true }
  | { id: number; cancel: true }
  | { close: true };

/** From the frame to the worker. `blocked`: the server passes the request on to one that the policy does not name. */
export type Told =
  | { ready: true }
  | { id: number; status: number; headers: [string, string][]; body: boolean }
  | { id: number; piece: Uint8Array<ArrayBuffer> | null }
  | { id: number; failed: string; blocked: boolean };
