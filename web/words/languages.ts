// SPDX-License-Identifier: Apache-2.0
// The languages of the page, which one a visitor gets, and where its tables are: `first` comes with the page, `rest`
// with the views that are loaded later. The page's first script has this file.
const ENGLISH = {
  name: 'English',
  dir: 'ltr',
  whole: true,
  first: () => import('./en/first'),
  rest: () => import('./en/rest'),
};

export type First = Awaited<ReturnType<typeof ENGLISH.first>>;
export type Rest = Awaited<ReturnType<typeof ENGLISH.rest>>;

interface Spoken {
  /** In the language itself. */
  name: string;
  dir: string;
  /** All sentences of the page are in it. If not, visitors get it where they choose it themselves. */
  whole: boolean;
  first: () => Promise<First>;
  rest: () => Promise<Rest>;
}

export const LANGUAGES = {
  en: ENGLISH,
  de: {
    name: 'Deutsch',
    dir: 'ltr',
    whole: true,
    first: () => import('./de/first'),
    rest: () => import('./de/rest'),
  },
} satisfies Record<string, Spoken>;

export type Language = keyof typeof LANGUAGES;

export const LANGUAGE_KEY = 'tabtune-language';

const isThere = (tag: string): tag is Language => Object.hasOwn(LANGUAGES, tag);

/** The one that was chosen in the page, or else the first that the browser asks for and the page has. */
export function wantedLanguage(): Language {
  let kept: string | null = null;
  try {
    kept = localStorage.getItem(LANGUAGE_KEY);
  } catch {
    // this window keeps nothing
  }
  if (kept !== null && isThere(kept)) return kept;
  const asked = navigator.languages.map((tag) => tag.toLowerCase().split('-')[0]!);
  return asked.filter(isThere).find((tag) => LANGUAGES[tag].whole) ?? 'en';
}
