// SPDX-License-Identifier: Apache-2.0
// A trained head, or the task alone, as a link for others.
export const share = {
  title: 'Share it as a link',
  lead: 'Whoever opens the link gets the encoder from where you got it, your head on it, and comes straight to “Try it”. A telephone does, too.',
  tooLongHead:
    'The link is too long for a QR code, which holds 2,953 characters. Download the head, put its file where others can fetch it, and give its address below: the code is then one of that address.',
  tooLong: 'The link is too long for a QR code, which holds 2,953 characters.',
  tooLarge: 'The head is too large for a link. Download it, put its file online and give its address below.',
  inside: (labels: string) =>
    `In the link: the head’s weights (16 bits a number), the names of your labels (${labels}), the encoder’s name and how texts are cut. Not in it: your texts, the names of your columns, figures, and the score of texts that are unlike the training rows, which is too large.`,
  headAddress: 'Address of the head’s file, if you have put it online',
  headAddressHint: 'Its server must allow other pages to read it (CORS), or be this one. The link is then short.',
  whereEncoder: 'Where others get the encoder',
  thatEncoder:
    'You chose it from files on this computer. Give its name on the hub or an address; the head fits that very encoder only.',
  encoderHint: 'You chose it from files on this computer. Give its name on the hub or an address.',
  make: 'Make a link',

  task: 'Share this task',
  taskLead:
    'A link with the encoder, the data and these options, and without the result: whoever opens it presses “Start” and sees your numbers.',
  dataAddress: 'Address of the data',
  dataHint:
    'Your file is on this computer. Put it where others can fetch it: beside this page, or on a server that allows other pages to read it (CORS).',
  notIn: (what: string[]) => `Not in the link: ${what.join(', ')}.`,
  edits: 'your edits of the rows',
  labelNames: 'the names that you gave the labels',
  validationFile: 'your validation file',
  testFile: 'your test file',
  fold: 'the part of the data that is tested',
  fingerprint:
    'Fingerprint of the weights trained here: <hash/>. Whoever trains this task with this version of the page gets the same one, whatever the number of threads. A processor that rounds multiply-adds otherwise gets another one, and figures that differ a little.',
};
