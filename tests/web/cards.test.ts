// SPDX-License-Identifier: Apache-2.0
// Cards of what leaves, with names of labels, files and encoders that have any character in them: the front matter is
// YAML with those names in it, and each name stays in its line.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import type { AdapterInfo } from '../../web/border/messages';
import { adapterFolder } from '../../web/hub/adapter';
import { headCard, modelCard } from '../../web/hub/card';
import { quoted, scalar, spanned } from '../../web/hub/escape';
import { termsOf } from '../../web/hub/terms';
import type { Trained } from '../../web/hub/trained';
import { recipeReadme } from '../../web/recipe/readme';
import type { Prepared } from '../../web/rows/prepare';

const ENDS = [...Array(0x20).keys(), 0x7f, 0x80, 0x85, 0x9f, 0x2028, 0x2029, 0xfeff, 0xfffe, 0xffff, 0xd800, 0xdfff];
const NASTY = [
  ...ENDS.map((code) => `a${String.fromCharCode(code)}b`),
  ...[
    'a\n---\nlicense: none',
    'a\n\n# b',
    '| x | y |',
    '``` a `',
    '`',
    ' ',
    '# a',
    ': {',
    '"',
    "'",
    '\\n',
    '\r\n\r\n1. x',
  ],
  ...['no', '~', '1e3', '{{', '- a', '<b>', '&a', '*a', '%', '@', '!x', 'null', '東京 😀'],
];

const trainedAs = (name: string): Trained => ({
  name,
  base: name,
  terms: null,
  task: 'multi_label_classification',
  labels: [name, 'pos'],
  scheme: 'none',
  pooling: 'cls',
  apart: false,
  pairs: false,
  columns: { text: name },
  thresholds: [0.5, 0.25],
  temperature: 1,
  novelty: null,
  method: 'head',
  cut: { max_length: 64, truncation: 'tail' },
  metrics: { macro_f1: 0.875 },
  rows: { train: 1400, test: 200 },
  options: { epochs: 3, seed: 1, head_start: 'kept' },
  made: null,
  web: { files: [], missing: '' },
});

function adapterCard(trained: Trained): string {
  const weights = { size: 0, pieces: () => [] };
  const files = adapterFolder({ r: 8 } as unknown as AdapterInfo, trained, weights);
  return new TextDecoder().decode([...files.find(({ name }) => name === 'README.md')!.pieces()][0]);
}

const recipe = ({ name, base }: Trained) => {
  const parts = { train: [], validation: [], test: [] };
  return recipeReadme({ name, base, prepared: { parts } as unknown as Prepared });
};

const CARDS = { model: modelCard, head: headCard, adapter: adapterCard, recipe };

/** What a reader of YAML 1.1 refuses, and the ends of lines of any reader but \n. */
// eslint-disable-next-line no-control-regex
const UNREADABLE = /[^\t\n\x20-\x7e\xa0-\u2027\u202a-\ud7ff\ue000-\ufefe\uff00-\ufffd\u{10000}-\u{10ffff}]/u;

/** Everything but what a name stands in. */
const structure = (card: string) =>
  card.split('\n').map((line) => /^(#+|\||---|```|- | *[\w-]+:|\d+\.)?/.exec(line)![0]);

function check(name: string): void {
  for (const [kind, make] of Object.entries(CARDS)) {
    const [card, plain] = [make(trainedAs(name)), make(trainedAs('plain'))];
    expect(card, kind).not.toMatch(UNREADABLE);
    expect(structure(card), kind).toEqual(structure(plain));
    const front = /^---\n([\s\S]*?\n)---\n/.exec(card)?.[1];
    if (kind === 'recipe') continue;
    for (const version of ['1.1', '1.2'] as const) {
      const read = parse(front!, { version }) as { tags: string[]; 'model-index'?: { name: string }[] };
      expect(read.tags, kind).toContain('tabtune');
      if (kind !== 'adapter') expect(read['model-index']![0]!.name).toBe(name);
    }
  }
}

describe('a name', () => {
  it.each(NASTY)('%j stays in its line of every card', check);
  it('of any characters does', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary', maxLength: 40 }), check), { numRuns: 300 });
  });
  it('in a span of code ends with its fence', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom('`', ' ', 'a', '\n', '\\'), minLength: 1 }), (name) => {
        const [, fence, inside] = /^(`+)([\s\S]*?[^`])\1$/.exec(spanned(name)) ?? [];
        expect(inside).toBeDefined();
        expect(inside!.match(/`+/g) ?? []).not.toContain(fence);
      }),
    );
  });
  it('in the shell lines of a recipe is a word', () => {
    const card = recipe(trainedAs("a b'; rm -rf $HOME `x`"));
    expect(card).toContain('hf upload YOUR_NAME/a-b-rm-rf-HOME-x-recipe .');
    expect(card).toContain('--base PATH_TO_ENCODER');
  });
});

describe('a scalar', () => {
  it('is read again as the same text', () => {
    fc.assert(
      fc.property(fc.oneof(fc.constantFrom(...NASTY), fc.string({ unit: 'binary' })), (text) => {
        for (const version of ['1.1', '1.2'] as const)
          for (const written of [quoted(text), scalar(text)]) expect(parse(written, { version })).toBe(text);
      }),
    );
  });
});

describe('licence of the base', () => {
  const again = (...lines: string[]) => {
    const terms = termsOf(`---\n${lines.join('\n')}\n---\n`);
    return terms && (parse(terms.lines.join('\n'), { version: '1.1' }) as object);
  };
  it.each([
    [['license: mit', 'license: gpl'], { license: 'mit' }],
    [['license: no'], { license: 'no' }],
    [['license: [mit, "no"]'], { license: ['mit', 'no'] }],
    [['license: other', 'license_name: a: b', 'license_link: LICENSE'], { license: 'other', license_name: 'a: b', license_link: 'LICENSE' }], // prettier-ignore
    [
      ['license: other', 'license_link: https://a.example/x_y'],
      { license: 'other', license_link: 'https://a.example/x_y' },
    ],
    [['license: 2.0'], { license: '2.0' }],
    [['language:', '- en', 'license: mit'], { license: 'mit' }],
    [['language: en'], null],
    [['license: [mit'], null],
    [['license: [mit, \'x"]'], null],
    [['license: - mit'], { license: '- mit' }],
  ])('%j are written as YAML', (lines, read) => {
    expect(again(...lines)).toEqual(read);
  });
});
