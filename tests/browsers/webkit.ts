// SPDX-License-Identifier: Apache-2.0
// WebKitGTK's MiniBrowser under Xvfb, driven by WebDriver.
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { pause, until, type Tab } from './tab';

const PROGRAMS = ['4.1', '4.0', '6.0'].flatMap((version) =>
  ['x86_64', 'aarch64'].map((arch) => `/usr/lib/${arch}-linux-gnu/webkit2gtk-${version}/MiniBrowser`),
);

/** `shared`: JavaScriptCore is told to offer SharedArrayBuffer, which it does not by itself. */
export async function webkitTab(shared: boolean, proxy?: string, port = shared ? 4591 : 4590): Promise<Tab> {
  const binary = process.env['MINIBROWSER'] ?? PROGRAMS.find((path) => existsSync(path));
  if (!binary) throw new Error('There is no MiniBrowser of WebKitGTK: install webkit2gtk-driver.');
  // A fresh display; the locale C is what servers have, and its "C" is no language tag.
  const display = `:${port - 4500}`;
  const xvfb = spawn('Xvfb', [display, '-screen', '0', '1280x1024x24'], { stdio: 'ignore' });
  const driver = spawn('WebKitWebDriver', [`--port=${port}`], {
    stdio: 'ignore',
    env: {
      ...process.env,
      DISPLAY: display,
      LC_ALL: shared ? 'C.UTF-8' : 'C',
      GDK_BACKEND: 'x11',
      ...(shared && { JSC_useSharedArrayBuffer: '1' }),
    },
  });
  const stop = async () => {
    driver.kill();
    await pause(500);
    xvfb.kill();
  };
  const call = async <T>(method: string, path: string, body?: unknown): Promise<T> => {
    const response = await fetch(`http://127.0.0.1:${port}${path}`, {
      method,
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const { value } = (await response.json()) as { value: T & { message?: string } };
    if (!response.ok) throw new Error(value.message ?? `${path}: status ${response.status}`);
    return value;
  };
  const capabilities = {
    alwaysMatch: {
      'webkitgtk:browserOptions': { binary, args: ['--automation'] },
      timeouts: { script: 600_000 },
      ...(proxy && { proxy: { proxyType: 'manual', httpProxy: new URL(proxy).host, sslProxy: new URL(proxy).host } }),
    },
  };
  try {
    const session = await until(
      'a session of WebKitWebDriver',
      () => call<{ sessionId: string; capabilities: { browserVersion: string } }>('POST', '/session', { capabilities }),
      60,
    );
    const at = `/session/${session.sessionId}`;
    return {
      browser: `WebKitGTK ${session.capabilities.browserVersion}${shared ? ', told to share memory' : ''}`,
      open: async (url) => void (await call('POST', `${at}/url`, { url })),
      run: async <T>(expression: string) => {
        const script = `const done = arguments[0];
          (async () => (${expression}))().then((value) => done({ value }), (error) => done({ error: String(error) }))`;
        const answer = await call<{ value?: T; error?: string }>('POST', `${at}/execute/async`, { script, args: [] });
        if (answer.error !== undefined) throw new Error(answer.error);
        return answer.value as T;
      },
      close: async () => {
        await call('DELETE', at).catch(() => undefined);
        await stop();
      },
    };
  } catch (error) {
    await stop();
    throw error;
  }
}
