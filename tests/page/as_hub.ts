// SPDX-License-Identifier: Apache-2.0
// The stand-in hub under the hub's own name: a proxy between a browser and it, which answers for that server alone.
// Lines break and fall silent as they do on the way to the real one.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import { connect, type AddressInfo, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { TLSSocket } from 'node:tls';
import type { BrowserContextOptions } from '@playwright/test';
import type { Hub } from '../hub/hub';

const NAME = 'huggingface.co';

/** That nobody has signed. */
function certificate(): { key: Buffer; cert: Buffer } {
  const dir = mkdtempSync(join(tmpdir(), 'tabtune-'));
  const made = `-newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -keyout ${dir}/key -out ${dir}/cert`;
  execFileSync('openssl', `req -x509 ${made} -days 2 -subj /CN=${NAME}`.split(' '), { stdio: 'pipe' });
  const both = { key: readFileSync(`${dir}/key`), cert: readFileSync(`${dir}/cert`) };
  rmSync(dir, { recursive: true });
  return both;
}

/** For a browser's context; `page`: the server of the page, which is asked directly. */
export async function asHub(hub: Hub, page: string): Promise<{ options: BrowserContextOptions; close(): void }> {
  const secured = { isServer: true, ...certificate() };
  const open = new Set<Socket>();
  const proxy = createServer((_, answer) => void answer.writeHead(502).end());
  proxy.on('connect', ({ url }, socket: Socket) => {
    if (url !== `${NAME}:443`) return socket.end('HTTP/1.1 502 No\r\n\r\n');
    socket.write('HTTP/1.1 200 OK\r\n\r\n');
    const plain = new TLSSocket(socket, secured);
    const inner = connect(Number(new URL(hub.origin).port), '127.0.0.1');
    for (const [one, other] of [[plain, inner] as const, [inner, plain] as const]) {
      open.add(one);
      one.pipe(other);
      one.on('error', () => other.destroy()).on('close', () => (open.delete(one), other.destroy()));
    }
    return socket.on('error', () => plain.destroy());
  });
  await new Promise<void>((ready) => proxy.listen(0, '127.0.0.1', ready));
  const server = `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`;
  return {
    options: { ignoreHTTPSErrors: true, proxy: { server, bypass: new URL(page).hostname } },
    close: () => {
      open.forEach((one) => one.destroy());
      proxy.close();
    },
  };
}
