// SPDX-License-Identifier: Apache-2.0
// Links to the page: written and read again; and those that are refused, with a sentence each.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addressOf, encoderPlace, readLink, writeLink, type Link } from '../../web/share/link';
import { isLink } from '../../web/share/is_link';

const PAGE = 'https://school.example/tabtune/';

const parts = (url: string) => {
  const { search, hash } = new URL(url);
  return [search, hash] as const;
};
const faultOf = (search: string, hash = '') =>
  readLink(search, hash)
    .faults.map(({ text }) => text)
    .join(' ');

describe('a link', () => {
  it('is read as it was written', () => {
    const value = fc.string({ unit: 'binary', minLength: 1, maxLength: 40 }).filter((text) => text.trim() === text);
    const options = fc.dictionary(fc.stringMatching(/^[a-z][a-z_]{0,12}$/), fc.string({ unit: 'binary' }), {
      maxKeys: 4,
    });
    const link = fc.record({ encoder: value, data: value, options }, { requiredKeys: ['encoder', 'options'] });
    fc.assert(
      fc.property(link, fc.option(fc.stringMatching(/^[\w-]{1,30}$/)), (some, packed) => {
        const wanted = { ...some, ...(packed === null ? {} : { packed }) } as Link;
        wanted.options = { ...wanted.options }; // without null prototypes
        expect(readLink(...parts(writeLink(PAGE, wanted)))).toEqual({ link: wanted, faults: [] });
      }),
    );
  });

  it('can be read by people', () => {
    const options = { learning_rate: '0.001', label: 'mood, or tone' };
    const data = 'https://files.example/a.csv';
    expect(writeLink(`${PAGE}?x=1#try`, { encoder: 'owner/name@v1', data, options, packed: '1abc' })).toBe(
      `${PAGE}?encoder=owner/name@v1&data=https://files.example/a.csv&options=learning_rate:0.001,label:mood%252C%2520or%2520tone#head=1abc`,
    );
  });

  it('has lists as the command line has them', () => {
    const { link, faults } = readLink('?data=a.csv&options=fix:duplicates,leaks,class_weights:1,2,seed:3', '');
    expect([link.options, faults]).toEqual([{ fix: 'duplicates,leaks', class_weights: '1,2', seed: '3' }, []]);
  });

  it('is one where the address has something to open', () => {
    expect(['?encoder=a', '?enocder=a', '?__theme=dark', '?utm_source=mail', ''].map((s) => isLink(s, '#try'))).toEqual(
      [...[true, true, false, false, false]],
    );
    expect(isLink('', '#head=1abc')).toBe(true);
  });

  it.each([
    ['?enocder=a', '', 'the parameter "enocder"; only encoder, head, data, options are known'],
    ['?encoder=a&encoder=b', '', 'the parameter encoder more than once'],
    [`?data=${'a'.repeat(2001)}`, '', 'The parameter data of the link has 2001 characters; at most 2000 are read.'],
    ['?encoder=a', `#head=${'a'.repeat(60_001)}`, 'The head in the link has 60001 characters'],
    ['?encoder=a&head=b', '#head=1c', 'two heads'],
    ['', '#head=1c', 'names no encoder: add encoder=NAME'],
    ['?head=https://a.example/h.safetensors', '', 'names no encoder'],
    ['?options=epochs:2', '', 'names no encoder and no data'],
    ['?data=a.csv&options=epochs', '', '"epochs" in the link is no option: write NAME:VALUE'],
    ['?data=a.csv&options=epochs:1,epochs:2', '', 'the option epochs more than once'],
    ['?data=a.csv&options=label:%25E0%25A4%25A', '', 'is no option'],
    ['?__theme=dark&__proto__=1', '', 'names no encoder and no data'],
  ])('%s%s is refused', (search, hash, sentence) => {
    expect(faultOf(search, hash)).toContain(sentence);
  });
});

describe('an address in a link', () => {
  const open = (text: string) => addressOf('data', text, PAGE).href;

  it('is seen from the page', () => {
    expect(open('samples/reviews.csv')).toBe(`${PAGE}samples/reviews.csv`);
    expect(open('https://files.example/a b.csv?raw=1')).toBe('https://files.example/a%20b.csv?raw=1');
  });

  it.each([
    ['javascript:alert(1)', 'addresses that begin with https:// only'],
    [' javascript:alert(1)', 'addresses that begin with https:// only'],
    ['data:text/csv,a', 'addresses that begin with https:// only'],
    ['file:///etc/passwd', 'addresses that begin with https:// only'],
    ['blob:https://school.example/1', 'addresses that begin with https:// only'],
    ['ftp://files.example/a.csv', 'addresses that begin with https:// only'],
    ['java\nscript:alert(1)', 'characters that no address has'],
    ['https://me:secret@files.example/a.csv', 'has a user name in it'],
    ['//me@files.example/a.csv', 'has a user name in it'],
    ['http://files.example/a.csv', 'from other hosts'],
    ['https://', 'is no address'],
  ])('%s is refused', (text, sentence) => {
    expect(() => open(text)).toThrow(sentence);
  });
});

describe('an encoder in a link', () => {
  const place = (text: string) => encoderPlace(text, ['tabtune-small'], PAGE);

  it('is one of the list, of the hub, or at an address, with the host that would be asked', () => {
    expect(place('tabtune-small')).toEqual({ address: null, host: null });
    expect(place('owner/name@v1').host).toBe('huggingface.co');
    expect(place('bert-base-uncased').host).toBe('huggingface.co');
    expect(place('hf.co/owner/name').host).toBe('huggingface.co');
    expect(place('https://models.example/x')).toEqual({ address: 'https://models.example/x', host: 'models.example' });
    expect(place('./models/x')).toEqual({ address: `${PAGE}models/x`, host: null });
    expect(place('//models.example/x').host).toBe('models.example');
    expect(place('\\\\models.example\\x').host).toBe('models.example');
    expect(place('https://huggingface.co.evil.example/a').host).toBe('huggingface.co.evil.example');
  });

  it.each(['javascript:alert(1)', 'data:,x', 'https://a:b@huggingface.co/o/n', 'file:///tmp', 'a b', 'owner/name@x?y'])(
    '%s is refused',
    (text) => {
      expect(() => place(text)).toThrow();
    },
  );
});
