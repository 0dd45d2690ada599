// SPDX-License-Identifier: Apache-2.0
// Why no label is doubted.
export const doubts = {
  few: 'No label is doubted by a model that was tested on so few rows.',
  bad: 'No label is doubted: the model makes too many mistakes of its own on rows that it was not trained on.',
};
