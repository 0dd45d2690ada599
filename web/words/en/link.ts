// SPDX-License-Identifier: Apache-2.0
// Links: the question before one is opened, and how one is made.
import { count } from '../../ui/format';

export const link = {
  title: 'A link opened this page',
  reading: 'It is being read…',
  notOpened: 'The link was not opened',
  inPart: 'The link was opened in part',
  without: 'Go on without it',
  /** What it names: where it is from, or that it is in the link. */
  from: {
    encoder: 'The encoder <name/>, from <host/>',
    head: 'A trained head <name/>, from <host/>',
    data: 'Data <name/>, from <host/>',
  },
  headInside: 'A trained head, in the link itself',
  thisSite: 'this site',
  options: 'Options: <options/>',
  nothingYet: (hosts: string[]) =>
    `Nothing has been fetched yet. “Open” fetches these files from ${hosts.join(' and ')}. None of your texts are sent. A host learns your network address from that, as from any page you visit.`,
  inNew: 'What is open here is kept as it is: the link is opened in a new project.',
  lost: 'Nothing is kept on this computer: what is open here is lost when the link is opened.',
  openInNew: 'Open in a new project',
  open: 'Open',
  refuse: 'Do not open',

  optionsUnread: (why: string) => `The options of the link cannot be read: ${why}`,
  stopped: 'Stopped.',
  inData: (why: string) => `In the data of the link ${why}`,
  fileOf: { head: 'the head', data: 'the data' },
  headFile: 'the head in the link',

  qr: 'QR code of the link',
  dense: 'The code is a fine one: show it large, and hold the telephone close to it.',
  made: (characters: number) => `The link, ${count(characters)} characters`,
  copy: 'Copy the link',
  copied: 'Copied.',
  notCopied: 'The browser did not allow it: select the link and copy it.',
  mayBeCut: 'Some programs cut long links: send it as a file or show the code where that happens.',
  ownComputer:
    'This page is served for this computer alone, and so the link opens here only. Open the page at an address that the others reach, and make the link there.',
};
