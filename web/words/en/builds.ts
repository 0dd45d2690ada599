// SPDX-License-Identifier: Apache-2.0
// Why the engine's fastest build does not run here, or none.
const CURRENT = 'a current Chrome, Edge, Firefox or Safari';
const HEADERS =
  'The server does not send the headers Cross-Origin-Opener-Policy: same-origin and Cross-Origin-Embedder-Policy: require-corp.';

export const builds = {
  oneThread: (why: string) => `One thread only: training takes longer, and works. ${why}`,
  silent: 'The browser began to start more of them, and they did not come. Reload the page to try again.',
  insecure:
    'The address begins with http:// and belongs to another computer. Browsers give threads to https:// and to this computer (http://localhost) only. Open the page by https://, or start it on this computer.',
  noSharing: `This browser gives the page no memory that threads could share (SharedArrayBuffer). Use ${CURRENT}.`,
  framed: 'The page is shown inside another page. Open it in a tab of its own.',
  soon: `${HEADERS} The page will supply them itself: reload it in a moment.`,
  never: `${HEADERS} The page could supply them itself, but this window allows no service worker. Private windows and strict settings are the usual reasons: use an ordinary window.`,
  notHeeded: `${HEADERS} The page supplies them itself, and this browser does not heed them there. Use ${CURRENT}.`,
  refused: 'This browser refused the memory that threads share. Close other tabs and programs and reload the page.',
  noRelaxed:
    'This browser has no relaxed SIMD: training works, and is faster in a current Chrome, Edge or Firefox, which have it.',
  smaller: (gib: number) =>
    `This browser gives the page ${gib} GiB of memory for all threads, not 4 GiB. What does not fit is refused before it starts: take a smaller encoder then, or a computer with more memory.`,
  both: (one: string, other: string) => `${one} ${other}`,
  noSimd: `This browser has no WebAssembly SIMD, which the engine needs. Use ${CURRENT}, not older than two years.`,
  noWasm: `WebAssembly is switched off in this browser, and the engine needs it. Allow it for this page (on an iPhone or Mac: leave Lockdown Mode for it), or use ${CURRENT}.`,
};
