// SPDX-License-Identifier: Apache-2.0
// Firefox, driven by WebDriver BiDi over its own socket.
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Tab } from './tab';

type Answer = Record<string, unknown>;

/** Values as BiDi writes them: what JSON.stringify has made of an answer is enough here. */
interface Evaluated {
  type: 'success' | 'exception';
  result?: { value?: string };
  exceptionDetails?: { text: string };
}

async function connect(url: string): Promise<(method: string, params: Answer) => Promise<Answer>> {
  const socket = new WebSocket(url);
  await new Promise((resolve, reject) => {
    socket.onopen = resolve;
    socket.onerror = () => reject(new Error(`${url} cannot be reached`));
  });
  const waiting = new Map<number, (answer: Answer) => void>();
  socket.onmessage = ({ data }) => {
    const answer = JSON.parse(String(data)) as Answer & { id?: number };
    if (answer.id !== undefined) waiting.get(answer.id)?.(answer);
  };
  let id = 0;
  return async (method, params) => {
    const mine = ++id;
    const answered = new Promise<Answer>((resolve) => waiting.set(mine, resolve));
    socket.send(JSON.stringify({ id: mine, method, params }));
    const answer = await answered;
    if (answer['type'] === 'error') throw new Error(`${method}: ${String(answer['message'])}`);
    return answer['result'] as Answer;
  };
}

/** All requests go through the proxy, those to this machine too. */
function preferences(proxy: string): string {
  const { hostname, port } = new URL(proxy);
  const ends = ['http', 'ssl'].flatMap((kind) => [
    [`network.proxy.${kind}`, hostname],
    [`network.proxy.${kind}_port`, Number(port)],
  ]);
  const all = [['network.proxy.type', 1], ['network.proxy.allow_hijacking_localhost', true], ...ends];
  return all.map(([name, value]) => `user_pref(${JSON.stringify(name)}, ${JSON.stringify(value)});\n`).join('');
}

export async function firefoxTab(proxy?: string): Promise<Tab> {
  const profile = mkdtempSync(join(tmpdir(), 'firefox-'));
  if (proxy) writeFileSync(join(profile, 'user.js'), preferences(proxy));
  const program = process.env['FIREFOX'] ?? 'firefox-esr';
  const firefox = spawn(program, ['--headless', '--remote-debugging-port', '0', '--profile', profile], {
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const url = await new Promise<string>((resolve, reject) => {
    let said = '';
    firefox.stderr.on('data', (text: Buffer) => {
      said += String(text);
      const [, at] = /WebDriver BiDi listening on (ws:\S+)/.exec(said) ?? [];
      if (at) resolve(at);
    });
    firefox.on('exit', () => reject(new Error(`${program} ended: ${said.slice(-300)}`)));
    firefox.on('error', reject);
  });
  const call = await connect(`${url}/session`);
  const session = await call('session.new', { capabilities: {} });
  const version = (session['capabilities'] as Answer)['browserVersion'];
  const { context } = await call('browsingContext.create', { type: 'tab' });
  return {
    browser: `Firefox ESR ${String(version)}`,
    open: async (address) => void (await call('browsingContext.navigate', { context, url: address, wait: 'complete' })),
    run: async (expression) => {
      const answer = (await call('script.evaluate', {
        expression: `(async () => JSON.stringify(await (${expression})) ?? 'null')()`,
        target: { context },
        awaitPromise: true,
      })) as unknown as Evaluated;
      if (answer.type === 'exception') throw new Error(answer.exceptionDetails?.text);
      return JSON.parse(answer.result?.value ?? 'null');
    },
    close: async () => {
      firefox.removeAllListeners('exit');
      const ended = new Promise((resolve) => firefox.once('exit', resolve));
      firefox.kill();
      await ended;
      rmSync(profile, { recursive: true, force: true });
    },
  };
}
