// SPDX-License-Identifier: Apache-2.0
// Names that the page gives, in each language. A kept name is known by these again, and shown in the language of the
// moment.

/** Before the number of a run. */
export const RUN = { en: 'Run', de: 'Lauf' };
/** Behind the name of a project, in brackets. */
export const COPY = { en: 'copy', de: 'Kopie' };

/** Any of them, for a pattern. */
export const inAnyLanguage = (names: Record<string, string>): string => `(?:${Object.values(names).join('|')})`;
