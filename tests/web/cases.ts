// SPDX-License-Identifier: Apache-2.0
// Small files of the kinds that people's tools write, made here, and what each is to become.
import type { ParseOptions } from '../../web/read/parse';
import type { Scheme, Task } from '../../web/border/messages';

export interface Case {
  file: string | Uint8Array;
  options?: ParseOptions;
  labelNames?: string[];
  rows?: number;
  text?: string;
  /** Names of the label columns. */
  label?: string[];
  task?: Task;
  scheme?: Scheme;
  labels?: string[];
  first?: { text?: string; label?: string; pair?: string };
  /** Sentences that have to be among the problems. */
  told?: RegExp[];
  /** None of the problems' sentences. */
  untold?: RegExp;
  /** Names of checks that have to be among the problems. */
  named?: string[];
  /** Flags of choices that are offered. */
  offered?: object[];
  /** Refused with this sentence. */
  refused?: RegExp;
}

const PLACES = ['garden', 'hotel', 'museum', 'film', 'phone', 'lecture', 'bread', 'river'];
const MARKS = ['fine', 'dull', 'bright', 'slow', 'kind', 'rude', 'fresh', 'stale', 'warm'];
/** No two are nearly equal. */
export const textOf = (i: number): string =>
  `the ${PLACES[i % 8]} was ${MARKS[i % 9]} on day ${i * 37} near the ${PLACES[(i * 3 + 1) % 8]}`;
const label = (i: number) => ['pos', 'neg'][i % 2]!;
const lines = (line: (i: number) => string, n = 60) => Array.from({ length: n }, (_, i) => `${line(i)}\n`).join('');
const json = (value: (i: number) => unknown, n = 60) => lines((i) => JSON.stringify(value(i)), n);
const array = (value: (i: number) => unknown, n = 60) => JSON.stringify(Array.from({ length: n }, (_, i) => value(i)));
const encode = (text: string) => new TextEncoder().encode(text);
const utf16 = (text: string, mark = true, little = true): Uint8Array =>
  Uint8Array.from(
    [...(mark ? '\uFEFF' : ''), ...text].flatMap((c) => {
      const code = c.charCodeAt(0);
      return little ? [code & 255, code >> 8] : [code >> 8, code & 255];
    }),
  );
const latin1 = (text: string) => Uint8Array.from([...text].map((c) => c.charCodeAt(0)));

const plain: Partial<Case> = { rows: 60, labels: ['neg', 'pos'], task: 'single_label_classification' };

/** Sentences of words with entities. */
const PEOPLE = ['Mira', 'Jonas', 'Ruben', 'Tilda'];
const TOWNS = [['Lund'], ['New', 'Turku'], ['Graz']];
interface Sentence {
  words: string[];
  tags: string[];
  pos: string[];
}
const sentence = (i: number): Sentence => {
  const town = TOWNS[i % 3]!;
  return {
    words: [PEOPLE[i % 4]!, 'went', 'to', ...town, 'on', 'day', String(i * 37)],
    tags: ['B-PER', 'O', 'O', ...town.map((_, k) => (k ? 'I-LOC' : 'B-LOC')), 'O', 'O', 'O'],
    pos: ['PROPN', 'VERB', 'ADP', ...town.map(() => 'PROPN'), 'ADP', 'NOUN', 'NUM'],
  };
};
const spansOf = ({ words, tags }: Sentence) => {
  const spans: { start: number; end: number; label: string }[] = [];
  let at = 0;
  words.forEach((word, i) => {
    if (tags[i]!.startsWith('B-')) spans.push({ start: at, end: at + word.length, label: tags[i]!.slice(2) });
    if (tags[i]!.startsWith('I-')) spans.at(-1)!.end = at + word.length;
    at += word.length + 1;
  });
  return spans;
};
const textOfWords = (i: number) => sentence(i).words.join(' ');
const conll = (line: (word: string, tag: string, pos: string, k: number) => string, n = 60) =>
  Array.from({ length: n }, (_, i) => {
    const { words, tags, pos } = sentence(i);
    return words.map((word, k) => `${line(word, tags[k]!, pos[k]!, k)}\n`).join('');
  }).join('\n');
const entities: Partial<Case> = {
  rows: 60,
  task: 'token_classification',
  scheme: 'iob2',
  labels: ['O', 'B-LOC', 'I-LOC', 'B-PER', 'I-PER'],
};
const NUMBERS: Record<string, number> = { O: 0, 'B-PER': 1, 'B-LOC': 3, 'I-LOC': 4 };
const python = (list: unknown[]) => `[${list.map((x) => (typeof x === 'string' ? `'${x}'` : String(x))).join(', ')}]`;
const quoted = (cell: string) => `"${cell.replaceAll('"', '""')}"`;

