// SPDX-License-Identifier: Apache-2.0
// Signing in at the hub by OAuth 2 with PKCE (RFC 7636): the page has no secret. The token may make repositories and
// write into those that this page has made, and is kept in this object alone.
import { fail } from '../border/failure';
import { publishing } from '../words/en/publishing';
import { saying } from '../words/said';
import { outcome } from './trouble';

const say = saying('publishing', publishing);
const SCOPES = 'openid profile contribute-repos';

/** A sign-in that is under way. `redirect`: where the hub sends its answer. */
export interface SignIn {
  url: string;
  state: string;
  verifier: string;
  hub: string;
  client: string;
  redirect: string;
}

/** What stands in the address that the hub sends the user back to. */
export interface Answer {
  state: string;
  code: string | null;
  error: string | null;
}

export interface Account {
  name: string;
  token: string;
  hub: string;
  /** Milliseconds since 1970. */
  until: number;
}

const base64url = (bytes: Uint8Array): string =>
  btoa(Array.from(bytes, (one) => String.fromCharCode(one)).join(''))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replaceAll('=', '');
const random = () => base64url(crypto.getRandomValues(new Uint8Array(32)));

/** A page of a proxy or of an error comes with status 200 too: an answer has its key. */
async function valueWith<T extends object>(response: Response, key: keyof T & string): Promise<T> {
  const { ok, status } = response;
  const given = ok
    ? await response.json().catch((error: Error) => {
        if (error.name !== 'SyntaxError') throw error;
      })
    : null;
  const value = (given as T | null)?.[key];
  if (typeof value === 'string' && value) return given as T;
  return fail('E_STATE', say.noSignIn(ok ? `${status}, ${key}` : String(status)));
}

/** Asks nobody. */
export async function beginSignIn(hub: string, client: string, redirect: string): Promise<SignIn> {
  const [state, verifier] = [random(), random()];
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(verifier));
  const asked = new URLSearchParams({
    ...{ client_id: client, redirect_uri: redirect, response_type: 'code', scope: SCOPES, state },
    ...{ code_challenge: base64url(new Uint8Array(digest)), code_challenge_method: 'S256' },
  });
  return { url: `${hub}/oauth/authorize?${asked}`, state, verifier, hub, client, redirect };
}

export const answerIn = (search: string): Answer | null => {
  const given = new URLSearchParams(search);
  const [state, code, error] = ['state', 'code', 'error'].map((name) => given.get(name));
  return state && (code || error) ? { state, code: code ?? null, error: error ?? null } : null;
};

/** Those that have had their answer: a state is good for one. */
const answered = new WeakSet<SignIn>();

export async function endSignIn(begun: SignIn, { state, code, error }: Answer): Promise<Account> {
  const { hub, verifier, client, redirect } = begun;
  if (state !== begun.state || answered.has(begun)) fail('E_STATE', say.otherSignIn);
  answered.add(begun);
  if (!code) fail('E_STATE', error === 'access_denied' ? say.denied : say.noSignIn(error ?? ''));
  const given = await outcome(hub, async () => {
    const response = await fetch(`${hub}/oauth/token`, {
      method: 'POST',
      body: new URLSearchParams({
        ...{ grant_type: 'authorization_code', client_id: client, code: code!, redirect_uri: redirect },
        code_verifier: verifier,
      }),
    });
    return valueWith<{ access_token: string; expires_in: number }>(response, 'access_token');
  });
  const user = await outcome(hub, async () => {
    const response = await fetch(`${hub}/oauth/userinfo`, {
      headers: { Authorization: `Bearer ${given.access_token}` },
    });
    return valueWith<{ preferred_username: string }>(response, 'preferred_username');
  });
  const until = Date.now() + 1000 * given.expires_in;
  return { name: user.preferred_username, token: given.access_token, hub, until };
}
