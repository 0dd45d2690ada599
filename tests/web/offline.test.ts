// SPDX-License-Identifier: Apache-2.0
// What the service worker answers, apart from the worker.
import { expect, test } from 'vitest';
import { hashOf, isAbsent, pathOf, withHeaders } from '../../web/offline/files';

const file = (path: string) => ({ path, hash: '', bytes: 1 });

test('a path belongs to the page where its folder does', () => {
  const scope = 'https://host.example/sub/page/';
  expect(pathOf('https://host.example/sub/page/', scope)).toBe('index.html');
  expect(pathOf('https://host.example/sub/page/models/a%20b/c.txt?v=1', scope)).toBe('models/a b/c.txt');
  expect(pathOf('https://host.example/sub/other/', scope)).toBeNull();
  expect(pathOf('https://elsewhere.example/sub/page/', scope)).toBeNull();
});

test('answers carry what threads need and the policy, and a kept one its own length', async () => {
  const server = new Response('0123456789', {
    headers: { 'Content-Encoding': 'br', 'Content-Length': '4', ETag: '"1"' },
  });
  const kept = withHeaders(server, 'assets/a.js', "default-src 'none'", 10);
  expect(Object.fromEntries(kept.headers)).toMatchObject({
    'cross-origin-opener-policy': 'same-origin',
    'cross-origin-embedder-policy': 'require-corp',
    'content-security-policy': "default-src 'none'",
    'content-length': '10',
    etag: '"1"',
  });
  expect(kept.headers.has('Content-Encoding')).toBe(false);
  expect(await kept.text()).toBe('0123456789');
  expect(withHeaders(new Response(null, { status: 304 }), 'index.html', '').status).toBe(304);
});

test('of an encoder that is kept whole another file is not there, of others that is unknown', () => {
  const files = [file('index.html'), file('models/small/config.json'), file('models/index.json')];
  expect(isAbsent('models/small/tokenizer.json', files)).toBe(true);
  expect(isAbsent('models/small/1_Pooling/config.json', files)).toBe(true);
  expect(isAbsent('models/small/config.json', files)).toBe(false);
  expect(isAbsent('models/large/tokenizer.json', files)).toBe(false);
  expect(isAbsent('models/index.json', files)).toBe(false);
  expect(isAbsent('assets/old-1234.js', files)).toBe(false);
});

test('a hash is the beginning of SHA-256', async () => {
  expect(await hashOf(new TextEncoder().encode('abc').buffer)).toBe('ba7816bf8f01cfea');
});