const COLUMNS_AND_HEADERS: Record<string, Case> = {
  'groups of columns above their names, and ticks below': {
    file: `Comment,Mood,,Price\nComment,angry,happy,low\n${lines((i) => `${textOf(i)},${i % 2 ? 'x' : ''},${i % 2 ? '' : 'x'},${i % 3 ? '' : 'x'}`)}`, // prettier-ignore
    rows: 60,
    text: 'Comment',
    label: ['angry', 'happy', 'low'],
    first: { label: 'happy, low' },
  },
  'commas in texts without quotes, the label last': {
    file: `text,label\n${lines((i) => `${textOf(i)}, well${i % 3 ? '' : ', yes'},${label(i)}`)}`,
    ...plain,
    first: { text: `${textOf(0)}, well, yes`, label: 'pos' },
    told: [/60 rows with more cells than the header .* part of the text/],
  },
  'commas in some texts without quotes, the label first': {
    file: `id,label,text\n${lines((i) => `${i},${label(i)},${textOf(i)}${i % 4 ? '' : ', yes, well'}`)}`,
    ...plain,
    first: { text: `${textOf(0)}, yes, well` },
    told: [/15 rows with more cells/],
  },
  'a remark behind a row is no label': {
    file: `text,label\n${lines((i) => `${textOf(i)},${label(i)}${i === 30 ? ',look again' : ''}`)}`,
    ...plain,
    rows: 59,
    told: [/1 broken row left out \(row 32\)/],
  },
  'names of files': {
    file: `filename,label\n${lines((i) => `mails/${i}.txt,${label(i)}`)}`,
    ...plain,
    told: [/The texts are names of files, such as mails\/0\.txt/],
  },
  'names of files in a column "file"': {
    file: `file,label\n${lines((i) => `${i}.txt,${label(i)}`)}`,
    ...plain,
    text: 'file',
    label: ['label'],
    told: [/The texts are names of files, such as 0\.txt/],
  },
  'numbers of texts': {
    file: `id,label\n${lines((i) => `${i},${label(i)}`)}`,
    ...plain,
    text: 'id',
    label: ['label'],
    told: [/The texts are numbers, ids or addresses, such as 0, and not/],
  },
  'addresses of texts': {
    file: `url,label\n${lines((i) => `https://example.org/${i}?a=b,${label(i)}`)}`,
    ...plain,
    text: 'url',
    told: [/such as https:\/\/example\.org\/0\?a=b/],
  },
  'a row for each label of a text': {
    file: `text,label\n${lines((i) => `${textOf(i)},${label(i)}\n${textOf(i)},loud`)}`,
    rows: 120,
    task: 'single_label_classification',
    told: [/60 rows .* with the text of an earlier row and another label\. If a text may have several labels/],
    offered: [{ task: 'multi_label_classification' }],
  },
  'a row for each of two people, who gave one of two labels': {
    file: `text,label\n${lines((i) => `${textOf(i >> 1)},${['pos', 'neg', 'pos', 'pos'][i % 4]}`, 120)}`,
    rows: 120,
    task: 'single_label_classification',
    labels: ['neg', 'pos'],
    told: [/30 rows .* with the text of an earlier row and another label\./],
    untold: /several labels/,
  },
  'a few rows that contradict others': {
    file: `text,label\n${lines((i) => `${textOf(i)},${label(i)}`)}${textOf(1)},pos\n`,
    ...plain,
    rows: 61,
    told: [/1 row \(row 62\) with the text of an earlier row and another label\.$/],
  },
  'labels that are words of their texts': {
    file: json((i) => ({ text: textOf(i), entities: { place: [PLACES[i % 8]] } })),
    rows: 60,
    told: [/The labels of 60 of 60 rows stand in the texts themselves, such as "garden"/],
  },
  'predictions, with labels of their own': {
    file: `row,text,label,probability,p(neg),p(pos),label (2)\n${lines((i) => `${i},${textOf(i)},${label(i)},0.9,0.1,0.9,${label(i)}`)}`, // prettier-ignore
    ...plain,
    text: 'text',
    told: [/The file is one of predictions: "label" has what a model answered/],
    offered: [{ label: 'label (2)' }],
  },
  'predictions in JSON': {
    file: json((i) => ({ row: i, text: textOf(i), labels: [label(i)], probabilities: { neg: 0.1, pos: 0.9 }, columns: { label: label(i) } })), // prettier-ignore
    rows: 60,
    told: [/"labels" has what a model answered/],
  },
  'ids that the header names and no row has': {
    file: `id,text,label\n${lines((i) => `"${textOf(i)}",${label(i)}`)}`,
    ...plain,
    text: 'text',
    label: ['label'],
  },
  'totals below the rows': {
    file: `id,text,label\n${lines((i) => `${i},${textOf(i)},${label(i)}`)},Grand total,60\n`,
    ...plain,
    told: [/1 row left out \(row 62\): the totals of the rows above it/],
  },
  'a blank line after every row': {
    file: `text,label\n\n${lines((i) => `${textOf(i)},${label(i)}\n`)}`,
    ...plain,
    text: 'text',
  },
  'groups of columns above their names': {
    file: `,Mood,,\nComment,Angry,Happy,Price\n${lines((i) => `${textOf(i)},${i % 2},${1 - (i % 2)},${+(i % 3 === 0)}`)}`,
    rows: 60,
    text: 'Comment',
    label: ['Angry', 'Happy', 'Price'],
    told: [/1 line above the header left out \(row 1\)/],
  },
  'a day that repeats is no label': {
    file: `#,How likely are you to recommend us?,Why?,Submit Date (UTC)\n${lines((i) => `${i * 977}abc,${i % 11},${textOf(i)},2024-01-02 10:01:0${i % 3}`)}`, // prettier-ignore
    rows: 60,
    label: ['How likely are you to recommend us?'],
  },
  "Kaggle's tweets of airlines": {
    file: `tweet_id,airline_sentiment,airline_sentiment_confidence,airline,name,text\n${lines((i) => `${5e8 + i},${label(i)},${i % 3 ? '1.0' : '0.35'},${['A', 'B'][i % 2]},n${i},"@x ${textOf(i)}, ok"`)}`, // prettier-ignore
    ...plain,
    label: ['airline_sentiment'],
  },
  "Amazon's reviews": {
    file: json((i) => ({ overall: (i % 5) + 1, verified: true, asin: `000${i % 4}`, reviewText: textOf(i), summary: `Nice ${i}` })), // prettier-ignore
    rows: 60,
    label: ['overall'],
  },
  'votes of several people': {
    file: `text,annotator_1,annotator_2,annotator_3\n${lines((i) => `${textOf(i)},${label(i)},${label(i % 5 ? i : i + 1)},${i % 7 ? (i % 10 === 5 ? '' : label(i)) : label(i + 1)}`)}`, // prettier-ignore
    ...plain,
    label: ['label'],
    first: { label: 'neg' },
    told: [/"annotator_1", "annotator_2", "annotator_3" were read as votes.*have none: 5/],
    offered: [{ label: 'annotator_2' }],
  },
  'votes beside what was agreed on': {
    file: `text,rater1,rater2,gold_label\n${lines((i) => `${textOf(i)},${label(i)},${label(i % 5 ? i : i + 1)},${label(i)}`)}`,
    ...plain,
    label: ['gold_label'],
    untold: /votes/,
  },
  'labels in columns of their own': {
    file: `text,label1,label2\n${lines((i) => `${textOf(i)},${['joy', 'fear', 'anger'][i % 3]},${i % 4 ? '' : ['fear', 'anger', 'joy'][i % 3]}`)}`, // prettier-ignore
    rows: 60,
    label: ['labels'],
    task: 'multi_label_classification',
    labels: ['anger', 'fear', 'joy'],
    first: { label: 'joy, fear' },
    told: [/"label1", "label2" were read as one column of any number of labels, "labels"/],
  },
  "Jira's columns of one name": {
    file: `Issue key,Description,Labels,Labels\n${lines((i) => `A-${i},"${textOf(i)}, ok",${i % 4 ? '' : 'ui'},${i % 5 ? '' : 'backend'}`)}`, // prettier-ignore
    rows: 60,
    label: ['Labels'],
    labels: ['backend', 'ui'],
    first: { label: 'ui, backend' },
  },
  'names with dots': {
    file: `id,name,reviews.sourceURLs,reviews.text,reviews.rating\n${lines((i) => `${i},Hotel number ${i},https://hotels.example/reviews/of/the/hotel/with/the/number/${i * 1000},"${textOf(i)}",${(i % 5) + 1}`)}`, // prettier-ignore
    rows: 60,
    text: 'reviews.text',
    label: ['reviews.rating'],
  },
  'rows that end before the header does, some later': {
    file: `text,label,notes,more\n${lines((i) => (i % 10 ? `"${textOf(i)}",${label(i)}` : `"${textOf(i)}",${label(i)},hm ${i}`))}`, // prettier-ignore
    ...plain,
    untold: /broken/,
  },
  'an export of SurveyMonkey': {
    file: `Respondent ID,Start Date,How was it?,What did you like?,,Why?\n,,Response,Food,Staff,Open-Ended Response\n${lines((i) => `${11000 + i},01/02/2024 10:0${i % 10},${label(i)},,Staff,"${textOf(i)}"`)}`, // prettier-ignore
    ...plain,
    text: 'Why?',
    label: ['How was it?'],
    told: [/1 line above the rows left out \(row 2\)/],
  },
  'an export of Qualtrics': {
    file: `StartDate,Status,Q1,Q2\nStart Date,Response Type,How was it?,Why?\n${['startDate', 'status', 'QID1', 'QID2_TEXT'].map((id) => `"{""ImportId"":""${id}""}"`).join()}\n${lines((i) => `2024-01-0${(i % 9) + 1} 10:00:00,IP Address,${label(i)},"${textOf(i)}"`)}`, // prettier-ignore
    ...plain,
    text: 'Q2',
    label: ['Q1'],
    told: [/2 lines above the rows left out \(rows 2 and 3\)/],
  },
  'a title above a header of other names': {
    file: `Survey 2024,,\n,,\nComment,Author,Mood\n${lines((i) => `"${textOf(i)}",N${i},${label(i)}`)}`,
    ...plain,
    text: 'Comment',
    label: ['Mood'],
  },
  'columns without names that have the rest of some rows': {
    file: `v1,v2,,,\n${lines((i) => (i === 7 ? `neg,"${textOf(i)}"," and more",," (end)"` : `${label(i)},${textOf(i)},,,`))}`, // prettier-ignore
    ...plain,
    text: 'v2',
    label: ['v1'],
  },
  'pairs as "#1 String" and "#2 String"': {
    file: `Quality\t#1 ID\t#2 ID\t#1 String\t#2 String\n${lines((i) => `${i % 2}\t70${i}\t71${i}\t${textOf(i)}\t${textOf(i + 1)}`)}`, // prettier-ignore
    rows: 60,
    text: '#1 String',
    first: { text: textOf(0), pair: textOf(1) },
  },
  'a title of a review and its text': {
    file: `Title,Review Text,Rating\n${lines((i) => `Nice ${i},"${textOf(i)}",${(i % 5) + 1}`)}`,
    rows: 60,
    text: 'Review Text',
    label: ['Rating'],
  },
  'marks for columns that the sheet has not': {
    file: `text;label\n${lines((i) => `${textOf(i)};${label(i)};;;`)}`,
    ...plain,
    text: 'text',
  },
  'rows that end before the header': {
    file: `text,label,comment\n${lines((i) => `${textOf(i)},${label(i)}${i % 9 ? '' : ',seen'}`)}`,
    ...plain,
    text: 'text',
  },
  'marks at the ends of some rows': {
    file: `text,label\n${lines((i) => `${textOf(i)},${label(i)}${i % 9 ? '' : ',,'}`)}`,
    ...plain,
    untold: /broken/,
  },
  'a header that ends in a mark': { file: `text,label,\n${lines((i) => `${textOf(i)},${label(i)}`)}`, ...plain },
  "pandas' index without a name": {
    file: `,text,label\n${lines((i) => `${i},${textOf(i)},${label(i)}`)}`,
    ...plain,
    text: 'text',
  },
  'pandas read and written twice': {
    file: `Unnamed: 0.1,Unnamed: 0,text,label\n${lines((i) => `${i},${i},${textOf(i)},${label(i)}`)}`,
    ...plain,
    text: 'text',
  },
  'a nameless column of remarks': {
    file: `text,label,\n${lines((i) => `${textOf(i)},${label(i)},${i % 7 ? '' : 'checked'}`)}`,
    ...plain,
  },
  'the header in the middle': {
    file: `text,label\n${lines((i) => `${textOf(i)},${label(i)}`, 30)}Text,Label\n${lines((i) => `${textOf(i + 30)},${label(i)}`, 30)}`,
    ...plain,
    told: [/1 row left out \(row 32\): the header again/],
  },
  'a header in the middle alone': {
    file: `${lines((i) => `${textOf(i)},${label(i)}`, 30)}text,label\n${lines((i) => `${textOf(i + 30)},${label(i)}`, 30)}`,
    ...plain,
    told: [/1 row left out \(row 31\): names of columns/],
  },
  'two lines of a header': {
    file: `Review,,Rating,\ntext,id,label,by\n${lines((i) => `${textOf(i)},${i},${label(i)},me`)}`,
    ...plain,
    text: 'text',
    told: [/1 line above the header left out \(row 1\)/],
  },
  'sep=; and comments': {
    file: `sep=;\n# made by hand\ntext;label\n${lines((i) => `${textOf(i)};${label(i)}`)}`,
    ...plain,
  },
  'a comment above rows without a header': {
    file: `# made, by hand\n${lines((i) => `${textOf(i)},${label(i)}`)}`,
    ...plain,
    told: [/1 line above the rows left out/],
  },
  'hashtags are no comments': {
    file: lines((i) => `#${PLACES[i % 8]} ${textOf(i)}\t${label(i)}`),
    ...plain,
  },
  'semicolons, no header, a comma in each text': {
    file: lines((i) => `${textOf(i)}, we will come back;${label(i)}`),
    ...plain,
    first: { text: `${textOf(0)}, we will come back`, label: 'pos' },
  },
  'tabs, and a comma in each text': { file: lines((i) => `${label(i)}\t${textOf(i)}, or so`), ...plain },
  'one text a line, with a comma in each': {
    file: lines((i) => `${textOf(i)}, we will come back`),
    rows: 60,
    label: [],
    told: [/Each line was read as one text/],
    offered: [{ delimiter: ',' }],
  },
  'a delimiter that is given': {
    file: `text:label\n${lines((i) => `${textOf(i)}:${label(i)}`)}`,
    options: { delimiter: ':' },
    ...plain,
  },
  'two columns that could be the text': {
    file: `headline,body,stars\n${lines((i) => `${textOf(i)},${textOf(i + 200)} and more,${i % 3}`)}`,
    rows: 60,
    text: 'body',
    told: [/The texts were read from "body"; "headline" could be meant too/],
    offered: [{ text: 'headline' }],
  },
};

