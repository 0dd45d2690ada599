// SPDX-License-Identifier: Apache-2.0
// Labels by keys: ten have a digit, and each is found by the first letters of its name.
const DIGITS = [...'1234567890'];
/** What goes on with the name of a label that was just given is no beginning of another one. */
const SAME_WORD_MS = 1000;

/** For each label its digit, if it has one. A label that is a digit has that one; the others follow in their order. A
 * digit that begins the name of a label for which none is left is a letter of names: 1 of 1, 10, 11 and 12. */
export function digitsOf(labels: readonly string[]): (string | undefined)[] {
  const letters = new Set<string>();
  for (;;) {
    const free = DIGITS.filter((digit) => !letters.has(digit) && !labels.includes(digit)).values();
    const digits = labels.map((label) => {
      if (DIGITS.includes(label)) return letters.has(label) ? undefined : label;
      return free.next().value as string | undefined;
    });
    const before = letters.size;
    labels.forEach((label, i) => digits[i] ?? (DIGITS.includes(label[0]!) && letters.add(label[0]!)));
    if (letters.size === before) return digits;
  }
}

export interface Typed {
  /** What was typed of the name, and the labels that begin so. */
  begun: string;
  left: string[];
  /** The label that was given last, what was typed of it, and when, in ms. */
  given?: { label: string; begun: string; at: number } | undefined;
}

export const NOTHING_TYPED: Typed = { begun: '', left: [] };

export interface Pressed {
  typed: Typed;
  /** The label that the key gives. */
  label?: string | undefined;
  /** Whether the key has a meaning here. */
  taken: boolean;
}

const plain = (text: string) => text.normalize('NFKC').toLowerCase();
/** In their order, but one that is whole comes first. */
function beginWith(labels: readonly string[], begun: string): string[] {
  const found = labels.filter((label) => plain(label).startsWith(plain(begun)));
  const whole = found.filter((label) => plain(label) === plain(begun));
  return [...whole, ...found.filter((label) => !whole.includes(label))];
}

/** `key` as KeyboardEvent has it, without Ctrl, Alt or Meta; `at` in ms. */
export function pressed(typed: Typed, key: string, labels: readonly string[], at: number): Pressed {
  const { begun, left, given } = typed;
  const gives = (label: string, by: string): Pressed => ({
    typed: { ...NOTHING_TYPED, given: { label, begun: by, at } },
    label,
    taken: true,
  });
  const begins = (text: string): Pressed | undefined => {
    const found = beginWith(labels, text);
    if (found.length === 1) return gives(found[0]!, text);
    return found.length ? { typed: { begun: text, left: found }, taken: true } : undefined;
  };
  const nothing: Pressed = { typed: NOTHING_TYPED, taken: false };
  if (begun && key === 'Escape') return { ...nothing, taken: true };
  const shorter = [...begun].slice(0, -1).join('');
  if (begun && key === 'Backspace') return (shorter && begins(shorter)) || { ...nothing, taken: true };
  if (begun && key === 'Enter') return gives(left[0]!, begun);
  if ([...key].length !== 1) return nothing;
  if (given && at - given.at < SAME_WORD_MS && plain(given.label).startsWith(plain(given.begun + key)))
    return { typed: { ...NOTHING_TYPED, given: { ...given, begun: given.begun + key, at } }, taken: true };
  if (begun) {
    const further = begins(begun + key);
    if (further) return further;
  }
  const nth = DIGITS.includes(key) ? digitsOf(labels).indexOf(key) : -1;
  if (nth >= 0) return { typed: NOTHING_TYPED, label: labels[nth]!, taken: true };
  return key === ' ' ? nothing : (begins(key) ?? nothing);
}
