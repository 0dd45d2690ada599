// SPDX-License-Identifier: Apache-2.0
// What is found in rows that were read, why a task was guessed, and what can be done. The command line shows these too.
import { count, decimal } from '../../ui/format';
import { listing, type Some } from '../listing';
import { plural } from '../plural';

const rows = (n: number) => plural(n, { one: '# row', other: '# rows' });
const labels = (n: number) => plural(n, { one: '# label', other: '# labels' });
const columns = (n: number) => plural(n, { one: '# column', other: '# columns' });
const list = (some: Some) => listing(some, 'and', (n) => `${count(n)} more`);
const names = ({ shown, more }: Some) => list({ shown: shown.map((name) => `"${name}"`), more });
const listRows = (some: Some) => `${some.shown.length === 1 ? 'row' : 'rows'} ${list(some)}`;
const the = (n: number, some: Some) => `${rows(n)} (${listRows(some)})`;
const are = (n: number) => (n === 1 ? 'is' : 'are');
const them = (n: number) => (n === 1 ? 'it' : 'them');
const each = (n: number) => (n === 1 ? 'it' : 'each');
const validation = (n: number) => plural(n, { one: '# validation row', other: '# validation rows' });

type Part = 'validation' | 'test';

export const findings = {
  noText: (n: number, some: Some) => `${the(n, some)} without text left out.`,
  noTextTitle: 'Without text',
  long: (n: number, some: Some, most: number) =>
    `${the(n, some)} with a cell of more than ${count(most)} characters: only the first tokens of it are read. Check its quotes.`,
  longTitle: 'Very long',
  leaveThemOut: 'Leave them out',
  noLabel: (n: number, some: Some) => `${the(n, some)} without a label left out.`,
  noLabelTitle: 'Without a label',
  minusOnes: (n: number) =>
    `${rows(n)} of these ${n === 1 ? 'has' : 'have'} the label -1, for which there is no name: it is read as no label. Where it is one, give it a name as well (-1: negative).`,
  severalLabels: (n: number, some: Some) =>
    `${the(n, some)} with several labels left out: this task has one label a row.`,
  severalLabelsTitle: 'Several labels',
  noneAtAll: (n: number, some: Some) => `${the(n, some)} with no label at all: they teach that a text may have none.`,
  noneAtAllTitle: 'No label at all',
  joinedTexts: (n: number, texts: number) =>
    `${rows(n)} with one label each were read as ${plural(texts, { one: '# text', other: '# texts' })} with several labels: rows of the same text are one.`,
  noNumber: (n: number, some: Some) => `${the(n, some)} without a number left out.`,
  noNumberTitle: 'Without a number',

  noRows: 'There is no row left with a text and a label. Choose other columns, or another file.',
  oneRow: 'There is only one row with a text and a label. Add rows: each label needs two different texts.',
  oneTag: (tag: string) =>
    `All words have the tag "${tag}". There must be two tags or more: choose another column or file.`,
  oneLabel: (n: number, label: string) =>
    `${n === 1 ? 'The row has' : `All ${rows(n)} have`} the label "${label}". A classifier needs two labels or more: choose another label column or file.`,
  noLabels: 'No row has a label. Choose another label column or file.',
  noSet: (values: number, n: number) =>
    `The label column has ${plural(values, { one: '# different value', other: '# different values' })} in ${rows(n)}: that is no set of labels. Choose another label column, or another task.`,
  oneNumber: (value: number) => `All rows have the number ${value}: there is nothing to predict.`,
  rareLabels: (n: number, few: number, some: Some) =>
    `${labels(n)} with fewer than ${few} rows (${names(some)}): expect little of ${them(n)}.`,
  rareTypes: (n: number, few: number, some: Some) =>
    `${plural(n, { one: '# type', other: '# types' })} with fewer than ${few} rows (${names(some)}): expect little of ${them(n)}.`,
  rareLabelsTitle: 'Rare labels',
  rareTypesTitle: 'Rare types',
  withoutLabels: 'Do without these labels',
  withoutTypes: 'Do without these types',
  uneven: (most: string, ofMost: number, least: string, ofLeast: number) =>
    `The labels are uneven: "${most}" has ${rows(ofMost)}, "${least}" only ${count(ofLeast)}, ${(ofMost / ofLeast).toFixed(1)} times fewer. Look at the macro F1 in the end rather than at the accuracy alone; balanced class weights let rare labels count more.`,
  unevenSets: (most: string, ofMost: number, least: string, ofLeast: number) =>
    `The labels are uneven: "${most}" has ${rows(ofMost)}, "${least}" only ${count(ofLeast)}, ${(ofMost / ofLeast).toFixed(1)} times fewer. Look at the macro F1 in the end rather than at the micro F1 alone.`,
  unevenTypes: (most: string, ofMost: number, least: string, ofLeast: number) =>
    `The types are uneven: "${most}" has ${rows(ofMost)}, "${least}" only ${count(ofLeast)}, ${(ofMost / ofLeast).toFixed(1)} times fewer. Look at the F1 of each type in the end rather than at that of all together alone.`,
  unevenTitle: 'Uneven labels',
  atMost: (times: number, least: string) => `Train on at most ${times} times the rows of "${least}"`,
  alike: (n: number, pairs: readonly [string, string][], more: number) =>
    `${labels(n)} ${n === 1 ? 'differs' : 'differ'} from another one in case, space or notation alone (${list({ shown: pairs.map(([label, most]) => `"${label}" from "${most}"`), more })}): ${each(n)} is learned as a label of its own.`,
  alikeTitle: 'Labels alike',
  makeOne: 'Make them one label each',
  misspelt: (n: number, pairs: readonly [string, string][], more: number) =>
    `${labels(n)} of few rows ${are(n)} one letter away from a frequent one, and most likely misspelt (${list({ shown: pairs.map(([label, meant]) => `"${label}" for "${meant}"`), more })}): ${each(n)} is learned as a label of its own.`,
  misspeltTitle: 'Misspelt labels',
  correct: 'Take the frequent one',
  letters: (n: number, some: Some, shown: string) =>
    `${the(n, some)} with letters such as "${shown}": the text was once read with a wrong encoding and saved so. Export the data again as UTF-8.`,
  lettersTitle: 'Wrong letters',
  fileNames: (first: string) =>
    `The texts are names of files, such as ${first}, and not what is in these. Put the texts themselves into the column, or choose a zip with a folder of texts for each label.`,
  ids: (first: string) =>
    `The texts are numbers, ids or addresses, such as ${first}, and not what these stand for. Choose the column with the texts, or put them into the file.`,
  inTexts: (n: number, of: number, label: string) =>
    `The labels of ${count(n)} of ${rows(of)} stand in the texts themselves, such as "${label}". A classifier learns each as a class of its own and finds no others. To find such words in new texts, give the rows spans with a start, an end and a label each.`,
  objects: (column: string) =>
    `"${column}" has objects that are no labels, and no spans with a start, an end and a label each. Write labels or such spans into it, or choose another label column.`,
  missing: (n: number, some: Some) => `${names(some)} ${are(n)} what programs write where a label is missing.`,
  missingTitle: 'Missing labels',
  leaveRowsOut: 'Leave these rows out',
  /** `apart`: of a label one that differs from it in notation alone; whether there is one for each. */
  unknownLabels: (
    part: Part | 'evaluation',
    n: number,
    unknown: Some,
    some: Some,
    { first, all }: { first: [string, string] | null; all: boolean },
  ) =>
    `The ${part} file has ${n === 1 ? 'a label' : 'labels'} that the training data has not: ${names(unknown)} (${listRows(some)}).${first ? ` There it is written "${first[1]}" and not "${first[0]}": write ${n === 1 ? 'it' : 'such labels'} alike in both files.` : ''}${all ? '' : ` Add rows with ${them(n)} to the training data, or take these rows out.`}`,
  repeated: (n: number, some: Some) =>
    `${the(n, some)} with the text and label of an earlier row; equal texts are kept in the same part.`,
  testRepeats: (n: number, of: number) =>
    `Repeated texts in the test: ${count(n)} of ${plural(of, { one: '# row', other: '# rows' })}. Such a row tells little that is new, but the intervals and comparisons of the test count it as a new one: they are too sure.`,
  repeatedTitle: 'Repeated',
  keepFirst: 'Keep the first of each',
  near: (n: number, some: Some) =>
    `${the(n, some)} nearly equal to an earlier row; such texts are kept in the same part.`,
  nearTitle: 'Nearly repeated',
  contradicting: (n: number, some: Some) => `${the(n, some)} with the text of an earlier row and another label.`,
  severalEach: (n: number, some: Some) =>
    `${the(n, some)} with the text of an earlier row and another label. If a text may have several labels, choose the task of several labels: rows of the same text become one.`,
  takeSeveral: 'Take several labels a text',
  contradictingTitle: 'Contradictory labels',
  leaveTextsOut: 'Leave out all rows of these texts',
  leaks: (n: number, part: Part, some: Some, near: number) =>
    `${rows(n)} of the ${part} file (${listRows(some)}) with a text of the training data${near === 0 ? '' : near === n ? ' or nearly' : `, ${near} of them nearly`}: the result will look better than it is.`,
  leaksTitle: (part: Part) => `Also in the ${part} file`,
  doNotTrain: (part: Part) => `Neither train nor ${part === 'test' ? 'validate' : 'test'} on these texts`,
  shared: (n: number, some: Some) =>
    `${rows(n)} of the test file (${listRows(some)}) with a text of the validation file, by which the training chooses: the result will look better than it is. Take them out of one of the two files.`,
  noTrain: 'No row is left to train on: add rows, or ask for fewer remedies.',
  oneTrained: (label: string) =>
    `All rows that are left to train on have the label "${label}": add rows with another one, or ask for fewer remedies.`,
  untrained: (n: number, some: Some) =>
    `${labels(n)} (${names(some)}) ${n === 1 ? 'has' : 'have'} no row to train on: ${each(n)} is never predicted.`,
  cut: (n: number, of: number) =>
    `${rows(n)} of ${count(of)} ${are(n)} longer than the maximum length: only a part of ${each(n)} is read.`,
  unread: (n: number, of: number) =>
    `${plural(n, { one: '# word', other: '# words' })} of ${count(of)} cannot be read: what is cut off or has no piece of its own. Such words are not trained on, and count as the first label.`,
  unknownPieces: (percent: number) =>
    `${decimal(percent, 1)} % of the pieces are [UNK]: the vocabulary of this encoder does not know them, and the model sees nothing there. Choose an encoder for the language of the texts.`,

  fewPut: (n: number, enough: number) =>
    `${validation(n)} would be too few to choose anything by (${enough} are needed): ${n === 1 ? 'it is' : 'they are'} trained on instead.`,
  fewOfLabel: (n: number, each: number, few: number) =>
    `A label has ${rows(each)} on average. With fewer than ${few} it learns more from every row than validation rows would tell, so none are put aside to validate, and ${rows(n)} more ${are(n)} trained on. You can choose a share of them all the same.`,
  fewValidation: (n: number, enough: number) =>
    `${validation(n)} ${are(n)} too few to choose by (${enough} are needed): no epoch is chosen, no threshold or temperature is fitted and no label is doubted by them.`,
  fewTest: (n: number) =>
    `The test has only ${rows(n)}: look at the intervals of its figures. Several runs (folds) say more.`,
  couldHaveNames:
    'The labels are only numbers. Give them names, under “Names for labels that are numbers” in step 1 (on the command line: --labels FILE), and a new head begins with what the encoder makes of these: with so few rows that helps.',
  seenNames: (seen: number, n: number) =>
    `Names in the test rows that training rows have too: ${count(seen)} of ${count(n)}. The test shows how well they are found again, and little about new ones.`,
  untested: (n: number, some: Some) =>
    `${labels(n)} (${names(some)}) without a test row: the model learns ${them(n)} and may answer with ${them(n)}, but nothing is measured of ${them(n)}. A label needs two different texts to be tested, three to be validated as well.`,
  noTest:
    'No row is left for the test: a label needs at least two texts that are not equal or nearly equal. Add rows, or a test file.',
  emptyFold: (folds: number) =>
    `One of the ${count(folds)} parts has no row to test on: there are fewer texts that are not equal or nearly equal. Take fewer folds.`,

  inFile: (part: Part, what: string) => `In the ${part} file: ${what}`,
  noneTrained: (what: string) => `${what} None of them is trained on.`,
  takes: (remedy: string, n: number) => `${remedy} (takes ${rows(n)})`,
  takesTraining: (remedy: string, n: number) =>
    `${remedy} (takes ${plural(n, { one: '# training row', other: '# training rows' })})`,
  changes: (remedy: string, n: number) => `${remedy} (changes ${rows(n)})`,
  oneColumn:
    'No column has labels: the file has one column. Add a second one with the label of each text, and choose the file again.',
  noLabelColumn: 'No column has labels. Choose the column with the label of each text.',
  oneTagColumn: 'This task takes its labels from one column. Choose one.',
  noPairs: 'Tags belong to the words of one text: there can be no second text.',
  missingColumns: (missing: readonly [string, 'text' | 'pair' | 'label'][], there: readonly string[]) => {
    const what = { text: 'the text', pair: 'the second text', label: 'the label' };
    const columns = missing.map(([name, role]) => `"${name}" (${what[role]})`);
    return `It has no column ${list({ shown: columns, more: 0 })}, which the main file is read from. Its columns are ${there.map((name) => `"${name}"`).join(', ')}: rename them as those of the main file are.`;
  },
  otherTags: (taken: string, others: Some) =>
    `The tags were read from "${taken}"; ${names(others)} could be meant too.`,
  otherTexts: (taken: string, others: Some) =>
    `The texts were read from "${taken}"; ${names(others)} could be meant too.`,
  otherLabels: (taken: string, others: Some) =>
    `The labels were read from "${taken}"; ${names(others)} could be meant too.`,
  takeTags: (name: string) => `Take the tags of "${name}"`,
  takeTexts: (name: string) => `Take the texts of "${name}"`,
  takeLabels: (name: string) => `Take the labels of "${name}"`,

  chosen: 'Chosen by you.',
  everyWordTag: 'Every word has a tag.',
  noLabelsGuess: 'No column has labels.',
  oneOf: (n: number) => `Each row has one of ${labels(n)}.`,
  oneHot: (n: number) => `Each row has a 1 in exactly one of ${columns(n)}.`,
  yesNo: (n: number) => `${columns(n)} ${n === 1 ? 'says' : 'say'} yes (1) or no (0).`,
  numberColumns: (n: number) => `${columns(n)} ${n === 1 ? 'has' : 'have'} numbers.`,
  spans: 'The labels are spans of characters in the text.',
  tagLists: 'Each row is a list of words with a list of tags.',
  maySeveral: (percent: number) => `A row may have several labels: ${percent} % of the rows have more than one.`,
  listOrNone: 'Each row has one label in a list, or none.',
  listOfOne: 'Each row has a list of one label.',
  numbers: (n: number, least: number, most: number) =>
    `The labels are numbers, ${count(n)} different ones from ${least} to ${most}.`,

  unevenTags: (n: number, some: Some) => `${the(n, some)} left out: not as many tags as words.`,
  unevenTagsTitle: 'Tags that do not fit',
  oddTags: (n: number, some: Some, tags: Some) =>
    `${the(n, some)} left out: a tag (${names(tags)}) that is neither O nor B-X, I-X. Correct it to train on them.`,
  oddTagsTitle: 'Tags of another kind',
  hollow: (n: number, some: Some) => `${the(n, some)} with a word that has no characters: it is left out with its tag.`,
  hollowTitle: 'Empty words',
  brokenTags: (n: number, some: Some) => `${the(n, some)} with a tag that continues no entity: an entity begins there.`,
  brokenTagsTitle: 'Broken tags',
  noTypes: (type: string) => `The tags have no types; they were read as entities of one type, "${type}".`,
  tagNumbers:
    'The tags are numbers, so nothing is known of entities. Give their names, one a line, that of 0 first, under “Names for labels that are numbers” in step 1 (on the command line: --labels FILE), and whole entities are scored.',
  IOB1: 'The tags are IOB1 (B- only between entities that touch); they were turned into IOB2.',
  IOBES: 'The tags are IOBES (E- ends an entity, S- is one alone); they were turned into IOB2.',
  BILOU: 'The tags are BILOU (L- ends an entity, U- is one alone); they were turned into IOB2.',
  BMEWO: 'The tags are BMEWO (E- ends an entity, W- is one alone); they were turned into IOB2.',
  noSpans: (n: number, some: Some) => `${the(n, some)} left out: no list of spans, each with start, end and label.`,
  noSpansTitle: 'No list of spans',
  outside: (n: number, some: Some) => `${the(n, some)} left out: a span ends where it begins, or outside the text.`,
  outsideTitle: 'Spans outside the text',
  inside: (n: number, some: Some) =>
    `${the(n, some)} with a span that begins or ends inside a word: the whole word was taken.`,
  insideTitle: 'Spans inside words',
  overlapping: (n: number, some: Some) =>
    `${the(n, some)} with spans on the same words: the first was taken, a word has one tag.`,
  overlappingTitle: 'Overlapping spans',
  utf16:
    'The spans count UTF-16 units, as JavaScript does; they were turned into code points, which is what predictions have.',

  noColumn: (name: string, columns: string[]) =>
    `there is no column "${name}"; the columns are ${columns.map((each) => `"${each}"`).join(', ')}.`,
  takenTwice: (name: string) =>
    `"${name}" is taken for two things: text, second text and label each need a column of their own.`,
  columnTwice: (name: string, first: number, next: number) =>
    `more than one column is named "${name}"; give its number: ${first} is the first, ${next} the next.`,
  noNames: 'There are no names of labels in it: one a line, that of label 0 first.',
  namesNoJson:
    'This JSON has no names of labels: write a list of names, {"0": "negative", "1": "positive"}, or the config.json of a model.',
  numberTwice: 'A number has two names in it: give each number one.',
};
