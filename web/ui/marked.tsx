// SPDX-License-Identifier: Apache-2.0
// A sentence with markup in it, as translators see it: "See <step>step 1</step>; <file/> is kept." What stands between
// a tag's two ends is given to `parts`; a tag without contents is replaced by its part, which is how users' own texts
// get in.
import { Fragment, h, type ComponentChildren } from 'preact';

type Part = ComponentChildren | ((text: string) => ComponentChildren);

const TAG = /<(\w+)\/>|<(\w+)>(.*?)<\/\2>/gs;
const PLAIN = ['b', 'strong', 'code', 'small'];

export function marked(sentence: string, parts: Record<string, Part> = {}): ComponentChildren[] {
  const out: ComponentChildren[] = [];
  let at = 0;
  for (const found of sentence.matchAll(TAG)) {
    const [whole, single, pair, text = ''] = found;
    const name = single ?? pair!;
    const part = parts[name] ?? (PLAIN.includes(name) ? (inner: string) => h(name, {}, inner) : text);
    out.push(
      sentence.slice(at, found.index),
      h(
        Fragment,
        { key: out.length },
        typeof part === 'function' ? (part as (text: string) => ComponentChildren)(text) : part,
      ),
    );
    at = found.index + whole.length;
  }
  return [...out, sentence.slice(at)];
}
