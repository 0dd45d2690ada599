// SPDX-License-Identifier: Apache-2.0
// Sentences of the engine in another language. A table has C's format strings, with a sentence for each, in which %1 is
// the first value, %2 the second. What was written by C is matched against the formats; values that are words of the
// table are translated too, but for what comes from files: slices of text (%.*s), what is quoted, and names of tensors
// and options.
import { count } from '../ui/format';

const VALUE = /%(?:\.?\d+)?(?:ll|z)?(\.\*s|[a-z])/;
const OF_A_FILE = /(?:"|\b(?:tensor|option|key|token|metadata|family|method) )$/;
/** The engine's sentences are shorter, and have fewer parts. */
const MOST_CHARACTERS = 1000;
const MOST_PARTS = 6;
const DIGITS = '(-?\\d+)';
const WRITTEN: Record<string, string> = {
  ...{ d: DIGITS, u: DIGITS },
  ...{ f: '(-?[\\d.]+)', g: '(-?(?:[\\d.]+(?:e[-+]?\\d+)?|nan|inf))' },
  s: '([^;]*?)',
};

/** The engine cuts a sentence between two characters, where it would take more bytes than this. */
const WHOLE_BYTES = 235;
/** So many characters of the format itself are enough to know it by, where its values may be anything. */
const KNOWN_BY = 16;

interface Format {
  pattern: RegExp;
  /** Texts of the format, and behind each but the last the kind of a value. */
  parts: string[];
  /** How the values are written in C: d, f, s, and `verbatim`. */
  kinds: string[];
  /** Characters of the format itself: of several formats that fit the one with the most is it. */
  own: number;
  translation: string;
}

const quoted = (text: string) => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
/** Not of the name of a file or of an option. */
const capital = (text: string) => text.replace(/^\p{Ll}(?=\p{Ll}*(?:[ ,:]|$))/u, (first) => first.toUpperCase());

/** `tails`: what may follow a text without anything between. */
function asFormat(format: string, translation: string, tails: string): Format {
  const found = format.split(new RegExp(VALUE, 'g'));
  const asIs = (part: string, i: number) => part === '.*s' || (part === 's' && OF_A_FILE.test(found[i - 1]!));
  const kinds = found.flatMap((part, i) => (i % 2 ? [asIs(part, i) ? 'verbatim' : part] : []));
  const parts = found.map((part, i) => (i % 2 && part === '.*s' ? 's' : part));
  const pattern = parts.map((part, i) => {
    if (i % 2 === 0) return quoted(part);
    if (part === 's' && i > 3 && parts[i - 1] === '') return tails;
    return part === 's' && i === parts.length - 2 && parts.at(-1) === '' ? '(.*)' : WRITTEN[part]!;
  });
  const own = parts.reduce((sum, part, i) => sum + (i % 2 ? 0 : part.length), 0);
  return { pattern: new RegExp(`^${pattern.join('')}$`, 's'), parts: found, kinds, own, translation };
}

/** "abc" -> a(?:b(?:c)?)?: what a text that was cut has of it. */
const begunWith = (text: string) =>
  [...text].reduceRight((rest, letter) => quoted(letter) + (rest && `(?:${rest})?`), '');

/** The values of a text whose values may be anything, "; " too; of one that was cut as many as are there. */
function looseValues({ parts }: Format, text: string, isCut: boolean): string[] | undefined {
  const texts = parts.filter((_, i) => i % 2 === 0);
  for (let n = texts.length; n > 0; n--) {
    const [before, last] = [texts.slice(0, n - 1).map(quoted), texts[n - 1]!];
    const own = texts.slice(0, n - 1).join('').length;
    const ends = isCut ? [begunWith(last), ...(own ? [''] : [])] : [quoted(last)];
    for (const end of ends) {
      const found = new RegExp(`^${[...before, end].join('(.*?)')}$`, 's').exec(text);
      if (found && own + (isCut ? 0 : last.length) >= KNOWN_BY) return found.slice(1);
    }
    if (!isCut) return undefined;
  }
  return undefined;
}

/** A sentence that is in no table is undefined. */
export function translator(table: Record<string, string>): (text: string) => string | undefined {
  let formats: Format[] | undefined;
  const all = () => {
    const tails = Object.keys(table).filter((key) => /^[ ;,:]/.test(key));
    const asTails = `(|${tails.map(quoted).join('|')})`;
    return Object.entries(table)
      .map(([format, translation]) => asFormat(format, translation, asTails))
      .sort((a, b) => b.own - a.own);
  };

  /** "a, b and c" */
  const listed = (text: string) =>
    text.replace(/^((?:\S+, )*\S+)( or | and )(\S+)$/, (_, most: string, and: string, last: string) =>
      [most, table[and] ?? and, last].join(''),
    );
  const value = (kind: string, text: string): string => {
    if (kind === 'verbatim') return text;
    if (kind === 's') return translated(text) ?? listed(text);
    return kind === 'd' || kind === 'u' ? count(Number(text)) : text.replace('.', ',');
  };
  const fill = ({ kinds, translation }: Format, values: string[]): string =>
    translation.replace(/%(\d)/g, (_, nth: string, at: number) => {
      const given = values[Number(nth) - 1];
      if (given === undefined) return '…';
      const put = value(kinds[Number(nth) - 1]!, given);
      return put !== given && translation.slice(0, at).endsWith(': ') ? capital(put) : put;
    });

  /** "%s; %s" and "%s: %s": two sentences, or the name of a file and a sentence. */
  const joined = (text: string): string | undefined => {
    if (text.split('; ').length <= MOST_PARTS)
      for (let at = text.lastIndexOf('; '); at > 0; at = text.lastIndexOf('; ', at - 1)) {
        const [left, right] = [translated(text.slice(0, at)), translated(text.slice(at + 2))];
        if (left !== undefined && right !== undefined) return `${left}; ${right}`;
      }
    const at = text.indexOf(': ');
    const sentence = at > 0 ? translated(text.slice(at + 2)) : undefined;
    return sentence === undefined ? undefined : `${text.slice(0, at)}: ${capital(sentence)}`;
  };

  /** Parts of the sentence at hand: every way to join them asks for the same ones. */
  const known = new Map<string, string | undefined>();
  function translated(text: string): string | undefined {
    if (!known.has(text)) known.set(text, translate(text));
    return known.get(text);
  }
  function translate(text: string): string | undefined {
    if (Object.hasOwn(table, text)) return table[text];
    formats ??= all();
    for (const format of formats) {
      const found = format.pattern.exec(text);
      if (found) return fill(format, found.slice(1));
    }
    return joined(text);
  }
  /** Of a sentence, or of one behind the name of a file. */
  function loosely(text: string, isCut: boolean): string | undefined {
    const { best } = all().reduce<{ best?: string; length: number }>(
      (so, format) => {
        const values = looseValues(format, text, isCut);
        const own = values ? text.length - values.join('').length : 0;
        if (!values || own <= so.length) return so;
        if (isCut && values.length) values[values.length - 1] += '…';
        return { best: fill(format, values), length: own };
      },
      { length: 0 },
    );
    if (best !== undefined) return best;
    const at = text.indexOf(': ');
    const sentence = at > 0 ? loosely(text.slice(at + 2), isCut) : undefined;
    return sentence === undefined ? undefined : `${text.slice(0, at)}: ${capital(sentence)}`;
  }
  return (text) => {
    known.clear();
    if (text.length > MOST_CHARACTERS) return undefined;
    const isCut = new TextEncoder().encode(text).length > WHOLE_BYTES;
    return translated(text) ?? loosely(text, false) ?? (isCut ? loosely(text, true) : undefined);
  };
}

/** As a sentence of its own. */
export const asSentence = (text: string): string => capital(text).replace(/[^.!?]$/, '$&.');
