// SPDX-License-Identifier: Apache-2.0
// Light or dark before the first picture of the page: as chosen in it (web/views/theme.tsx), or else as the system is.
(() => {
  const root = document.documentElement;
  const system = matchMedia('(prefers-color-scheme: dark)');
  const kept = () => {
    try {
      return localStorage.getItem('tabtune-theme');
    } catch {
      return null; // this window keeps nothing
    }
  };
  const show = () => {
    const choice = root.dataset.choice ?? 'system';
    root.dataset.theme = choice === 'system' ? (system.matches ? 'dark' : 'light') : choice;
    for (const meta of document.querySelectorAll('meta[name=theme-color]'))
      meta.media = meta.dataset.theme === root.dataset.theme ? 'all' : 'not all';
  };
  const read = () => {
    root.dataset.choice = kept() ?? 'system';
    show();
  };
  read();
  system.addEventListener('change', show);
  addEventListener('theme-chosen', show);
  addEventListener('storage', (event) => event.key === 'tabtune-theme' && read());
})();
