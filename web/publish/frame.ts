// SPDX-License-Identifier: Apache-2.0
// publish.html, in two places. In the window in which the user signed in at the hub, it hands the answer to the tab
// that waits for it. In a frame of the page it signs in and sends files, to the hub that its address names and its
// storage.
import { asEngineError } from '../border/failure';
import { storagesOf } from '../foreign/sources';
import { tighten } from '../foreign/tighten';
import { answerIn, beginSignIn, endSignIn, type Account, type SignIn } from './account';
import { CHANNEL, type Asked, type Calls, type Told } from './messages';

function serve(port: MessagePort): void {
  let begun: SignIn | null = null;
  let account: Account | null = null;
  let going: AbortController | null = null;
  const tell = (told: Told) => port.postMessage(told);
  const calls: { [K in keyof Calls]: (input: Calls[K][0], id: number) => Promise<Calls[K][1]> } = {
    async begin({ hub, client }) {
      begun = await beginSignIn(hub, client, new URL('publish.html', location.href).href);
      return { url: begun.url, state: begun.state };
    },
    async signIn(answer) {
      account = await endSignIn(begun!, answer);
      return account.name;
    },
    async push(input, id) {
      const { signal } = (going = new AbortController()); // a stop may come while the code is fetched
      const { push } = await import('./push');
      return push(account!, input, { signal, told: (done) => tell({ id, done }) });
    },
    async stop() {
      going?.abort();
      return null;
    },
  };
  port.onmessage = async ({ data: { id, name, input } }: MessageEvent<Asked>) => {
    try {
      tell({ id, output: await (calls[name] as (of: typeof input, id: number) => Promise<unknown>)(input, id) });
    } catch (error) {
      tell({ id, error: asEngineError(error) });
    }
  };
  tell({ ready: true });
}

const answer = answerIn(location.search);
if (window === top && answer) {
  history.replaceState(null, '', location.pathname); // the code stays in no history
  const channel = new BroadcastChannel(CHANNEL);
  channel.postMessage(answer);
  window.close();
} else if (window === top)
  location.replace('./'); // opened by hand
else {
  const sources = storagesOf(decodeURIComponent(location.hash.slice(1)));
  if (sources) {
    tighten(sources);
    addEventListener('message', ({ source, origin, ports: [port] }) => {
      if (source === parent && origin === location.origin && port) serve(port);
    });
  }
}
