// SPDX-License-Identifier: Apache-2.0
// What a model card (README.md) says in its front matter of the licence, for the card of what is made from it. Its
// language is left out: the texts of another training may be in another one.
// https://huggingface.co/docs/hub/model-cards#model-card-metadata
import { scalar } from './escape';

export const CARD = 'README.md';

/** Lines of YAML: each key once, with its value or its items. */
export interface Terms {
  /** A key of Hugging Face's list, such as "apache-2.0"; '' where the card has none. */
  license: string;
  lines: string[];
}

/** A card that says these and nothing else. */
export const cardOf = ({ lines }: Terms): string => `---\n${lines.join('\n')}\n---\n`;

/** A name on a hub. */
export const isRepository = (base: string): boolean => /^[\w.-]+\/[\w.-]+$/.test(base);

const KEYS = /^(license|license_name|license_link):(.*)$/;
const LONGEST = 200;

/** Only plain scalars and lists of them, written anew: nothing else of a card can get into another one. */
export function termsOf(card: string): Terms | null {
  const front = /^\uFEFF?---[^\S\n]*\n([\s\S]*?)\n---/.exec(card.replaceAll('\r\n', '\n'))?.[1];
  const found = new Map<string, string | string[]>();
  for (const line of front?.split('\n') ?? []) {
    const [, key, value = ''] = KEYS.exec(line) ?? [];
    if (!key || found.has(key)) continue;
    const given = valueOf(value.trim());
    if (given) found.set(key, given);
  }
  const lines = [...found].flatMap(([key, value]) => {
    if (typeof value === 'string') return [`${key}: ${scalar(value)}`];
    return value.length ? [`${key}:`, ...value.map((one) => `- ${scalar(one)}`)] : [];
  });
  const license = found.get('license');
  return lines.length ? { license: typeof license === 'string' ? license : '', lines } : null;
}

/** A word, a name, an address, in quotes or not; null: something else. */
const wordOf = (text: string) =>
  (text.length <= LONGEST && /^(['"]?)([\w.+/-][\w .+:/-]*)\1$/.exec(text.trim())?.[2]?.trim()) || null;

function valueOf(text: string): string | string[] | null {
  const list = /^\[(.*)\]$/.exec(text)?.[1];
  if (list === undefined) return wordOf(text);
  const words = list.split(',').map(wordOf);
  return words.every((word) => word !== null) ? words : null;
}
