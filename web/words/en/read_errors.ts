// SPDX-License-Identifier: Apache-2.0
// Why a file of data cannot be read, and what was noticed while it was.
import { count } from '../../ui/format';
import { plural } from '../plural';
import { listing, type Some } from '../listing';

const SAVE = 'Save the data as CSV, TSV or JSONL and choose that file.';
const ADD_ROWS = 'Add a row for each text with its label, and choose the file again.';

/** What is no table, with what to do instead. */
const INSTEAD: Record<string, string> = {
  'a BRAT annotation file (.ann)':
    'It has no texts: they are in the .txt file of the same name beside it. Choose both together, or a folder or zip of such pairs.',
  'an export of WebAnno or INCEpTION (TSV 3)': 'Export it as "CoNLL 2003" there.',
  'an RTF document': 'Save its table as CSV.',
  'a table in HTML': 'Open it with a spreadsheet and save it as CSV.',
  'an XML file': 'Export the texts with their labels as CSV or JSONL.',
  'training data of Rasa': 'Convert it with "rasa data convert", or write a CSV with the columns text and intent.',
  'a YAML file': 'Write its entries as JSON or JSONL, or as CSV with a column for each key.',
  'an SQL script': 'Export the table as CSV from the database.',
  'an ARFF file of Weka': 'Open it in Weka and save it as CSV.',
  'a Jupyter notebook': 'Save the data in it with df.to_csv("data.csv", index=False).',
  'mail (mbox or eml)':
    'Write a CSV with the text of each mail and its label; in Python the module "mailbox" reads such a file.',
  'a file of CoNLL-2012 (OntoNotes)':
    'Its tags are brackets. Write each word with its tag (B-, I- or O) on a line, and a blank line after each sentence.',
  'a pointer of Git LFS': 'Get the file itself: "git lfs pull", or the download button of its page.',
};

const CUTS: Record<string, string> = { ',': 'commas', ';': 'semicolons', '\t': 'tabs', '|': 'bars', ' ': 'spaces' };

const ROW = { one: '# row', other: '# rows' };
const rows = (of: Some) =>
  `${of.shown.length + of.more === 1 ? 'row' : 'rows'} ${listing(of, 'and', (n) => `${n.toLocaleString('en')} more`)}`;

