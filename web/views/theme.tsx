// SPDX-License-Identifier: Apache-2.0
// Light, dark, or as the system is. public/theme.js shows what is chosen here, also in the page's first picture.
import { useEffect, useState } from 'preact/hooks';
import { words } from '../words';

const root = document.documentElement;
const choiceNow = () => root.dataset.choice ?? 'system';

function choose(choice: string): void {
  root.dataset.choice = choice;
  try {
    localStorage.setItem('tabtune-theme', choice);
  } catch {
    // this window keeps nothing: the choice is for this visit
  }
  dispatchEvent(new Event('theme-chosen'));
}

export function Theme() {
  const [choice, setChoice] = useState(choiceNow);
  useEffect(() => {
    const seen = new MutationObserver(() => setChoice(choiceNow()));
    seen.observe(root, { attributeFilter: ['data-choice'] });
    return () => seen.disconnect();
  }, []);
  const { colours, themes } = words.shell;
  return (
    <label class="theme" title={colours}>
      <svg width="18" height="18" viewBox="0 0 20 20" aria-hidden="true">
        <circle cx="10" cy="10" r="8" fill="none" stroke="currentColor" stroke-width="1.7" />
        <path d="M10 2a8 8 0 0 1 0 16z" fill="currentColor" />
      </svg>
      <select aria-label={colours} onChange={(event) => choose(event.currentTarget.value)}>
        {Object.entries(themes).map(([value, name]) => (
          <option key={value} value={value} selected={value === choice}>
            {name}
          </option>
        ))}
      </select>
    </label>
  );
}
