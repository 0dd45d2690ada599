// SPDX-License-Identifier: Apache-2.0
// What stands around the steps, and what every step has.
export const shell = {
  skip: 'Skip to the step',
  tagline: 'Fine-tune a language encoder on your own text, in this tab, on this machine.',
  nothingLeaves: 'Nothing leaves this machine',
  colours: 'Colours',
  themes: { system: 'As the system', light: 'Light', dark: 'Dark' },
  language: 'Language',
  languageFailed: 'This language could not be fetched. Check the connection, and choose it again.',
  lesson: 'Lesson',
  close: 'Close',
  stop: 'Stop',
  thisStep: 'This part',
  stepFailed: 'This part could not be fetched. Check the connection, or save what you have and reload the page.',
  fetchAgain: 'Fetch it again',
  fetching: 'This part is being fetched…',
  broken: (what: string) => `This step cannot be shown: ${what} Your data and models are still here.`,
  showAgain: 'Show it again',
  newVersion: 'A newer version of this page is ready. Loading it closes what is open here: save your model first.',
  loadVersion: 'Load the newer version',
  moreThreads:
    'The page can use more threads once it is loaded again. That closes what is open here: save your model first.',
  loadPage: 'Load the page again',
  of: (done: string, total: string) => `${done} of ${total}`,
};
