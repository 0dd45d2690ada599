// SPDX-License-Identifier: Apache-2.0
// What the page promises, and how to check it.
import { plural } from '../plural';

export const footer = {
  promise: 'Nothing leaves this machine',
  promised:
    'Your texts, labels and models stay on this computer: in this tab, and in the browser’s storage for this page, where <step>step 1</step> lists and forgets them. Check it: open the developer tools (F12), the tab “Network”, and train: no request carries your data. Or load an encoder, switch the network off, and train.',
  why: 'Why one can trust that',
  policy:
    'A Content-Security-Policy lets the page and its engine, which have your texts, connect to this site alone, and forbids sending forms and loading foreign code. What you have fetched from another server is read by a frame that gets no text: its policy names that one server, and it is gone when the file is read. No cookies, no accounts, no statistics.',
  engine: 'Engine',
  speed: (build: string, threads: number, gflops: number) =>
    `${build}, ${plural(threads, { one: '# thread', other: '# threads' })}, ${gflops} GFLOP/s.`,
  starting: 'Starting…',
  offline: {
    yes: 'The page, the samples and its first encoder are kept in this browser: they open without a network from now on.',
    soon: 'The page, the samples and its first encoder are being kept in this browser, to open without a network.',
    no: 'This window does not keep the page: each visit needs the network. Private windows, strict settings and addresses with http:// are the usual reasons.',
    failed:
      'The page is not kept in this browser: its service worker could not be fetched or started. Reload the page to try again; until then each visit needs the network.',
  },
  samples: 'Sources of the samples',
};
