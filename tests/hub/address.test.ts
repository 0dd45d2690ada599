// SPDX-License-Identifier: Apache-2.0
// Addresses, servers and tokens that would send what is private to the wrong place.
import { afterEach, expect, it, vi } from 'vitest';
import { openWeb, sourceAtAddress } from '../../web/cli/hub';
import { folderUrl, nameAtAddress } from '../../web/hub/address';
import { browserWeb } from '../../web/hub/url';

afterEach(() => vi.unstubAllEnvs());

it.each(['localhost', 'hub.example.org', 'ftp://a.b', 'http://', 'https:///x', '//a.b', 'https://a b'])(
  'HF_ENDPOINT %s is refused by its name before anything is asked for',
  async (server) => {
    vi.stubEnv('HF_ENDPOINT', server);
    expect(() => sourceAtAddress('me/secret')).toThrow(/variable HF_ENDPOINT is ".*"; it must be the address/s);
    await expect(openWeb()).rejects.toThrow(/HF_ENDPOINT/);
    expect(sourceAtAddress('./me')).toBe(null);
  },
);

it('HF_ENDPOINT may have a path', () => {
  vi.stubEnv('HF_ENDPOINT', ' http://127.0.0.1:8000/hub// ');
  expect(sourceAtAddress('me/secret')).toMatchObject({ url: 'http://127.0.0.1:8000/hub/me/secret/resolve/main/' });
});

it.each([
  'https://me:pw1@a.b/m',
  'http://pw1@a.b',
  'me:pw1@a.b/m',
  'https://me:pw1@huggingface.co/a/b',
  'https://me:pw1@a b',
])('a password in an address is refused and not shown: %s', (address) => {
  for (const act of [() => folderUrl(address), () => sourceAtAddress(address)])
    try {
      expect(act()).toBe('refused');
    } catch (error) {
      expect((error as Error).message).toMatch(/has a name or a password in front of its server/);
      expect((error as Error).message).not.toContain('pw1');
    }
  expect(nameAtAddress(address)).not.toContain('pw1');
  vi.stubEnv('HF_ENDPOINT', address);
  expect(() => sourceAtAddress('me/secret')).toThrow(/^The environment variable HF_ENDPOINT has a name or a password/);
});

it('names with revisions are none of these', () => {
  expect(folderUrl('me/model@v1')).toBe('https://huggingface.co/me/model/resolve/v1/');
  expect(folderUrl('https://a.b/x@y/z')).toBe('https://a.b/x@y/z/');
});

it.each(['a\nb', 'tok\u00e9n', 'hf…', 'a b'])('a token %j is refused in a sentence', async (token) => {
  vi.stubEnv('HF_TOKEN', token);
  await expect(openWeb()).rejects.toThrow(/^The environment variable HF_TOKEN has a space, a line break or a letter/);
  await expect(browserWeb(token)).rejects.toThrow(/^The token has a space/);
});

it('a token is taken without what is around it', async () => {
  vi.stubEnv('HF_TOKEN', ' hf_abc\n');
  expect((await openWeb()).account).toEqual({ origin: 'https://huggingface.co', token: 'hf_abc' });
});

it('a page is told apart from its connection', async () => {
  const { remedies } = await browserWeb();
  expect(remedies.reach('https://a.b/x/')).toMatchObject({
    text: expect.stringContaining('Access-Control-Allow-Origin'),
  });
  vi.stubGlobal('navigator', { onLine: false });
  expect(remedies.reach('https://a.b/x/')).toMatchObject({ text: 'This computer is offline.' });
  vi.unstubAllGlobals();
});
