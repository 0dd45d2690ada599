// SPDX-License-Identifier: Apache-2.0
// What a model card (README.md) says in its front matter of licence and language, for the card of what is made from it.
// https://huggingface.co/docs/hub/model-cards#model-card-metadata
export const CARD = 'README.md';

/** Lines of YAML as the card has them, with the items of a list. */
export interface Terms {
  /** A key of Hugging Face's list, such as "apache-2.0"; '' where the card has none. */
  license: string;
  lines: string[];
}

const KEYS = /^(license|license_name|license_link|language):(.*)$/;
const LONGEST = 200;

/** Only lines of plain scalars and lists of them: nothing else of a card can get into another one. */
export function termsOf(card: string): Terms | null {
  const front = /^\uFEFF?---[^\S\n]*\n([\s\S]*?)\n---/.exec(card.replaceAll('\r\n', '\n'))?.[1];
  const lines: string[] = [];
  let license = '';
  let inside = false;
  for (const line of front?.split('\n') ?? []) {
    const [, key, value = ''] = KEYS.exec(line) ?? [];
    const item: boolean = inside && /^\s*- [\w.+-]+\s*$/.test(line);
    inside = item || (key === 'language' && value.trim() === '');
    if (!item && !(key && (inside || isPlain(value.trim())))) continue;
    lines.push(line.trimEnd());
    if (key === 'license') license = value.trim().replace(/^(['"])(.*)\1$/, '$2');
  }
  return lines.length ? { license, lines } : null;
}

/** A word, a name, an address, or a list in brackets. */
const isPlain = (value: string) => value.length <= LONGEST && /^(['"]?)[\w .+:/-]+\1$|^\[[\w ,.+'"-]+\]$/.test(value);
