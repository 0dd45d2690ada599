// SPDX-License-Identifier: Apache-2.0
// A cell that a program wrote as a value -> that value: JSON, what Python's repr() and print() make of lists, tuples,
// dictionaries and NumPy arrays, and arrays of PostgreSQL ({a,b}).

const DEEPEST = 100;
const OPENS = /^\s*([[({]|[a-zA-Z_][\w.]*\s*\(\s*[[({])/;
const CLOSES = /[\])}]\s*$/;

const LONG = /(?<![\w.])-?\d{16,}(?![\d.eE])/;
const STRING_OR_LONG = new RegExp(String.raw`"[^"\\]*(?:\\.[^"\\]*)*"|${LONG.source}`, 'g');

/** JSON. A whole number of more digits than a double holds, such as the id of a tweet, becomes a string of all its
 * digits. */
export function parseExact(text: string): unknown {
  const value: unknown = JSON.parse(text);
  return LONG.test(text) ? JSON.parse(text.replace(STRING_OR_LONG, inFull)) : value;
}

const inFull = (token: string) => (token.startsWith('"') || Number.isSafeInteger(Number(token)) ? token : `"${token}"`);

/** undefined: no such value. */
export function parseLiteral(cell: string): unknown {
  if (!OPENS.test(cell) || !CLOSES.test(cell)) return undefined;
  try {
    return parseExact(cell);
  } catch {
    return new Reader(cell).whole();
  }
}

class Reader {
  private at = 0;

  constructor(private readonly text: string) {}

  whole(): unknown {
    try {
      const value = this.value(0);
      this.space();
      return this.at === this.text.length ? value : undefined;
    } catch (error) {
      if (error instanceof NoLiteral) return undefined;
      throw error;
    }
  }

  private value(depth: number): unknown {
    if (depth > DEEPEST) throw new NoLiteral();
    this.space();
    const next = this.text[this.at];
    if (next === '[' || next === '(') return this.list(next === '[' ? ']' : ')', depth);
    if (next === '{') return this.braces(depth);
    const quoted = this.take(/[bBrRuU]{0,2}(?=['"])/y) !== null;
    return quoted ? this.string() : this.word(depth);
  }

  /** Items with commas between, or with spaces, as NumPy prints them. */
  private list(close: string, depth: number): unknown[] {
    this.at++;
    const items: unknown[] = [];
    for (;;) {
      this.take(/[\s,]*/y);
      if (this.text[this.at] === close) break;
      if (this.take(/\.\.\.|[a-z_]\w*\s*=\s*[\w.'"<>=]+/y) !== null) continue; // "...", dtype=object
      items.push(this.value(depth + 1));
    }
    this.at++;
    return items;
  }

  /** A dictionary, or a set. */
  private braces(depth: number): unknown {
    this.at++;
    const items: unknown[] = [];
    const entries: [string, unknown][] = [];
    for (;;) {
      this.take(/[\s,]*/y);
      if (this.text[this.at] === '}') break;
      const item = this.value(depth + 1);
      if (this.take(/\s*:/y) === null) items.push(item);
      else entries.push([String(item), this.value(depth + 1)]);
    }
    this.at++;
    if (items.length && entries.length) throw new NoLiteral();
    return entries.length ? Object.fromEntries(entries) : items;
  }

  private string(): string {
    const quote = this.take(/'''|"""|'|"/y)!;
    let value = '';
    for (;;) {
      if (this.at >= this.text.length) throw new NoLiteral();
      if (this.text.startsWith(quote, this.at)) break;
      value += this.text[this.at] === '\\' ? this.escaped() : this.text[this.at++]!;
    }
    this.at += quote.length;
    return value;
  }

  private escaped(): string {
    const code = this.take(/\\(x[0-9a-f]{2}|u[0-9a-f]{4}|U[0-9a-f]{8})/iy);
    if (code !== null) {
      const point = parseInt(code.slice(2), 16);
      if (point > 0x10ffff) throw new NoLiteral();
      return String.fromCodePoint(point);
    }
    const plain = this.take(/\\[^]/y);
    if (plain === null) throw new NoLiteral();
    return ESCAPES[plain[1]!] ?? (/[\\'"]/.test(plain[1]!) ? plain[1]! : plain);
  }

  /** A number, a constant, or a call such as array([...]): its first argument. */
  private word(depth: number): unknown {
    const word = this.take(/[^\s,()[\]{}:'"=]+/y);
    if (word === null) throw new NoLiteral();
    if (this.text[this.at] === '(') {
      if (!/^[a-zA-Z_][\w.]*$/.test(word)) throw new NoLiteral();
      return this.list(')', depth + 1)[0] ?? [];
    }
    if (Object.hasOwn(CONSTANTS, word)) return CONSTANTS[word];
    const number = Number(word);
    if (Number.isInteger(number) && !Number.isSafeInteger(number) && LONG.test(word)) return word;
    if (Number.isFinite(number)) return number;
    throw new NoLiteral();
  }

  private space(): void {
    this.take(/\s*/y);
  }

  private take(pattern: RegExp): string | null {
    pattern.lastIndex = this.at;
    const [found] = pattern.exec(this.text) ?? [];
    if (found === undefined) return null;
    this.at += found.length;
    return found;
  }
}

class NoLiteral extends Error {}

const CONSTANTS: Record<string, unknown> = {
  ...{ None: null, null: null, nan: null, NaN: null, NaT: null, NULL: null },
  ...{ True: true, true: true, False: false, false: false },
};
const ESCAPES: Record<string, string> = { n: '\n', t: '\t', r: '\r', '\n': '' };
