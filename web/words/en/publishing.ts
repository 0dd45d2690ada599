// SPDX-License-Identifier: Apache-2.0
// Sending a model to the user's account at the hub.
import { plural } from '../plural';

export const publishing = {
  title: 'Publish',
  lead: (host: string) =>
    `Put a copy into your own account at ${host}. It is sent only when you press "Send" below, after you have seen which files go.`,
  choose: 'Publish…',
  what: 'What is sent',
  whole: 'The whole model',
  wholeHint: 'In the precision and for the uses that are chosen above.',
  headAlone: 'The head alone',
  headAloneHint: 'A small file, for those who have the same encoder.',
  files: (n: number, size: string) => `${plural(n, { one: '# file is sent', other: '# files are sent' })}, ${size}`,
  file: 'File',
  size: 'Size',
  noTexts:
    'None of your texts is in them. The card (README.md) has the labels, numbers of rows, options and the figures of the test set; of the data also the names of the columns are in the files.',
  name: 'Name of the repository',
  who: 'Who can see it',
  private: 'Only you',
  privateHint: 'You can open it to all at the hub later.',
  public: 'Everyone',
  publicHint: 'Anyone can download the model, and examine whether a text was among those that it was trained on.',
  signIn: (host: string) => `Sign in at ${host}`,
  signInHint:
    'A window opens. The permission lets this page make repositories and write into those that it has made, and is forgotten when the page is closed or loaded anew.',
  waiting: 'Waiting for the sign-in in the other window.',
  signedIn: (name: string) => `Signed in as ${name}.`,
  send: (place: string, size: string) => `Send ${size} to ${place}`,
  update: (place: string) => `Replace the files in ${place}`,
  sending: 'Sending',
  done: 'It is there: ',
  doneUpdate: 'Its files are replaced: ',

  otherSignIn: 'This answer belongs to another sign-in. Sign in once more.',
  denied: 'The permission was not given, and nothing was sent. Sign in once more to give it.',
  noSignIn: (why: string) => `The sign-in did not succeed (${why}). Sign in once more.`,
  stopped: 'It was stopped.',
  stoppedAfter: (place: string) =>
    `It was stopped. No file is in ${place} from this attempt; if the repository was made, it is empty and can be filled or deleted at the hub.`,
  expired: (host: string) =>
    `The permission from ${host} has expired. Sign in once more; what had been prepared is kept.`,
  forbidden: (place: string) =>
    `Your permission does not reach to ${place}. This page may write only into repositories that it has made. Take another name.`,
  taken: (place: string) =>
    `There is a repository ${place} already. Take another name, or replace the files of the same names in it.`,
  gone: (place: string) => `There is no repository ${place} that you may write into. Take another name.`,
  busy: (host: string, status: number) => `${host} is busy (${status}). Try again in a minute.`,
  waits: (host: string, seconds: number) => `${host} is busy: it is asked again in ${seconds} s`,
  tooLarge: (host: string) =>
    `${host} takes no file of that size (413). Send it in half precision or without the files for the web, or send the head alone.`,
  refused: (host: string, status: number, why: string) => `${host} refused it (${status}): ${why}`,
  offline: 'This computer is offline. Nothing is lost: send it when the line is there again.',
  unreachable: (host: string) =>
    `${host} cannot be reached, or the line broke. Check the connection and send it again.`,
  badName: (name: string) =>
    `"${name}" is no name for a repository: letters, digits, - _ . and at most 96 of them, without -- or .. in it or - . at its ends.`,
};
