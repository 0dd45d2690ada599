// SPDX-License-Identifier: Apache-2.0
// The page's beginning: whatever goes wrong in it is said in the page.
import './style/tokens.css';
import './style/base.css';
import './style/frame.css';
import './style/controls.css';
import './style/parts.css';
import './style/charts.css';
import './style/views.css';
import { LANGUAGES, wantedLanguage, type Language } from './words/languages';
import { start as german } from './words/de/start';
import { start as english } from './words/en/start';

const SENTENCES: Record<Language, typeof english> = { en: english, de: german };
const language = wantedLanguage();
const words = SENTENCES[language];

/** Seconds before the page is loaded again, each once. */
const WAITS = [1, 3, 8];
const COUNT = 'tabtune-loads';

/** How often this tab has loaded the page in vain; some windows keep nothing, and there it is not tried again. */
function inVain(): number {
  try {
    const count = Number(sessionStorage.getItem(COUNT) ?? 0);
    sessionStorage.setItem(COUNT, String(count + 1));
    return count;
  } catch {
    return WAITS.length;
  }
}

function forget(): void {
  try {
    sessionStorage.removeItem(COUNT);
  } catch {
    // nothing is kept there
  }
}

function say(text: string): void {
  document.getElementById('app')!.textContent = text;
}

/** A part that does not arrive is a TypeError in all browsers. */
function failed(error: unknown): void {
  const seconds = error instanceof TypeError ? WAITS[inVain()] : undefined;
  addEventListener('online', () => location.reload());
  if (seconds === undefined) {
    forget();
    say(words.failed(String(error)));
  } else {
    say(words.again(seconds));
    setTimeout(() => location.reload(), seconds * 1000);
  }
}

/** A style that did not arrive leaves the page usable and ugly: it is asked for once more. */
for (const link of document.querySelectorAll<HTMLLinkElement>('link[rel=stylesheet]'))
  if (!link.sheet) link.href = `${link.href}?retry=1`;

say(words.loading);
Promise.all([import('./start'), LANGUAGES[language].first()])
  .then(([{ start }, table]) => start(language, table))
  .then(forget, failed);
