// SPDX-License-Identifier: Apache-2.0
// The page's end of the frame that speaks with the hub. It is put into the page when publishing is asked for.
import { EngineFailure } from '../border/failure';
import { CHANNEL, type Calls, type Done, type Site, type Told } from './messages';
import type { Answer } from './account';

interface Waiting {
  resolve(output: unknown): void;
  reject(error: unknown): void;
  told: (done: Done) => void;
}

export class Publisher {
  private readonly waiting = new Map<number, Waiting>();
  private lastId = 0;

  private constructor(private readonly port: MessagePort) {
    port.onmessage = ({ data }: MessageEvent<Told>) => {
      if ('ready' in data) return;
      const asked = this.waiting.get(data.id);
      if (!asked) return;
      if ('done' in data) return asked.told(data.done);
      this.waiting.delete(data.id);
      if ('error' in data) asked.reject(new EngineFailure(data.error));
      else asked.resolve(data.output);
    };
  }

  static open({ hub }: Site): Promise<Publisher> {
    const { port1, port2 } = new MessageChannel();
    const frame = document.createElement('iframe');
    frame.hidden = true;
    frame.title = `Sends files to ${hub}`;
    frame.src = `publish.html#${encodeURIComponent(hub)}`;
    return new Promise((resolve, reject) => {
      frame.onload = () => {
        frame.contentWindow?.postMessage('line', location.origin, [port2]);
        resolve(new Publisher(port1));
      };
      frame.onerror = reject;
      document.body.append(frame);
    });
  }

  private call<K extends keyof Calls>(name: K, input: Calls[K][0], told: Waiting['told'] = () => undefined) {
    const id = ++this.lastId;
    return new Promise<Calls[K][1]>((resolve, reject) => {
      this.waiting.set(id, { resolve: resolve as Waiting['resolve'], reject, told });
      this.port.postMessage({ id, name, input });
    });
  }

  /** `url`: where the user signs in, in a window; `name`: of the account, once that is done. */
  async signIn(site: Site): Promise<{ url: string; name: Promise<string> }> {
    const { url, state } = await this.call('begin', site);
    const channel = new BroadcastChannel(CHANNEL);
    const answer = new Promise<Answer>((resolve) => {
      // Other tabs may wait for theirs.
      channel.onmessage = ({ data }: MessageEvent<Answer>) => data.state === state && resolve(data);
    });
    return { url, name: answer.finally(() => channel.close()).then((given) => this.call('signIn', given)) };
  }

  push(input: Calls['push'][0], told: Waiting['told']): Promise<string> {
    return this.call('push', input, told);
  }

  stop(): void {
    void this.call('stop', null);
  }
}