const CELLS: Record<string, Case> = {
  'letters that were read with a wrong encoding before': {
    file: `text,label\n${lines((i) => `${textOf(i)} ${i % 6 ? 'schön, SÃO' : 'schÃ¶n, itâ€™s'},${label(i)}`)}`.replaceAll(
      ', ',
      ' ',
    ),
    ...plain,
    told: [/10 rows .* with letters such as "Ã¶"/],
  },
  'a space between a comma and a quote': {
    file: `label, text\n${lines((i) => `${label(i)}, "${textOf(i)}, ok"`)}`,
    ...plain,
    first: { text: `${textOf(0)}, ok`, label: 'pos' },
    untold: /broken/,
  },
  'an x for each label': {
    file: `text;Lob;Kritik;Frage\n${lines((i) => `${textOf(i)};${i % 2 ? 'x' : ''};${i % 3 ? '' : 'X'};${i % 5 ? '' : 'x'}`)}`,
    rows: 60,
    task: 'multi_label_classification',
    labels: ['Lob', 'Kritik', 'Frage'],
    first: { label: 'Kritik, Frage' },
  },
  ...Object.fromEntries(
    ['/', ' + ', '&', ' '].map((joint) => [
      `labels with "${joint}" between them`,
      {
        file: `text,labels\n${lines((i) => `${textOf(i)},${[['food', 'staff'], ['room'], ['food'], ['staff'], ['food', 'room', 'staff']][i % 5]!.join(joint)}`)}`, // prettier-ignore
        rows: 60,
        task: 'multi_label_classification' as const,
        labels: ['food', 'room', 'staff'],
        first: { label: 'food, staff' },
      },
    ]),
  ),
  'such marks in labels of their own': {
    file: `text,label\n${lines((i) => `${textOf(i)},${['food/drink', 'food', 'very good', 'good', 'bed & bath'][i % 5]}`)}`,
    rows: 60,
    task: 'single_label_classification',
    labels: ['bed & bath', 'food', 'food/drink', 'good', 'very good'],
  },
  'an x for one of several labels': {
    file: `text;Lob;Kritik;Frage\n${lines((i) => `${textOf(i)};${i % 3 ? '' : 'x'};${i % 3 === 1 ? 'x' : ''};${i % 3 === 2 ? 'x' : ''}`)}`, // prettier-ignore
    rows: 60,
    task: 'single_label_classification',
    labels: ['Lob', 'Kritik', 'Frage'],
  },
  'labels on lines of a cell': {
    file: `text,labels\n${lines((i) => `${textOf(i)},"${['joy\nfear', 'joy', 'fear\nanger', 'anger'][i % 4]}"`)}`,
    rows: 60,
    task: 'multi_label_classification',
    labels: ['anger', 'fear', 'joy'],
  },
  '-1 where 0, 1 and 2 are classes': {
    file: `text,label\n${lines((i) => `${textOf(i)},${[0, 1, 2, -1][i % 4]}`)}`,
    rows: 60,
    named: ['missing-labels'],
    told: [/"-1" is what programs write where a label is missing/],
  },
  '-1, 0 and 1 are moods': {
    file: `text,label\n${lines((i) => `${textOf(i)},${(i % 3) - 1}`)}`,
    rows: 60,
    labels: ['-1', '0', '1'],
    untold: /missing/,
  },
  "MySQL's NULL": {
    file: `text,label\n${lines((i) => `${textOf(i)},${i % 9 ? label(i) : '\\N'}`)}`,
    rows: 60,
    named: ['missing-labels'],
  },
  "Stack Exchange's tags": {
    file: `Id,Body,Tags\n${lines((i) => `${i},"<p>${textOf(i)}, or so</p>",${['<python><c++>', '<java>', '<python>'][i % 3]}`)}`, // prettier-ignore
    rows: 60,
    task: 'multi_label_classification',
    labels: ['c++', 'java', 'python'],
  },
  hashtags: {
    file: `text,labels\n${lines((i) => `${textOf(i)},${['#joy #fear', '#joy', '#fear #anger'][i % 3]}`)}`,
    rows: 60,
    task: 'multi_label_classification',
    labels: ['#anger', '#fear', '#joy'],
  },
  'labels with a score each': {
    file: json((i) => ({ text: textOf(i), labels: [{ name: label(i), score: 0.9 }, ...(i % 3 ? [] : [{ name: 'new', score: 0.8 }])] })), // prettier-ignore
    rows: 60,
    task: 'multi_label_classification',
    labels: ['neg', 'new', 'pos'],
  },
  'objects of several lines below each other': {
    file: lines((i) => JSON.stringify({ text: textOf(i), label: label(i) }, null, 2)),
    ...plain,
  },
  'lines of JSON under a comment': {
    file: `// made by hand\r\n# twice\n${json((i) => ({ text: textOf(i), label: label(i) }))}`,
    ...plain,
  },
  'rows under a name, as Python prints them': {
    file: `{'data': [${lines((i) => `{'text': '${textOf(i)}', 'label': '${label(i)}'},`)}]}`,
    ...plain,
  },
  'quotes in a cell with a backslash, as databases write them': {
    file: `text,label\n${lines((i) => `"${i % 10 === 3 ? `he said \\"${textOf(i)}\\"` : textOf(i)}, ok",${label(i)}`)}`,
    ...plain,
    text: 'text',
    first: { text: 'the garden was fine on day 0 near the hotel, ok' },
    untold: /broken/,
  },
  'rows that a spreadsheet took for one cell': {
    file: `text,label\n${lines((i) => (i % 3 ? `${textOf(i)},${label(i)}` : quoted(`"${textOf(i)}, ok",${label(i)}`)))}`,
    ...plain,
    first: { text: 'the garden was fine on day 0 near the hotel, ok', label: 'pos' },
    untold: /broken/,
  },
  'every row as one cell': {
    file: lines((i) => (i ? quoted(`${i},"${textOf(i)}, ok",${label(i)}`) : 'id,text,label'), 61),
    ...plain,
    text: 'text',
  },
  'one column of quoted speech is none of rows': {
    file: `text\n${lines((i) => quoted(`"${textOf(i)}," she said, ${i}`))}`,
    rows: 60,
    text: 'text',
    label: [],
  },
  'a table in Markdown': {
    file: `| text | label |\n|---|:--:|\n${lines((i) => `| ${textOf(i)} | ${label(i)} |`)}`,
    ...plain,
    text: 'text',
    label: ['label'],
  },
  'columns of yes and no': {
    file: `text,toxic,rude,kind\n${lines((i) => `${textOf(i)},${i % 2 ? 'yes' : 'no'},${i % 3 ? 'No' : 'Yes'},${i % 5 ? 'no' : 'yes'}`)}`,
    rows: 60,
    task: 'multi_label_classification',
    labels: ['toxic', 'rude', 'kind'],
  },
  "a German spreadsheet's true and false": {
    file: `text;toxisch;grob\n${lines((i) => `${textOf(i)};${i % 2 ? 'WAHR' : 'FALSCH'};${i % 3 ? 'FALSCH' : 'WAHR'}`)}`,
    rows: 60,
    task: 'multi_label_classification',
    labels: ['toxisch', 'grob'],
  },
  'labels that differ in what is not seen': {
    file: `text,label\n${lines((i) => `${textOf(i)},${['pos', 'pos\u200B', 'neg'][i % 3]}`)}`,
    rows: 60,
    told: [/1 label differs from another one in case, space or notation alone/],
    named: ['same-labels'],
  },
  'JSON with a comma too many': {
    file: `[\n${lines((i) => `${JSON.stringify({ text: textOf(i), label: label(i) })},`)}]`,
    ...plain,
    text: 'text',
  },
  'JSON with NaN': {
    file: `[${lines((i) => `{"text": "${textOf(i)}", "label": "${label(i)}", "age": NaN}${i < 59 ? ',' : ''}`)}]`,
    ...plain,
    text: 'text',
  },
  'JSON that is broken': {
    file: `[${lines((i) => `{"text": "${textOf(i)}",\n "label": "${label(i)}${i === 30 ? '' : '"'}},`)}{}]`,
    refused: /begins like JSON/,
  },
  'lines of JSON with commas': {
    file: lines((i) => `${JSON.stringify({ text: textOf(i), label: label(i) })},`),
    ...plain,
  },
  'lines as Python prints them': {
    file: lines((i) => `{'text': "${textOf(i)}, isn't it", 'label': '${label(i)}'}`),
    ...plain,
    first: { text: "the garden was fine on day 0 near the hotel, isn't it" },
  },
  'yes or no for each label': {
    file: json((i) => ({ text: textOf(i), cats: { pos: i % 2 === 0, neg: i % 2 === 1, third: i % 3 === 0 } })),
    rows: 60,
    label: ['cats'],
    task: 'multi_label_classification',
    labels: ['neg', 'pos', 'third'],
  },
  'a share for each label': {
    file: json((i) => ({ text: textOf(i), cats: { pos: i % 2 ? 0.1 : 0.9, neg: i % 2 } })),
    ...plain,
  },
  'decimal commas': {
    file: `text;bewertung\n${lines((i) => `${textOf(i)};${((i % 13) / 2).toFixed(1).replace('.', ',')}`)}`,
    rows: 60,
    task: 'regression',
    label: ['bewertung'],
    told: [/The comma in the numbers of "bewertung" was read as a decimal point/],
    offered: [{ decimal: 'point' }],
  },
  'decimal commas between tabs': {
    file: `text\tscore\n${lines((i) => `${textOf(i)}\t${((i % 13) / 2).toFixed(1).replace('.', ',')}`)}`,
    rows: 60,
    task: 'regression',
  },
  'marks of thousands': {
    file: `text,price\n${lines((i) => `${textOf(i)},"${(1000 + i * 137).toLocaleString('en')}"`)}`,
    rows: 60,
    task: 'regression',
    first: { label: '1000' },
    told: [/The marks of thousands in the numbers of "price" were left out/],
  },
  'per cent': {
    file: `text,score\n${lines((i) => `${textOf(i)},${(i * 37) % 60} %`)}`,
    rows: 60,
    task: 'regression',
    first: { label: '0' },
    told: [/The signs beside the numbers of "score"/],
  },
  'a currency with decimal commas': {
    file: `text;preis\n${lines((i) => `${textOf(i)};${1000 + i * 137},50 €`)}`,
    rows: 60,
    task: 'regression',
    first: { label: '1000.5' },
  },
  'losses in dollars': {
    file: `text,change\n${lines((i) => `${textOf(i)},-$${i + 1}.25`)}`,
    rows: 60,
    task: 'regression',
    first: { label: '-1.25' },
  },
  'the minus of typesetters': {
    file: `text,change\n${lines((i) => `${textOf(i)},\u2212${i + 1}.25`)}`,
    rows: 60,
    task: 'regression',
    first: { label: '-1.25' },
  },
  'few shares, which are labels': {
    file: `text,share\n${lines((i) => `${textOf(i)},${(i % 4) * 10} %`)}`,
    rows: 60,
    task: 'single_label_classification',
    first: { label: '0 %' },
  },
  'points as marks of thousands': {
    file: `text;preis\n${lines((i) => `${textOf(i)};${(1000 + i * 137).toLocaleString('de')},50`)}`,
    rows: 60,
    task: 'regression',
    first: { label: '1000.5' },
  },
  'lists of numbers of labels': {
    file: `text\tlabel\n${lines((i) => `${textOf(i)}\t${['27', '4,27', '4', '3,4'][i % 4]}`)}`,
    rows: 60,
    task: 'multi_label_classification',
    offered: [{ decimal: 'comma' }],
  },
  'labels of one word in other case': {
    file: `text,label\n${lines((i) => `${textOf(i)},${['Good', 'bad', 'good ', 'BAD', 'GOOD', 'Bad'][i % 6]}`)}`,
    rows: 60,
    named: ['same-labels'],
    told: [/4 labels differ from another one in case, space or notation alone/],
  },
  '1 and 1.0': {
    file: `text,label\n${lines((i) => `${textOf(i)},${['0', '1', '0.0', '1.0', '0'][i % 5]}`)}`,
    rows: 60,
    named: ['same-labels'],
  },
  'NaN and N/A': {
    file: `text,label\n${lines((i) => `${textOf(i)},${['a', 'b', 'a', 'b', 'NaN', 'N/A'][i % 6]}`)}`,
    rows: 60,
    named: ['missing-labels'],
    told: [/"NaN" and "N\/A" are what programs write where a label is missing/],
  },
  'vectors in JSON': {
    file: `text,labels\n${lines((i) => `${textOf(i)},"${JSON.stringify([+(i % 2 === 0), +(i % 3 === 0), +(i % 5 > 1)])}"`)}`,
    rows: 60,
    task: 'multi_label_classification',
    labels: ['labels 1', 'labels 2', 'labels 3'],
    told: [/"labels" has vectors of 0 and 1: each of their 3 places is a label/],
  },
  'vectors of NumPy, with names': {
    file: `text,labels\n${lines((i) => `${textOf(i)},[${+(i % 2 === 0)} ${+(i % 3 === 0)} ${+(i % 5 > 1)}]`)}`,
    labelNames: ['joy', 'fear', 'anger'],
    rows: 60,
    labels: ['joy', 'fear', 'anger'],
    first: { label: 'joy, fear' },
  },
  'vectors of floats': {
    file: `text,labels\n${lines((i) => `${textOf(i)},[${+(i % 2 === 0)}. ${+(i % 3 === 0)}.]`)}`,
    rows: 60,
    labels: ['labels 1', 'labels 2'],
  },
  'vectors without brackets': {
    file: `text;labels\n${lines((i) => `${textOf(i)};${+(i % 2 === 0)},${+(i % 3 === 0)},${+(i % 5 > 1)},0`)}`,
    rows: 60,
    labels: ['labels 1', 'labels 2', 'labels 3'],
  },
  'one-hot vectors': {
    file: `text,label\n${lines((i) => `${textOf(i)},"[${[0, 1, 2].map((k) => +(i % 3 === k)).join(', ')}]"`)}`,
    rows: 60,
    task: 'single_label_classification',
    labels: ['label 1', 'label 2', 'label 3'],
  },
  'lists of Python': {
    file: `text,labels\n${lines((i) => `${textOf(i)},"${python([['joy'], ['joy', 'fear'], [], ['anger']][i % 4]!)}"`)}`,
    rows: 60,
    task: 'multi_label_classification',
    labels: ['anger', 'fear', 'joy'],
  },
  'sets and arrays of Python': {
    file: `text,labels\n${lines((i) => `${textOf(i)},"${["{'joy'}", "array(['joy', 'fear'], dtype=object)", "('anger',)", "['fear' 'anger']"][i % 4]}"`)}`,
    rows: 60,
    task: 'multi_label_classification',
    labels: ['anger', 'fear', 'joy'],
  },
  'lists without quotes': {
    file: `text;labels\n${lines((i) => `${textOf(i)};${['[joy, fear]', '{joy}', '[fear, anger]', '{anger}'][i % 4]}`)}`,
    rows: 60,
    task: 'multi_label_classification',
    labels: ['anger', 'fear', 'joy'],
  },
  'lists between bars': {
    file: `text,labels\n${lines((i) => `${textOf(i)},${['joy', 'joy|fear', 'anger', 'fear|anger'][i % 4]}`)}`,
    rows: 60,
    task: 'multi_label_classification',
    labels: ['anger', 'fear', 'joy'],
  },
};

const WORDS: Record<string, Case> = {
  'CoNLL with a header': {
    file: `token\tner_tag\n${conll((w, t) => `${w}\t${t}`)}`,
    ...entities,
    text: 'token',
    label: ['ner_tag'],
    first: { text: textOfWords(0) },
  },
  'spans with an offset and a length': {
    file: json((i) => ({ text: textOfWords(i), entities: spansOf(sentence(i)).map((s) => ({ offset: s.start, length: s.end - s.start, category: s.label })) })), // prettier-ignore
    ...entities,
  },
  'words with their tags behind a slash': {
    file: lines((i) =>
      sentence(i)
        .words.map((w, k) => `${k === 1 ? `${w}/ran` : w}/${sentence(i).pos[k]}`)
        .join(' '),
    ),
    rows: 60,
    task: 'token_classification',
    label: ['tags'],
    labels: ['ADP', 'NOUN', 'NUM', 'PROPN', 'VERB'],
    first: { text: textOfWords(0).replace('went', 'went/ran') },
  },
  'words with two tags behind bars': {
    file: lines((i) =>
      sentence(i)
        .words.map((w, k) => `${w}|${sentence(i).pos[k]}|${sentence(i).tags[k]}`)
        .join(' '),
    ),
    ...entities,
    label: ['tags'],
  },
  'dates and addresses are no words with tags': {
    file: lines((i) => `1/${i % 12} https://example.org/${textOf(i).replaceAll(' ', '/')} and/or`),
    rows: 60,
    label: [],
  },
  'CoNLL with an id above each sentence': {
    file: conll((w, t, _, k) => `${k ? '' : '# id 00-aa domain=en\n'}${w} _ _ ${t}`),
    ...entities,
    label: ['tags'],
  },
  'CoNLL with entities in entities': {
    file: conll((w, t, _, k) => `${k ? '' : '#\thttps://x.example [2009-10-17]\n'}${k + 1}\t${w}\t${t}\t${t === 'B-LOC' ? 'B-LOCpart' : 'O'}`), // prettier-ignore
    ...entities,
    label: ['column 3'],
    told: [/"tags" could be meant too/],
  },
  'CoNLL with the tag in front of the word': {
    file: conll((w, t) => `${t}\t${w}`),
    ...entities,
    first: { text: textOfWords(0) },
  },
  'CSV of texts with their tags between spaces': {
    file: `text,labels\n${lines((i) => `${textOfWords(i)},${sentence(i).tags.join(' ')}`)}Mira,B-PER\n`,
    ...entities,
    rows: 61,
    first: { text: textOfWords(0) },
    untold: /left out/,
  },
  "Kaggle's words with Sentence #": {
    file: `Sentence #,Word,POS,Tag\n${Array.from({ length: 60 }, (_, i) =>
      sentence(i)
        .words.map((w, k) => `${k ? '' : `Sentence: ${i + 1}`},${w},${sentence(i).pos[k]},${sentence(i).tags[k]}\n`)
        .join(''),
    ).join('')}`,
    ...entities,
    label: ['Tag'],
    offered: [{ label: 'POS' }],
  },
  'words with a number on each row': {
    file: `sentence_id,words,labels\n${Array.from({ length: 60 }, (_, i) =>
      sentence(i)
        .words.map((w, k) => `${i},${w},${sentence(i).tags[k]}\n`)
        .join(''),
    ).join('')}`,
    ...entities,
  },
  'words with a no-break space, between tabs': {
    file: conll((w, t, _, k) => `${k === 1 ? `${w}\u00a0x` : w}\t${t}`),
    first: {
      text: sentence(0)
        .words.map((w, k) => (k === 1 ? `${w}\u00a0x` : w))
        .join(' '),
    },
    ...entities,
  },
  'words in CSV with blank lines': { file: conll((w, t) => `${w},${t}`), ...entities },
  'words in CSV with nothing between sentences': {
    file: `word,tag\n${conll((w, t) => `${w},${t}`).replaceAll('\n\n', '\n')}`,
    refused: /nothing tells where a sentence ends/,
  },
  'sentences with lists of tags in Python': {
    file: `Sentence #,Sentence,POS,Tag\n${lines((i) => `Sentence: ${i},${textOfWords(i)},"${python(sentence(i).pos)}","${python(sentence(i).tags)}"`)}`,
    ...entities,
    label: ['Tag'],
  },
  'tokens and ner_tags in CSV': {
    file: `id,tokens,ner_tags\n${lines(
      (i) =>
        `${i},${quoted(python(sentence(i).words))},[${sentence(i)
          .tags.map((t) => NUMBERS[t])
          .join(' ')}]`,
    )}`,
    labelNames: ['O', 'B-PER', 'I-PER', 'B-LOC', 'I-LOC'],
    ...entities,
  },
  'tokens with tags as numbers': {
    file: json((i) => ({ id: String(i), tokens: sentence(i).words, pos_tags: sentence(i).words.map((_, k) => k % 5), chunk_tags: sentence(i).words.map(() => 0), ner_tags: sentence(i).tags.map((t) => NUMBERS[t]) })), // prettier-ignore
    rows: 60,
    task: 'token_classification',
    label: ['ner_tags'],
    told: [/The tags are numbers.*--labels FILE/, /"pos_tags" could be meant too/],
  },
  'tokens with tags as names': {
    file: json((i) => ({ tokens: sentence(i).words, ner_tags: sentence(i).tags, pos_tags: sentence(i).pos })),
    ...entities,
    label: ['ner_tags'],
  },
  'CoNLL-U': {
    file: `# newdoc\n${conll((w, _, p, k) => `${k + 1}\t${w}\t${w.toLowerCase()}\t${p}\t_\tNumber=Sing\t0\troot\t_\t${k % 3 ? '_' : 'SpaceAfter=No'}`)}`,
    rows: 60,
    task: 'token_classification',
    label: ['UPOS'],
  },
  'CoNLL-U Plus': {
    file: `# global.columns = ID FORM NE\n${conll((w, t, _, k) => `${k + 1}\t${w}\t${t}`)}`,
    ...entities,
    label: ['NE'],
  },
  'CoNLL-2003': {
    file: `-DOCSTART- -X- -X- O\n\n${conll((w, t, p) => `${w} ${p} B-NP ${t}`)}`,
    ...entities,
  },
  'CoNLL with the phrases last': {
    file: conll((w, t, p, k) => `${w} ${p} ${t} ${k ? 'B-NP' : 'B-VP'}`),
    ...entities,
    label: ['column 3'],
  },
  'tabs and blanks mixed': {
    file: conll((w, t, _, k) => (k % 3 ? `${w}  ${t}` : `${w}\t${t} `)),
    ...entities,
  },
  'I- where B- is meant': {
    file: conll((w, t) => `${w} ${t}`).replace(/B-LOC\n/g, (m, at: number) => (at % 3 ? m : 'I-LOC\n')),
    ...entities,
    told: [/with a tag that continues no entity/],
  },
  'a few odd sentences of IOB1': {
    file: `${conll((w, t) => `${w} ${t.replace('B-', 'I-')}`, 200)}\nAda B-PER\nsaw O\nGraz I-LOC\n`,
    rows: 201,
    task: 'token_classification',
    untold: /continues no entity/,
    told: [/The tags are IOB1/],
  },
  'B, I and O without a type': {
    file: conll((w, t) => `${w}\t${t[0]}`),
    rows: 60,
    task: 'token_classification',
    scheme: 'iob2',
    labels: ['O', 'B-entity', 'I-entity'],
    told: [/The tags have no types/],
  },
  'spans in a CSV of Python': {
    file: `text,entities\n${lines(
      (i) =>
        `${textOfWords(i)},"${python(spansOf(sentence(i)).map((s) => `(${s.start}, ${s.end}, '${s.label}')`))
          .replaceAll("'(", '(')
          .replaceAll(")'", ')')}"`,
    )}`,
    ...entities,
  },
};

const TOOLS: Record<string, Case> = {
  'Dataturks, one entity a row': {
    file: json((i) => ({ content: textOfWords(i), annotation: spansOf(sentence(i)).slice(-1).map((s) => ({ label: [s.label], points: [{ start: s.start, end: s.end - 1, text: '' }] })), extras: null })), // prettier-ignore
    rows: 60,
    task: 'token_classification',
    labels: ['O', 'B-LOC', 'I-LOC'],
    first: { label: 'LOC: Lund' },
    told: [/export of Dataturks/],
  },
  "Twitter's archive": {
    file: `window.YTD.tweets.part0 = ${array((i) => ({ tweet: { id_str: `${i}`, full_text: textOf(i) } }))}`,
    rows: 60,
    text: 'tweet.full_text',
    label: [],
  },
  mbox: {
    file: `From a@b.example Mon Jan  1 10:00:00 2024\nFrom: A <a@b.example>\nSubject: Hello\n\nHi,\n\nFrom here on\n`,
    refused: /mail \(mbox or eml\).*mailbox/,
  },
  'a mail': {
    file: `Received: from b.example\n\tby c.example; Mon\nFrom: A <a@b.example>\nSubject: Hello\nMIME-Version: 1.0\n\nHi\n`,
    refused: /mail \(mbox or eml\)/,
  },
  'lines of a play are no mail': {
    file: lines((i) => `${['Ada', 'Ben'][i % 2]}: ${textOf(i)}`),
    rows: 60,
    label: [],
  },
  'CoNLL-2012': {
    file: '#begin document (bc/x/00); part 000\nbc/x 0 0 Mira NNP (TOP* - - - A (PERSON) -\n\n#end document\n',
    refused: /CoNLL-2012.*brackets/,
  },
  'doccano, classes': {
    file: json((i) => ({ id: i, data: textOf(i), label: [label(i)] })),
    ...plain,
    untold: /more than one/,
  },
  'doccano, the older classes': {
    file: json((i) => ({ id: i, text: textOf(i), meta: {}, annotations: [{ label: 1 + (i % 2), user: 1 }] })),
    ...plain,
    labels: ['1', '2'],
  },
  'doccano, spans': {
    file: json((i) => ({ id: i, data: textOfWords(i), label: spansOf(sentence(i)).map((s) => [s.start, s.end, s.label]), Comments: [] })), // prettier-ignore
    ...entities,
  },
  'doccano, the older spans': {
    file: json((i) => ({ id: i, text: textOfWords(i), meta: {}, annotation_approver: null, labels: spansOf(sentence(i)).map((s) => [s.start, s.end, s.label]) })), // prettier-ignore
    ...entities,
  },
  'doccano, entities and relations': {
    file: json((i) => ({ id: i, text: textOfWords(i), relations: [], entities: spansOf(sentence(i)).map((s, k) => ({ id: k, label: s.label, start_offset: s.start, end_offset: s.end })) })), // prettier-ignore
    ...entities,
  },
  'Label Studio, JSON of spans': {
    file: array((i) => ({ id: i, data: { text: textOfWords(i) }, annotations: [{ was_cancelled: i === 5, result: spansOf(sentence(i)).map((s) => ({ type: 'labels', from_name: 'x', value: { start: s.start, end: s.end, text: '', labels: [s.label] } })) }], predictions: [] })), // prettier-ignore
    ...entities,
    rows: 59,
    told: [/1 row left out \(row 6\): nobody has labelled them/, /export of Label Studio/],
  },
  'Label Studio, JSON of choices': {
    file: array((i) => ({ id: i, data: { review: textOf(i), id: 'x' }, annotations: [{ result: [{ type: 'choices', value: { choices: [label(i)] } }] }] })), // prettier-ignore
    ...plain,
  },
  'Label Studio, pictures': {
    file: array((i) => ({ id: i, data: { image: 'x.png' }, annotations: [{ result: [{ type: 'rectanglelabels', value: { x: 1 } }] }] })), // prettier-ignore
    refused: /of the type "rectanglelabels", no label of a text/,
  },
  'Label Studio, small JSON': {
    file: array((i) => ({ text: textOfWords(i), id: i, label: spansOf(sentence(i)).map((s) => ({ ...s, label: undefined, text: '', labels: [s.label] })), annotator: 1, annotation_id: i, created_at: 'x', updated_at: 'x', lead_time: 3.2 })), // prettier-ignore
    ...entities,
  },
  'Label Studio, CSV of spans': {
    file: `text,id,label,annotator,annotation_id,lead_time\n${lines((i) => `${textOfWords(i)},${i},${quoted(JSON.stringify(spansOf(sentence(i)).map((s) => ({ start: s.start, end: s.end, labels: [s.label] }))))},a@b.example,${i},${i / 7}`)}`,
    ...entities,
  },
  'Label Studio, CSV of choices': {
    file: `id,text,sentiment,annotator,lead_time\n${lines((i) => `${i},${textOf(i)},${i % 3 ? label(i) : '"{""choices"": [""pos"", ""neg""]}"'},1,${i / 7}`)}`,
    rows: 60,
    label: ['sentiment'],
    task: 'multi_label_classification',
    labels: ['neg', 'pos'],
  },
  'Prodigy, spans': {
    file: json((i) => ({ text: textOfWords(i), _input_hash: i, _task_hash: i, tokens: sentence(i).words.map((text, id) => ({ text, id })), spans: spansOf(sentence(i)), answer: i % 6 === 5 ? 'reject' : 'accept', _session_id: null })), // prettier-ignore
    ...entities,
    rows: 50,
    told: [/10 rows left out .*they were rejected in Prodigy/],
  },
  'Prodigy, choices': {
    file: json((i) => ({ text: textOf(i), _task_hash: i, options: [{ id: 'pos' }, { id: 'neg' }], accept: [label(i)], answer: 'accept' })), // prettier-ignore
    ...plain,
  },
  'Prodigy, yes or no': {
    file: json((i) => ({ text: textOf(i), _task_hash: i, label: 'SPAM', answer: i % 2 ? 'accept' : 'reject' })),
    ...plain,
    labels: ['SPAM', 'not SPAM'],
  },
  'spaCy, documents of paragraphs': {
    file: array((i) => ({ id: i, paragraphs: [{ sentences: [{ tokens: sentence(i).words.map((orth, k) => ({ orth, ner: sentence(i).tags[k]!.replace(/^B-PER/, 'U-PER') })) }] }] })), // prettier-ignore
    ...entities,
  },
  'spaCy, texts with entities': {
    file: array((i) => [textOfWords(i), { entities: spansOf(sentence(i)).map((s) => [s.start, s.end, s.label]) }]),
    ...entities,
  },
  'spaCy, texts with cats': {
    file: array((i) => [textOf(i), { cats: { pos: i % 2 ? 0 : 1, neg: i % 2 } }]),
    ...plain,
  },
  "fastText's lines": { file: lines((i) => `__label__${label(i)} ${textOf(i)}`), ...plain },
  "fastText's lines of several": {
    file: lines((i) => `__label__${label(i)} ${i % 3 ? '' : '__label__new '}${textOf(i)}`),
    rows: 60,
    task: 'multi_label_classification',
    labels: ['neg', 'new', 'pos'],
  },
  'lines that end with their label': {
    file: lines((i) => `${textOf(i)} , mail me@x.example .@${label(i)}`),
    ...plain,
    first: { text: `${textOf(0)} , mail me@x.example .`, label: 'pos' },
    told: [/behind the last @ of each line was taken as its label/],
    offered: [{ delimiter: 'none' }],
  },
  'lines that begin with a class': {
    file: lines((i) => `${['DESC:manner', 'ENTY:animal', 'NUM:date'][i % 3]} ${textOf(i)} ?`),
    rows: 60,
    labels: ['DESC:manner', 'ENTY:animal', 'NUM:date'],
    told: [/The first word of each line was taken as its label/],
    offered: [{ delimiter: 'none' }],
  },
  BRAT: {
    file: lines((i) => `T${i + 1}\tPerson ${i} ${i + 4}\tMira`),
    refused: /BRAT annotation file .*Choose both together/,
  },
  WebAnno: { file: '#FORMAT=WebAnno TSV 3.3\n\n#Text=Mira\n1-1\t0-4\tMira\tPER\n', refused: /WebAnno.*CoNLL 2003/ },
  XML: { file: '<?xml version="1.0"?>\n<corpus><s>a</s></corpus>', refused: /XML file.*CSV or JSONL/ },
  RTF: { file: '{\\rtf1\\ansi text,label}', refused: /RTF document/ },
  "pandas' to_json by columns": {
    file: JSON.stringify({
      text: Object.fromEntries(Array.from({ length: 60 }, (_, i) => [i, textOf(i)])),
      label: Object.fromEntries(Array.from({ length: 60 }, (_, i) => [i, label(i)])),
    }),
    ...plain,
  },
  "pandas' to_json split": {
    file: JSON.stringify({ columns: ['text', 'label'], index: [0], data: Array.from({ length: 60 }, (_, i) => [textOf(i), label(i)]) }), // prettier-ignore
    ...plain,
  },
  'columns as lists': {
    file: JSON.stringify({ text: Array.from({ length: 60 }, (_, i) => textOf(i)), label: Array.from({ length: 60 }, (_, i) => label(i)) }), // prettier-ignore
    ...plain,
  },
  'rows under a name': {
    file: JSON.stringify({ version: 1, data: Array.from({ length: 60 }, (_, i) => ({ text: textOf(i), label: label(i) })) }), // prettier-ignore
    ...plain,
  },
};

const ROWS = Array.from({ length: 60 }, (_, i) => ({ text: textOf(i), label: label(i) }));
const byLabel = (name: string) => ROWS.filter((row) => row.label === name).map(({ text }) => text);
/** A sentence's entities by its words: first, last, label. */
const byWords = ({ words, tags }: Sentence): [number, number, string][] =>
  tags.flatMap((tag, i) => {
    if (!tag.startsWith('B-')) return [];
    const next = tags.findIndex((other, k) => k > i && !other.startsWith('I-'));
    return [[i, (next < 0 ? words.length : next) - 1, tag.slice(2)]];
  });

/** What other programs are trained on, and what they keep deep in objects. */
const DEEP: Record<string, Case> = {
  'conversations of OpenAI': {
    file: json((i) => ({ messages: [{ role: 'system', content: 'Tell the mood.' }, { role: 'user', content: textOf(i) }, { role: 'assistant', content: ` ${label(i)}` }] })), // prettier-ignore
    ...plain,
    first: { text: textOf(0) },
    told: [/the label is the last answer in each/],
  },
  'conversations of ShareGPT': {
    file: array((i) => ({ id: i, conversations: [{ from: 'human', value: textOf(i) }, { from: 'gpt', value: label(i) }] })), // prettier-ignore
    ...plain,
  },
  'conversations of Gemini': {
    file: json((i) => ({ systemInstruction: { role: 'system', parts: [{ text: 'Tell the mood.' }] }, contents: [{ role: 'user', parts: [{ text: textOf(i) }] }, { role: 'model', parts: [{ text: label(i) }] }] })), // prettier-ignore
    ...plain,
    first: { text: textOf(0) },
  },
  'conversations of several turns': {
    file: json((i) => ({ messages: [{ role: 'user', content: 'hello' }, { role: 'assistant', content: 'what?' }, { role: 'user', content: textOf(i) }, { role: 'assistant', content: label(i) }] })), // prettier-ignore
    ...plain,
    first: { text: `hello\nwhat?\n${textOf(0)}` },
  },
  'conversations with labels of their own': {
    file: json((i) => ({ id: `c${i}`, messages: [{ role: 'system', content: 'Be kind.' }, { role: 'user', content: textOf(i) }, { role: 'assistant', content: `answer ${i}` }], label: label(i) })), // prettier-ignore
    ...plain,
    first: { text: `${textOf(0)}\nanswer 0`, label: 'pos' },
    told: [/the text of each is all that was said/],
  },
  'tweets with their users': {
    file: json((i) => ({ id: i, full_text: textOf(i), user: { name: `n${i}`, description: `I like ${textOf(i + 300)} and more` }, label: label(i) })), // prettier-ignore
    ...plain,
    text: 'full_text',
  },
  'tweets and more users beside them': {
    file: JSON.stringify({ data: ROWS, includes: { users: [...ROWS, ...ROWS].map((_, i) => ({ id: i, name: `n${i}` })) } }), // prettier-ignore
    ...plain,
    told: [/Not read: "users"/],
  },
  'texts and entities of an annotator, some rows empty': {
    file: JSON.stringify({ classes: ['LOC'], annotations: Array.from({ length: 61 }, (_, i) => (i ? [`day ${i + 9} in Lund again`, { entities: [[10, 14, 'LOC']] }] : null)) }), // prettier-ignore
    rows: 60,
    task: 'token_classification',
    first: { label: 'LOC: Lund' },
  },
  'a text beside objects with texts': {
    file: json((i) => ({ input: textOf(i), about: { text: `by ${i}` }, label: label(i) })),
    ...plain,
    text: 'input',
  },
  'what is deeper has the names of texts and labels too': {
    file: json((i) => ({ author: { label: `a${i % 5}`, text: `by ${textOf(i + 9)}` }, text: textOf(i), label: label(i) })), // prettier-ignore
    ...plain,
    text: 'text',
    label: ['label'],
  },
  'objects in rows under their ids': {
    file: JSON.stringify(Object.fromEntries(ROWS.map((row, i) => [`id${i}`, { page: { number: i }, ...row }]))),
    ...plain,
  },
  'rows in one of two objects': {
    file: JSON.stringify({ dataset: { examples: ROWS }, about: { version: 1 } }),
    ...plain,
  },
  "a chatbot's intents": {
    file: JSON.stringify({ intents: ['pos', 'neg'].map((tag) => ({ tag, patterns: byLabel(tag), responses: ['Well.', 'Oh.'] })) }), // prettier-ignore
    ...plain,
    told: [/training data for a chatbot/],
  },
  'Rasa, JSON': {
    file: JSON.stringify({ rasa_nlu_data: { common_examples: ROWS.map(({ text, label: intent }) => ({ text, intent, entities: [] })), regex_features: [] } }), // prettier-ignore
    ...plain,
    label: ['intent'],
  },
  'Rasa, YAML': {
    file: 'version: "3.1"\nnlu:\n- intent: a\n  examples: |\n    - b\n',
    refused: /training data of Rasa/,
  },
  'Rasa, Markdown': { file: '## intent:a\n- b\n- c\n', refused: /training data of Rasa/ },
  LUIS: {
    file: JSON.stringify({ name: 'x', intents: [{ name: 'pos' }, { name: 'neg' }], utterances: ROWS.map(({ text, label: intent }) => ({ text, intent, entities: [] })) }), // prettier-ignore
    ...plain,
    label: ['intent'],
    told: [/The rows are those of "utterances".* Not read: "intents"/],
  },
  'texts under their labels': {
    file: JSON.stringify({ pos: byLabel('pos'), neg: byLabel('neg') }),
    ...plain,
    told: [/Lists of texts in the file: 2. The name of each was taken as the label of its texts/],
  },
  'rows under their labels': {
    file: JSON.stringify({ pos: byLabel('pos').map((text) => ({ text })), neg: byLabel('neg').slice(3).map((text) => ({ text })) }), // prettier-ignore
    ...plain,
    rows: 57,
  },
  'columns of texts that differ': {
    file: JSON.stringify({ en: ROWS.map(({ text }) => text), de: ROWS.map(({ text }) => `${text}!`), label: ROWS.map((row) => row.label) }), // prettier-ignore
    ...plain,
    label: ['label'],
  },
  'Vertex AI': {
    file: json((i) => ({ classificationAnnotation: { displayName: label(i) }, textContent: textOf(i), dataItemResourceLabels: { 'aiplatform.example/ml_use': i % 5 ? 'training' : 'test' } })), // prettier-ignore
    ...plain,
    text: 'textContent',
  },
  'Ground Truth': {
    file: json((i) => ({ source: textOf(i), label: i % 2, 'label-metadata': { 'class-name': label(i), confidence: 0.9, type: 'groundtruth/text-classification-of-one-label', 'human-annotated': 'yes' } })), // prettier-ignore
    ...plain,
    text: 'source',
    labels: ['0', '1'],
  },
  Labelbox: {
    file: json((i) => ({ data_row: { id: `c${i}`, row_data: textOf(i) }, projects: { p1: { name: 'x', labels: [{ label_kind: 'Default', annotations: { classifications: [{ name: 'Mood', radio_answer: { value: label(i) } }], objects: [] } }] } } })), // prettier-ignore
    ...plain,
    text: 'data_row.row_data',
    label: ['projects.p1.labels.annotations.classifications.radio_answer.value'],
  },
  Argilla: {
    file: array((i) => ({ id: `${i}`, fields: { text: textOf(i) }, metadata: { page: i % 3 }, responses: { label: [{ value: label(i), user_id: 'u' }] }, status: 'completed' })), // prettier-ignore
    ...plain,
    text: 'fields.text',
    label: ['responses.label.value'],
  },
  'Argilla, before 2': {
    file: array((i) => ({ id: `${i}`, inputs: { text: textOf(i) }, prediction: null, annotation: label(i), status: 'Validated' })), // prettier-ignore
    ...plain,
    text: 'inputs.text',
  },
  Comprehend: { file: json((i) => ({ source: textOf(i), task: { labels: [label(i)] } })), ...plain, text: 'source' },
  Snips: {
    file: JSON.stringify({ Visit: Array.from({ length: 60 }, (_, i) => ({ data: [{ text: `day ${i} 🙂 in ` }, { text: TOWNS[i % 3]!.join(' '), entity: 'LOC' }, { text: ' again' }] })) }), // prettier-ignore
    rows: 60,
    task: 'token_classification',
    labels: ['O', 'B-LOC', 'I-LOC'],
    first: { label: 'LOC: Lund' },
  },
  GLiNER: {
    file: array((i) => ({ tokenized_text: sentence(i).words, ner: byWords(sentence(i)) })),
    ...entities,
  },
  'DyGIE++': {
    file: json((i) => {
      const [one, two] = [sentence(2 * i), sentence(2 * i + 1)];
      const moved = byWords(two).map(([a, b, name]) => [a + one.words.length, b + one.words.length, name]);
      return { doc_key: `${i}`, sentences: [one.words, two.words], ner: [byWords(one), moved] };
    }, 30),
    ...entities,
  },
  SpERT: {
    file: array((i) => ({ tokens: sentence(i).words, entities: byWords(sentence(i)).map(([start, end, type]) => ({ type, start, end: end + 1 })), relations: [] })), // prettier-ignore
    ...entities,
  },
  HTML: { file: '<table border="1"><tr><th>text</th></tr></table>', refused: /table in HTML.*spreadsheet/ },
  'XML without a declaration': {
    file: '<reviews><review>a</review>\n<review>b</review></reviews>\n',
    refused: /XML file/,
  },
  'texts with tags': { file: `text,label\n${lines((i) => `<b><i>${textOf(i)}</i></b>,${label(i)}`)}`, ...plain },
  'texts with tags and no header': { file: lines((i) => `<b><i>${textOf(i)}</i></b>,${label(i)}`), ...plain },
  YAML: { file: lines((i) => `- text: ${textOf(i)}\n  label: ${label(i)}`), refused: /YAML file.*JSONL/ },
  SQL: { file: `-- dump\nINSERT INTO t VALUES ${ROWS.map(({ text }) => `('${text}', 'a')`).join(',')};`, refused: /SQL script/ }, // prettier-ignore
  ARFF: { file: `% x\n@relation r\n@attribute text string\n@data\n${lines((i) => `'${textOf(i)}',pos`)}`, refused: /ARFF file/ }, // prettier-ignore
};

const table = `text,label\n${lines((i) => `${textOf(i)} – “é”,${label(i)}`)}`;
const BYTES: Record<string, Case> = {
  'pounds and degrees of Windows-1252': {
    file: latin1(`text,label\n${lines((i) => `${textOf(i)}${i % 9 ? '' : ' \u00a3100 at 20 \u00b0C'},${label(i)}`)}`),
    ...plain,
    first: { text: `${textOf(0)} £100 at 20 °C` },
    told: [/It was read as Windows-1252/],
  },
  "Excel's UTF-16 between tabs": { file: utf16(table.replaceAll(',', '\t')), ...plain },
  'UTF-16 without a mark': { file: utf16(table, false), ...plain, told: [/It was read as UTF-16/] },
  'UTF-16, big-endian, without a mark': { file: utf16(table, false, false), ...plain },
  'Windows-1252': {
    file: latin1(`text,label\n${lines((i) => `${textOf(i)} sch\u00f6n,${label(i)}`)}`),
    ...plain,
    told: [/It was read as Windows-1252/],
  },
  'Windows-1252 that is named': {
    file: latin1(`text,label\n${lines((i) => `${textOf(i)} sch\u00f6n \u0080,${label(i)}`)}`),
    options: { encoding: 'windows-1252' },
    ...plain,
    first: { text: `${textOf(0)} schön €` },
  },
  'a text that begins with SQLite': { file: `SQLite,neg\n${lines((i) => `${textOf(i)},${label(i)}`)}`, rows: 61 },
  'a text that begins with PAR1': {
    file: encode(`PAR1 is fine,pos\n${lines((i) => `${textOf(i)},${label(i)}`)}`),
    rows: 61,
  },
  'a text that begins with GIF8': { file: `GIF89a is old,pos\n${lines((i) => `${textOf(i)},${label(i)}`)}`, rows: 61 },
  'an SQLite database': { file: encode('SQLite format 3\0\u0010\0'), refused: /an SQLite database/ },
  'a pickle': {
    file: Uint8Array.from([0x80, 4, 0x95, 10, 0, 0]),
    refused: /a pickle of Python's, which may run programs when it is read, not a table/,
  },
};

export const CASES: Record<string, Record<string, Case>> = {
  'columns and headers': COLUMNS_AND_HEADERS,
  cells: CELLS,
  words: WORDS,
  tools: TOOLS,
  deep: DEEP,
  bytes: BYTES,
};
