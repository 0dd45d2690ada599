// SPDX-License-Identifier: Apache-2.0
// JSON that other programs are trained on -> rows with a text and its label, spans or tags.
import { isRow, rowsIn, type Row } from './nested';
import { sayNote } from './say';
import type { LabelledSpan } from './spans';
import { Without, type Writer } from './writers';

/** The format of spaCy 2: documents of paragraphs of sentences of tokens. */
const spacy: Writer = {
  name: 'spaCy',
  told: sayNote.trainingFor,
  made: (row) => rowsIn(row.paragraphs).some(({ sentences }) => Array.isArray(sentences)),
  read: (row) =>
    rowsIn(row.paragraphs)
      .flatMap((paragraph) => rowsIn(paragraph.sentences))
      .map(({ tokens }) => {
        const list = rowsIn(tokens);
        const tags = list.map(({ ner, tag }) => String(ner ?? tag ?? '-'));
        return { tokens: list.map(({ orth }) => String(orth)), tags: tags.map((tag) => (tag === '-' ? 'O' : tag)) };
      }),
};

/** ["a text", {"entities": [[0, 1, "X"]]}] or {"cats": {"POS": 1}}, as spaCy 2 was trained on. */
const spacyPairs: Writer = {
  name: 'spaCy',
  told: sayNote.trainingFor,
  made: (row) =>
    typeof row['column 1'] === 'string' &&
    isRow(row['column 2']) &&
    ('entities' in row['column 2'] || 'cats' in row['column 2']),
  read(row) {
    const { entities, cats } = row['column 2'] as Row;
    const text = row['column 1'];
    if (Array.isArray(entities)) return { text, spans: entities };
    return { text, label: isRow(cats) ? Object.keys(cats).filter((name) => Number(cats[name]) >= 0.5) : [] };
  },
};

/** {"text", "ents": [{start, end, label}], "cats": {}}: what spaCy's Doc.to_json() makes. */
const spacyDocument: Writer = {
  name: 'spaCy',
  told: sayNote.trainingFor,
  made: (row) =>
    typeof row.text === 'string' && Array.isArray(row.ents) && (isRow(row.cats) || Array.isArray(row.tokens)),
  read({ text, ents, cats }) {
    const given = isRow(cats) ? Object.keys(cats).filter((name) => Number(cats[name]) >= 0.5) : [];
    return rowsIn(ents).length === 0 && given.length ? { text, label: given } : { text, spans: ents };
  },
};

/** What one side of a conversation wrote, in one piece or several: "…", [{"text": "…"}]. */
const written = (content: unknown): string =>
  Array.isArray(content)
    ? rowsIn(content)
        .map(({ text }) => String(text ?? ''))
        .join('')
    : String(content ?? '');

/** Names of columns that have the label of a conversation. */
const LABEL = /^(label|category|class|target|intent|sentiment|emotion|topic|tag|score|rating)s?$/i;
const hasLabel = (row: Row) => Object.keys(row).some((key) => LABEL.test(key) && row[key] !== null);

const turnsOf = (row: Row) =>
  rowsIn(row.messages ?? row.conversations ?? row.contents).map((turn) => ({
    from: String(turn.role ?? turn.from),
    text: written(turn.content ?? turn.value ?? turn.parts).trim(),
  }));
const ANSWERS = ['assistant', 'model', 'gpt'];
const ASKS = ['user', 'human', 'system', 'developer', 'tool', 'function'];
const ORDERS = ['system', 'developer'];

const isConversation = (row: Row) => {
  const turns = turnsOf(row);
  return turns.length > 0 && turns.every(({ from }) => [...ANSWERS, ...ASKS].includes(from));
};
const withoutOrders = (turns: ReturnType<typeof turnsOf>) =>
  turns
    .filter(({ from }) => !ORDERS.includes(from))
    .map(({ text }) => text)
    .join('\n');

/** Conversations, as chat models are tuned on them: {"messages": [{"role", "content"}]}, {"conversations": [{"from",
 * "value"}]} or {"contents": [{"role", "parts": [{"text"}]}]}. The order that stands above all of them is no text. */
const chat: Writer = {
  name: 'a chat model',
  told: () => sayNote.conversations,
  made: (row) => isConversation(row) && !hasLabel(row),
  read(row) {
    const turns = turnsOf(row);
    const answer = turns.findLastIndex(({ from }) => ANSWERS.includes(from));
    const text = withoutOrders(turns.slice(0, answer < 0 ? turns.length : answer));
    return { text, label: turns[answer]?.text ?? null };
  },
};

/** The same with labels of their own: all that was said is the text. */
const labelledChat: Writer = {
  name: 'a chat model',
  told: () => sayNote.labelledConversations,
  made: (row) => isConversation(row) && hasLabel(row),
  read(row) {
    const labels = Object.entries(row).filter(([key]) => LABEL.test(key));
    return { text: withoutOrders(turnsOf(row)), ...Object.fromEntries(labels) };
  },
};

