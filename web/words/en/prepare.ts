// SPDX-License-Identifier: Apache-2.0
// Step 1 before there are data, and how files are opened.

export const prepare = {
  title: 'Prepare the data',
  lede: 'The model learns from examples: texts, each with its label. Most are used to train; some are kept apart to validate while training, and some to test the result on texts it never saw.',
  yours: 'Your labelled text',
  lead: 'A table with a column of texts and a column of labels. A few hundred rows are enough to begin with.',
  choose: 'Choose a file',
  another: 'Choose another file',
  hint: 'Or drop it here, or copy rows of a spreadsheet and paste them: CSV, TSV, JSONL, CoNLL, Excel, Parquet, exports of labelling tools, several files of one kind, or a folder of texts for each label. It is read by this page and stays on this machine.',
  paste: 'Paste',
  sampleInstead: 'Take a sample instead',
  noData: 'No data at hand? Take a sample:',
  writeOwn: 'Write examples of your own',
  exampleTitle: 'What such a file looks like',
  exampleLabel: 'An example of a CSV file',
  example:
    'text,label\nThe screen is bright and sharp.,positive\n"It arrived late, and broken.",negative\nI would buy it again.,positive',
  exampleNote:
    'The first row names the columns. A text with a comma in it stands in quotes; a spreadsheet does that by itself when it saves as CSV.',
  samples: {
    reviews: 'Reviews, two labels',
    requests: 'Requests, seven labels',
    library: 'Library messages, several topics each',
    names: 'Names in sentences',
  },
  sampleNotes: {
    reviews: '1,000 sentences from reviews of products, films and restaurants: negative or positive.',
    requests: '700 requests to a voice assistant: what does the speaker want?',
    library: '182 messages to a library: a message may be about loans, events, the building...',
    names: '206 sentences in which persons, places and organisations are marked.',
  },
  stop: 'Stop',
  preparing: (stage: string) => `Preparing the rows: ${stage}…`,
  reading: (what: string) => `Reading ${what}…`,
  /** What the worker does. */
  stages: {
    file: 'reading the file',
    table: 'finding its rows and columns',
    check: 'checking the rows',
    split: 'sharing out the rows',
  },
  notPrepared: 'The rows were not prepared. <again>Prepare them</again>',
  manyFiles: (n: number) => `${n} files`,
  twoFiles: (one: string, other: string) => `${one} and ${other}`,
  pasted: 'pasted rows',
  mayNotPaste: 'The browser does not let this page read the clipboard. Press Ctrl+V (on a Mac, Cmd+V) instead.',
  nothingToPaste: 'There is no text in the clipboard. Copy the rows first.',
  sampleAway: (path: string) => `The sample ${path} cannot be reached. Check the connection and choose it again.`,
  sampleMissing: (path: string, status: number) => `The sample ${path} is not served with this page (${status}).`,
  ownFile: 'my examples.csv',
  damaged: (name: string) => `${name} is damaged on this computer. Choose the file again.`,
};
