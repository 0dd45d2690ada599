// SPDX-License-Identifier: Apache-2.0
// Before the page is there. These stand in its first script, in all languages.
export const start = {
  loading: 'Tabtune is being loaded. If this stays, the page did not arrive whole: reload it.',
  failed: (error: string) =>
    `Tabtune could not be started in this browser: ${error}. ` +
    'Check the connection and reload the page; if it stays so, use a current Chrome, Edge, Firefox or Safari.',
  again: (seconds: number) => `A part of the page did not arrive. It is loaded again in ${seconds} s.`,
};
