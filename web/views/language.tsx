// SPDX-License-Identifier: Apache-2.0
// The language of the page: as the browser asks for it, or as it is chosen here.
import { effect, signal } from '@preact/signals';
import { language, speak, words } from '../words';
import { LANGUAGE_KEY, LANGUAGES, type Language as Tag } from '../words/languages';

/** '': none. */
export const languageTrouble = signal('');

async function choose(tag: Tag): Promise<void> {
  languageTrouble.value = '';
  try {
    await speak(tag);
  } catch {
    languageTrouble.value = words.shell.languageFailed;
    return;
  }
  try {
    localStorage.setItem(LANGUAGE_KEY, tag);
  } catch {
    // this window keeps nothing: the choice is for this visit
  }
}

effect(() => {
  document.documentElement.lang = language();
  document.documentElement.dir = LANGUAGES[language()].dir;
});

export function Language() {
  const { language: label } = words.shell;
  return (
    <label class="theme" title={label}>
      <svg
        width="18"
        height="18"
        viewBox="0 0 20 20"
        fill="none"
        stroke="currentColor"
        stroke-width="1.5"
        aria-hidden="true"
      >
        <circle cx="10" cy="10" r="8" />
        <ellipse cx="10" cy="10" rx="3.5" ry="8" />
        <path d="M2.8 7h14.4M2.8 13h14.4" />
      </svg>
      <select aria-label={label} onChange={(event) => void choose(event.currentTarget.value as Tag)}>
        {Object.entries(LANGUAGES).map(([tag, { name }]) => (
          <option key={tag} value={tag} lang={tag} selected={tag === language()}>
            {name}
          </option>
        ))}
      </select>
    </label>
  );
}
