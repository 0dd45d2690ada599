// SPDX-License-Identifier: Apache-2.0
// Data sets of the hub by their names.
export const dataSets = {
  title: 'Take a data set of the hub',
  name: 'Name of the data set',
  hint: 'OWNER/NAME, with /PART/SPLIT behind it where it has several, or the address of its page. Without them its split “train” is read. “Fetch it” reads its rows from huggingface.co, 200 MB at most, and sends nothing of yours.',
  token: 'Token, for a private data set',
  fetch: 'Fetch it',
  list: 'the list of its files',
  file: (name: string, n: number, of: number) => (of === 1 ? name : `${name}, file ${n} of ${of}`),
  noName: (text: string) => `“${text}” is no name of a data set: it has the form OWNER/NAME.`,
  none: (name: string) => `The hub has no data set ${name}, or none of its rows as Parquet.`,
  parts: (name: string, configs: string[], first: string) =>
    `${name} has the parts ${configs.join(', ')}: name one of them, datasets/${name}/${first}.`,
  splits: (name: string, splits: string[], wanted: string, config: string) =>
    `${name} has the splits ${splits.join(', ')}, and no ${wanted}: name one of them, datasets/${name}/${config}/SPLIT.`,
  unreadable: (name: string) => `The hub's list of the files of ${name} cannot be read.`,
};
