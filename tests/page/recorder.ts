// SPDX-License-Identifier: Apache-2.0
// A proxy between a browser and everything: it keeps what was sent, and lets through what goes to one server alone.
import { createServer, request, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface Sent {
  method: string;
  url: string;
  headers: IncomingHttpHeaders;
  body: string;
}

export interface Recorder {
  address: string;
  sent: Sent[];
  close(): void;
}

export async function record(server: string): Promise<Recorder> {
  const sent: Sent[] = [];
  const proxy = createServer(async (incoming, answer) => {
    const { method = '', url = '', headers } = incoming;
    const body = await incoming.toArray();
    sent.push({ method, url, headers, body: Buffer.concat(body).toString('latin1') });
    if (!url.startsWith(server)) return void answer.writeHead(502).end();
    const passed = request(url, { method, headers }, (reply) => {
      answer.writeHead(reply.statusCode ?? 502, reply.headers);
      reply.pipe(answer);
    });
    passed.on('error', () => answer.destroy());
    passed.end();
  });
  // A connection to another server, over TLS or for a WebSocket, is not made.
  const refuse = ({ method = '', url = '', headers }: Partial<Sent>, socket: { end(text: string): unknown }) => {
    sent.push({ method, url, headers: headers ?? {}, body: '' });
    socket.end('HTTP/1.1 502 No\r\n\r\n');
  };
  proxy.on('connect', refuse).on('upgrade', refuse);
  await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve));
  const { port } = proxy.address() as AddressInfo;
  return { address: `http://127.0.0.1:${port}`, sent, close: () => proxy.close() };
}
