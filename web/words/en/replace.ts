// SPDX-License-Identifier: Apache-2.0
// The question before something takes the place of a trained model, and what would do so, as words of a button.
export const replace = {
  load: (name: string) => `Load ${name}`,
  pretrain: 'Pre-train further',
  busy: 'A training is going on. Wait for its end, or stop it.',
  localFiles: 'a local folder',
  title: 'The trained model would be lost',
  saved: (file: string) => `The trained model is saved as ${file}.`,
  unsaved: (labels: string, summary: string, what: string) =>
    `The model trained here (${labels}; ${summary}) is not saved. “${what}” takes its place: its weights are then lost, and its figures stay in the list of runs.`,
  headFirst: 'Download the head first',
  modelFirst: 'Download the model first',
  without: (what: string) => `${what} without saving`,
  keep: 'Keep the trained model',
};
