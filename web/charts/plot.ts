// SPDX-License-Identifier: Apache-2.0
// uPlot, fetched when the first curve is drawn.
import type uPlot from 'uplot';

/** uPlot formats numbers for `navigator.language` as soon as it is loaded, and throws where that is no language tag: in
 * the C locale some browsers have "C" there. */
function ensureLanguage(): void {
  try {
    Intl.getCanonicalLocales(navigator.language);
  } catch {
    Object.defineProperty(navigator, 'language', { value: 'en', configurable: true });
  }
}

export async function loadPlot(): Promise<typeof uPlot> {
  ensureLanguage();
  return (await import('uplot')).default;
}
