// SPDX-License-Identifier: Apache-2.0
// The language that numbers and plurals are written in. English, unless the page has chosen another one: the command
// line and the workers never do.
let read = (): string => 'en';

export const locale = (): string => read();

export function followLocale(chosen: () => string): void {
  read = chosen;
}

/** Makes one of each kind for each language. */
export function perLocale<Made>(make: (locale: string, kind: number) => Made): (kind?: number) => Made {
  const made = new Map<string, Made>();
  return (kind = 0) => {
    const key = `${locale()} ${kind}`;
    let one = made.get(key);
    if (one === undefined) made.set(key, (one = make(locale(), kind)));
    return one;
  };
}