export const readErrors = {
  inFile: (name: string, why: string) => `${name}: ${why}`,
  empty: `The file is empty. ${SAVE}`,
  kind: (kind: string) => `This is ${kind}, not a table of text. ${SAVE}`,
  foreign: (kind: string) => `This is ${kind}, which cannot be read. ${INSTEAD[kind]}`,
  noText: `The file has no text in it. ${SAVE}`,
  webPage: `This is a web page, not a table of text: the download went wrong. ${SAVE}`,
  utf32: 'The file is UTF-32, which is not read here. Save it as UTF-8 and choose that file.',
  nul: (row: number, encoding: string) =>
    `Row ${row}: a NUL character, which texts have not, so the file is not ${encoding}. Choose another encoding.`,
  notEncoded: (row: number, encoding: string) => `Row ${row}: the file is not ${encoding}. Choose another encoding.`,
  zeroByte: (row: number, byte: number) =>
    `Row ${row}, byte ${byte}: a zero byte, so this is no text file in UTF-8. ${SAVE}`,
  tooLong: (mebibytes: string) =>
    `The file has ${mebibytes} MiB of text, more than fits into one text (512 MiB). Split it into smaller files, or keep fewer of its rows.`,
  tooWide: (columns: number, most: number) =>
    `Columns in the file: ${count(columns)}. The most that can be read: ${count(most)}. Write each text with its label on a line of its own, or keep fewer columns.`,
  notUtf8: (row: number, byte: number, hex: string) =>
    `Row ${row}, byte ${byte}: ${hex} is not UTF-8. Choose the encoding with which its letters are right, or save the file with the encoding UTF-8 (in a spreadsheet: "CSV UTF-8") and choose it again.`,
  readAs: (encoding: string, shown: string) => `Read it as ${encoding}: “${shown}”`,
  likeWestern: 'The file is not UTF-8. It was read as Windows-1252 (Western European), as its letters look like that.',
  utf16: 'The file is UTF-16; it was read as such.',
  likeUtf16: 'The file has no byte order mark. It was read as UTF-16, since every other byte of many is zero.',

  noRows: `The file has no rows. ${ADD_ROWS}`,
  headerOnly: (columns: Some) =>
    `The file has a header (${listing(columns, 'and', (n) => `${n} more`)}) and no rows below it. ${ADD_ROWS}`,
  doubled: (names: Some) =>
    `More than one column is named ${listing(names, 'and', (n) => `${n} more`)}: the first keeps the name, the next has " (2)" after it, and so on.`,
  above: (n: number, header: boolean, of: Some) =>
    `${plural(n, { one: '# line', other: '# lines' })} above the ${header ? 'header' : 'rows'} left out (${rows(of)}).`,
  headerAgain: (n: number, header: boolean, of: Some) =>
    `${plural(n, ROW)} left out (${rows(of)}): ${header ? 'the header again' : 'names of columns'}.`,
  totals: (row: number) => `1 row left out (row ${row}): the totals of the rows above it.`,
  broken: (n: number, width: number, of: Some) =>
    `${plural(n, { one: '# broken row', other: '# broken rows' })} left out (${rows(of)}): each row needs ${plural(width, { one: '# cell', other: '# cells' })}, and a quote that opens a cell must close it.`,
  unquoted: (n: number, of: Some) =>
    `${plural(n, ROW)} with more cells than the header (${rows(of)}): the rest was read as part of the text, which has no quotes around it.`,
  cutAt: (mark: string) => (mark === '' ? 'Each line is one text' : `Cut at ${CUTS[mark] ?? `"${mark}"`}`),
  wasCut: (mark: string) =>
    mark === ''
      ? 'Each line was read as one text.'
      : `The cells were cut at ${CUTS[mark] ?? `"${mark}"`}; there is another way that makes a table.`,

  emptyArray: `The JSON array is empty. ${ADD_ROWS}`,
  halfJson:
    'The file begins like JSON, but its lines are not: JSONL has one whole object a line, for example {"text": "Great value.", "label": "positive"}.',
  nested: (row: number, key: string, most: number) =>
    `Row ${row}: "${key}" is nested more than ${most} deep. Leave it out of the file.`,
  noObjects: (n: number, of: Some) =>
    `${plural(n, { one: '# broken row', other: '# broken rows' })} left out (${rows(of)}): each must be a JSON object.`,
  noSentences:
    'Each row has one word and its tag, but nothing tells where a sentence ends. Add a column "sentence" with the number of the sentence of each word, or put a blank line between sentences.',
  notParallel: (texts: number, tags: number) =>
    `The file of texts has ${plural(texts, { one: '# line', other: '# lines' })} and the file of tags ${plural(tags, { one: '# line', other: '# lines' })}: each line of one belongs to the same line of the other.`,
  fewerTags: (n: number, of: Some) =>
    `${plural(n, { one: '# line', other: '# lines' })} left out (${rows(of)}): not as many tags as words.`,

  folders: (n: number) =>
    `Each file is a text, and its folder is its label: ${plural(n, { one: '# folder', other: '# folders' })}.`,
  withoutLabel: (folders: string[], n: number) =>
    `Left out, since their folder says that they have no label (${folders.join(', ')}): ${plural(n, { one: '# text', other: '# texts' })}.`,
  otherColumns: (name: string, columns: string, first: string, wanted: string) =>
    `${name} has the columns ${columns}, and ${first} has ${wanted}: files that make up one data set have the same columns.`,
  asOne: (n: number) =>
    `${plural(n, { one: '# file', other: '# files' })} were read as one. Numbers of rows go on from file to file.`,
  besideData: (names: Some) =>
    `Left out, since it lies beside the data: ${listing(names, 'and', (n) => `${n.toLocaleString('en')} more`)}.`,
  splitAsOne: (names: string[]) =>
    `By their names these are parts of a split: ${names.join(', ')}. They were read as one and are split anew, so that rows of a file for the test may be trained on. Take each for its part (on the command line: --given-parts yes), or give that for training here and the others as your own files for validation and test.`,
  splitColumn: (column: string, parts: string[]) =>
    `"${column}" tells parts of a split (${parts.join(', ')}). All rows were read as one and are split anew, so that rows for the test may be trained on. Take each for its part (on the command line: --given-parts yes).`,
  noPart: (part: string) =>
    `No file is by its name the part "${part}" of a split, and no column tells that rows are. Choose that part yourself.`,

  workbook: (why: string) => `The workbook cannot be read (${why}). Save its sheet as CSV UTF-8 and choose that file.`,
  otherSheets: (name: string) => `The sheet "${name}" was read; the workbook has others.`,
  readSheet: (name: string) => `Read "${name}"`,
  noSheet: (name: string, names: string[]) =>
    `There is no sheet "${name}"; the sheets are ${names.map((each) => `"${each}"`).join(', ')}.`,
  noCells: 'The workbook has no cells with anything in them.',
  breaksOff: 'The JSON breaks off before its end: the file is not whole. Fetch or export it again.',
  parquetEmpty: 'The Parquet file has no rows.',
  parquet: (why: string) => `The Parquet file cannot be read (${why}). Save the data as CSV or JSONL.`,

  emptyZip: (name: string) => `The zip ${name} is empty. Choose one with a file in it.`,
  otherZip: (kind: string) => `This is ${kind}.`,
  noData: (name: string) => `There is no file with data in ${name}.`,
  tooLarge: (name: string, gibibytes: number) =>
    `${name} has more than ${gibibytes} GiB of data in it. Pack smaller parts.`,
  tar: (name: string) => `${name} is a damaged tar archive. Download or pack it again.`,
  gzip: (name: string) => `${name} is a damaged gzip file. Download or pack it again.`,
};
