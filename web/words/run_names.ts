// SPDX-License-Identifier: Apache-2.0
/** What the page calls runs in each language, before their numbers. A kept name is known by these again, and shown in the
 * language of the moment. */
export const RUN = { en: 'Run', de: 'Lauf' };
