// SPDX-License-Identifier: Apache-2.0
// What is kept on this computer, and the ways to forget it.
import { plural } from '../plural';
import { COPY } from '../given_names';

const WHERE = 'in this browser’s storage for this page, on this computer alone';
const WHAT =
  'the data, your choices, the encoder, a training that is going on, and the runs so far with their results and trained models';

export const project = {
  named: (name: string) => `Project: ${name}`,
  title: 'Kept on this computer',
  /** By state. */
  states: {
    empty: `What you do here is kept ${WHERE}: ${WHAT}. A reload brings them back.`,
    kept: `This is kept ${WHERE}: ${WHAT}. A reload brings them back.`,
    full: 'The browser gives this page no more room, so the last changes are not kept. Forget something below, and download what you need.',
    unwanted:
      'Nothing of yours is kept on this computer. Closing or reloading the page forgets everything. The page’s own files may stay in the browser’s cache; they are the same for every visitor.',
    cleared:
      'What was kept for this page has been removed from this computer, in the browser’s settings or in another tab. What is open here is in this tab alone: closing or reloading the page forgets it.',
    insecure:
      'Nothing is kept: browsers store files only for pages with an address that begins with https://, or on this computer itself. Closing or reloading the page forgets everything.',
    refused:
      'Nothing is kept: the browser refuses to store files for this page, as in a private window. Closing or reloading the page forgets everything.',
    elsewhere: 'Your last project is open in another tab. What you open here becomes a project of its own.',
    'other version': 'Your last project was kept by another version of this page, which this one cannot read.',
  },
  no: 'No',

  changed: (size: string, at: string) => `${size}, changed ${at}`,
  changedHere: (size: string, at: string) => `${size}, changed ${at}, open in this tab`,
  open: 'Open',
  openNamed: (name: string) => `Open ${name}`,
  copy: 'Take a copy',
  copyOf: (name: string) => `Take a copy of ${name}`,
  nameOfCopy: (name: string) => `${name} (${COPY.en})`,
  forgetShort: 'Forget',
  forgetThis: 'Forget this project',
  forget: (name: string) => `Forget ${name}`,
  yesForget: 'Yes, forget it',

  export: 'Export this project',
  new: 'New project',
  import: 'Import a project',
  askToLast: 'Ask the browser not to remove it',

  notComplete: (size: string) => `${size}, not complete: loading it goes on from there`,
  removeCopy: 'Remove the copy',
  removeCopyOf: (encoder: string) => `Remove the copy of ${encoder}`,

  more: 'What is kept, and how to forget it',
  name: 'Name of the project',
  mayGo: 'A browser may remove what a page keeps when the disk is full. An exported file stays.',
  encoders: 'Encoders',
  models: 'Trained models of the runs',
  modelsLead: (size: string) =>
    `${size} in all. Where the browser has no more room, the oldest that are more than a head are removed.`,
  modelInUse: (size: string) => `${size}, in use`,
  forgetAll: 'Forget everything',
  yesForgetAll: 'Yes, forget everything',
  keepNothing: 'Keep nothing on this computer',
  yesKeepNothing: 'Yes, forget everything and keep nothing',
  keep: 'Keep projects on this computer',

  damaged: (name: string) => `What is kept of ${name} is damaged. Open your data again.`,
  lost: {
    lead: 'Of what was kept here the browser has removed a part, or it is damaged:',
    data: (names: string) =>
      `The data: ${names}. Choose the same file again above: your columns and edits come back with it.`,
    models: (n: number) =>
      `${plural(n, { one: 'The trained model of # run', other: 'The trained models of # runs' })}. The figures are still among the runs; train again what you need.`,
    run: 'The training that broke off. Start it anew in step 4.',
  },
  switchedOff: 'Nothing is kept on this computer, so there is no room for a project.',
  inOtherTab: 'This project is open in another tab. Forget it there.',
};