const length = (text: string) => [...text].length;

/** Parts one after the other, and a span for each that has a label. */
function joinParts(parts: { text: string; label: unknown }[], between = ''): { text: string; spans: LabelledSpan[] } {
  const spans: LabelledSpan[] = [];
  let start = 0;
  for (const { text, label } of parts) {
    if (typeof label === 'string') spans.push({ start, end: start + length(text), label });
    start += length(text + between);
  }
  return { text: parts.map(({ text }) => text).join(between), spans };
}

/** {"data": [{"text": "play "}, {"text": "Bach", "entity": "artist"}]}: the requests of Snips and Dialogflow. */
const requests: Writer = {
  name: 'Snips or Dialogflow',
  told: sayNote.trainingFor,
  made: ({ data }) =>
    Array.isArray(data) && data.length > 0 && data.every((part) => isRow(part) && typeof part.text === 'string'),
  read: ({ data, label }) => ({
    ...joinParts(
      rowsIn(data).map(({ text, entity, slot_name, alias }) => ({
        text: String(text),
        label: entity ?? slot_name ?? alias,
      })),
    ),
    ...(label === undefined ? {} : { label }),
  }),
};

const areWords = (value: unknown): value is string[] =>
  Array.isArray(value) && value.length > 0 && value.every((word) => typeof word === 'string');

/** Entities by the numbers of their first and last words, the latter included, as spans of characters. */
function spansOfWords(words: string[], entities: unknown[][]): { text: string; spans: LabelledSpan[] } {
  const at = joinParts(
    words.map((text) => ({ text, label: '' })),
    ' ',
  );
  const spans = entities.flatMap(([first, last, label]) => {
    const [from, to] = [at.spans[Number(first)], at.spans[Number(last)]];
    return from && to ? [{ start: from.start, end: to.end, label: String(label) }] : [];
  });
  return { text: at.text, spans };
}

const areEntities = (value: unknown): value is unknown[][] =>
  Array.isArray(value) && value.every((one) => Array.isArray(one) && one.length === 3);

/** {"tokenized_text": ["Mira", …], "ner": [[0, 0, "person"]]}. */
const gliner: Writer = {
  name: 'GLiNER',
  told: sayNote.trainingFor,
  made: ({ tokenized_text, ner }) => areWords(tokenized_text) && areEntities(ner),
  read: ({ tokenized_text, ner }) => spansOfWords(tokenized_text as string[], ner as unknown[][]),
};

/** {"sentences": [["Mira", …], …], "ner": [[[0, 0, "PER"]], …]}: words are counted through the document. */
const dygie: Writer = {
  name: 'DyGIE++',
  told: sayNote.trainingFor,
  made: ({ sentences, ner }) =>
    Array.isArray(sentences) && sentences.every(areWords) && Array.isArray(ner) && ner.every(areEntities),
  read({ sentences, ner }) {
    let before = 0;
    return (sentences as string[][]).map((words, i) => {
      const entities = ((ner as unknown[][][])[i] ?? []).map(([first, last, label]) => [
        Number(first) - before,
        Number(last) - before,
        label,
      ]);
      before += words.length;
      return spansOfWords(words, entities);
    });
  },
};

/** {"tokens": ["Mira", …], "entities": [{"type": "PER", "start": 0, "end": 1}]}: the last word is not included. */
const spert: Writer = {
  name: 'SpERT',
  told: sayNote.trainingFor,
  made: ({ tokens, entities, text }) =>
    text === undefined &&
    areWords(tokens) &&
    Array.isArray(entities) &&
    entities.every((one) => isRow(one) && typeof one.type === 'string' && Number(one.end) <= tokens.length),
  read: ({ tokens, entities }) =>
    spansOfWords(
      tokens as string[],
      rowsIn(entities).map(({ start, end, type }) => [start, Number(end) - 1, type]),
    ),
};

/** {"tag": "greeting", "patterns": ["Hi", …], "responses": […]}: what tutorials of chatbots begin with. */
const intents: Writer = {
  name: 'a chatbot',
  told: sayNote.trainingFor,
  made: ({ tag, patterns }) => typeof tag === 'string' && areWords(patterns),
  read: ({ tag, patterns }) => (patterns as string[]).map((text) => ({ text, label: tag })),
};

/** What else a row has, such as an id, stays beside what is read of it. */
const keepingOthers = (writer: Writer): Writer => ({
  ...writer,
  read(row, all) {
    const others = Object.fromEntries(
      Object.entries(row).filter(([, value]) => ['string', 'number', 'boolean'].includes(typeof value)),
    );
    const made = writer.read(row, all);
    if (Array.isArray(made)) return made.map((one) => ({ ...others, ...one }));
    return made instanceof Without ? made : { ...others, ...made };
  },
});

export const CORPORA = [
  ...[spacy, spacyPairs, intents],
  ...[spacyDocument, chat, labelledChat, requests, gliner, dygie, spert].map(keepingOthers),
];
