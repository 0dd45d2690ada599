// SPDX-License-Identifier: Apache-2.0
// The lesson: what each chapter tells, what to try, and what it asks. Answers come from the page's own numbers.
import type { Facts } from './facts';

/** Where the chapter is at home: a step of the page. */
export type Place = 'prepare' | 'tokenize' | 'load' | 'train' | 'evaluate' | 'try' | 'download';

/** What a question is answered with; null: the page has no number for it yet. */
interface Answer {
  /** The value that was asked for: a number, or one of the choices. */
  value: number | string;
  /** As a sentence. */
  because: string;
}

export interface Question {
  id: string;
  ask: string;
  /** In place of a number: the answers to choose from. */
  choices?: string[];
  /** A number may be off by so much. */
  within?: number;
  answer: (facts: Facts) => Answer | null;
  /** What has to be done before there is an answer. */
  first: string;
}

/** Something to train that shows a point. */
export type Experiment = 'rates' | 'spoiled';

export interface Chapter {
  id: string;
  place: Place;
  title: string;
  minutes: number;
  text: string[];
  tries: string[];
  experiment?: Experiment;
  /** The encoder's parameters beside those of BERT-base. */
  parameters?: boolean;
  questions: Question[];
}

const percent = (share: number) => `${(100 * share).toFixed(1)} %`;
const whole = (n: number) => n.toLocaleString('en');

const prepare: Chapter = {
  id: 'prepare',
  place: 'prepare',
  title: 'Prepare the data',
  minutes: 7,
  text: [
    'A computer learns from examples. Each row here is a text with a label: what a person would answer.',
    'The labels become numbers, and the rows are divided into three parts. The model learns from the training rows. The validation rows tell during the training how well it does on rows that it does not learn from. The test rows are looked at only once, at the end.',
  ],
  tries: [
    'Choose the sample “Reviews, two labels”, or a file of your own.',
    'Read ten rows. Cover the labels first and guess them. Where would two people disagree?',
    'Move the slider of the test rows. What is lost if there are very few of them? What is lost if there are very many?',
  ],
  questions: [
    {
      id: 'unseen',
      ask: 'How many rows will the model not learn from?',
      answer: ({ rows }) =>
        rows && {
          value: rows.validation + rows.test,
          because: `${whole(rows.validation)} validation rows and ${whole(rows.test)} test rows: together ${whole(rows.validation + rows.test)}.`,
        },
      first: 'Choose data first.',
    },
    {
      id: 'majority',
      ask: 'Someone always says the most frequent label. For how many of 100 texts is that right?',
      within: 1,
      answer: ({ majority }) =>
        majority && {
          value: 100 * majority.share,
          because: `“${majority.label}” is the label of ${percent(majority.share)} of the training rows. A model has to beat that.`,
        },
      first: 'Choose data with labels first.',
    },
  ],
};

const tokenize: Chapter = {
  id: 'tokenize',
  place: 'tokenize',
  title: 'Cut the text into tokens',
  minutes: 5,
  text: [
    'A model reads numbers. The tokenizer cuts a text into pieces that stand in a fixed vocabulary, and gives the number of each piece. Frequent words are one piece, rare words are several.',
    'The pieces must be those that the encoder was trained with: with another tokenizer its numbers would mean other words.',
  ],
  tries: [
    'Type your own name. In how many pieces is it cut?',
    'Type a word that nobody has ever used. Is there a text that the tokenizer cannot write down?',
    'Make the maximum length smaller. How many rows lose their ends?',
  ],
  questions: [
    {
      id: 'longest',
      ask: 'How many tokens does the longest row have?',
      answer: ({ longest }) =>
        longest === null
          ? null
          : {
              value: longest,
              because: `The longest row has ${whole(longest)} tokens, the two special ones at its ends counted.`,
            },
      first: 'Load an encoder first: its tokenizer counts.',
    },
  ],
};

const load: Chapter = {
  id: 'load',
  place: 'load',
  title: 'Load an encoder that has read a lot',
  minutes: 6,
  text: [
    'The encoder was trained before, on a great amount of text without labels: it learned to tell which words fit into a gap. From that it has vectors for words in their context. Fine-tuning uses them, so a few hundred rows are enough.',
    'Its old output layer is taken off. A new one, the head, is put on: one output for each of your labels. At first it knows nothing.',
    'Six numbers tell most about such a model. The original BERT-base had those of the last column.',
  ],
  parameters: true,
  tries: [
    'Vocabulary size: find a word in step 2 that is one piece, and one that is five. Why not take a vocabulary of all words?',
    'Positions: paste a whole page of text in step 2. What happens to its end?',
    'Hidden size and heads: divide one by the other. So many numbers does each head work with.',
    'Intermediate size: divide it by the hidden size. Nearly all such models have the same answer.',
    'Learning rate: that is chapter 5.',
  ],
  questions: [
    {
      id: 'embeddings',
      ask: 'How many numbers does the table of all pieces have: vocabulary size times hidden size?',
      answer: ({ config }) =>
        config && {
          value: config.hidden * config.vocabulary,
          because: `${whole(config.vocabulary)} pieces times ${whole(config.hidden)} numbers are ${whole(config.vocabulary * config.hidden)}, of ${whole(config.total)} in the whole model.`,
        },
      first: 'Load an encoder first.',
    },
  ],
};

const train: Chapter = {
  id: 'train',
  place: 'train',
  title: 'Train, but gently',
  minutes: 6,
  text: [
    'The model answers a few rows, the loss measures how wrong it was, and each of its numbers is moved a little so that the loss falls. The learning rate is the size of these moves.',
    '“The head alone” leaves the encoder as it is and fits the new head. “Everything” moves the encoder too.',
  ],
  tries: [
    'Train the head alone. How long did it take?',
    'Then train everything. Watch the two curves: that of the rows it learns from, and that of the validation rows.',
    'Find the moment from which on the validation loss does not fall any more. What is the model learning then?',
  ],
  questions: [
    {
      id: 'trained',
      ask: 'How many of the model’s numbers did your last training move?',
      answer: ({ run }) =>
        run && run.parameters !== null
          ? {
              value: run.parameters,
              because: `${whole(run.parameters)}: they stand in the plan above the button Start.`,
            }
          : null,
      first: 'Train a model first.',
    },
  ],
};

const rates: Chapter = {
  id: 'rates',
  place: 'train',
  title: '2e-5 against 1e-3',
  minutes: 7,
  text: [
    'BERT was fine-tuned at a learning rate of 2e-5, that is 0.00002. Why so low? Train everything twice, once at 2e-5 and once at 1e-3, which is fifty times as much, and compare.',
    'The forgetting meter has the encoder read sentences that have nothing to do with your data, before and after the training, and tells how far its reading has moved.',
  ],
  experiment: 'rates',
  tries: [
    'First write down what you expect. Then set up the first training with the button, press Start, and wait for its end. Then the second one.',
    'Which of the two has moved its last layer further? Which one answers the validation rows better?',
  ],
  questions: [
    {
      id: 'further',
      ask: 'Which learning rate has moved the last layer further from what pre-training made of it?',
      choices: ['2e-5', '1e-3'],
      answer: ({ rates: { low, high } }) =>
        low && high
          ? {
              value: high.moved > low.moved ? '1e-3' : '2e-5',
              because: `At 2e-5 it has moved by ${percent(low.moved)}, at 1e-3 by ${percent(high.moved)}.`,
            }
          : null,
      first: 'Do both trainings first.',
    },
  ],
};

const evaluate: Chapter = {
  id: 'evaluate',
  place: 'evaluate',
  title: 'Is it any good?',
  minutes: 5,
  text: [
    'Only rows that the model has never seen tell how good it is. They are drawn by chance, so another draw would give another number: the interval tells by how much.',
    'A number alone says little. It has to be compared with the simplest things that one could do instead.',
  ],
  tries: [
    'Evaluate. Read five mistakes. Would you have known the answer?',
    'Is a label wrong in the data? The list of labels that the model doubts is a good place to look.',
    'Which simple method comes closest?',
  ],
  questions: [
    {
      id: 'beats',
      ask: 'Your model beside always saying the most frequent label: by how many of 100 texts is it better?',
      within: 1,
      answer: ({ test }) =>
        test && {
          value: 100 * (test.accuracy - test.majority),
          because: `It is right on ${percent(test.accuracy)} of ${whole(test.rows)} test rows, the most frequent label on ${percent(test.majority)}.`,
        },
      first: 'Evaluate a model with one label for each text first.',
    },
  ],
};

const spoiled: Chapter = {
  id: 'spoiled',
  place: 'train',
  title: 'Three ways to be wrong',
  minutes: 7,
  text: [
    'A model learns what tells the labels apart in the training rows, whether that is what you meant or not. Here are reviews that were spoiled on purpose. The test rows are as they were.',
    'A leak: the training rows begin with “Form A” or “Form B”, depending on the label, as where two departments used two forms. A biased sample: all praise is short and all blame is long.',
    'And a third way: ask a model about something that it was not trained for. It answers all the same.',
  ],
  experiment: 'spoiled',
  tries: [
    'Train the head alone on the leak, then evaluate. Compare the validation rows, which have the leak too, with the test rows.',
    'Do the same with the biased sample. Then try a long text full of praise in “Try it”.',
    'In “Try it”, type a recipe, a row of numbers, another language. How sure is the model? Does it tell that the text is unlike its training rows?',
  ],
  questions: [
    {
      id: 'leak',
      ask: 'Which rows tell the truth about the model that was trained on the leak?',
      choices: ['training rows', 'validation rows', 'test rows'],
      answer: ({ spoiled: { leak } }) =>
        leak?.test != null
          ? {
              value: 'test rows',
              because: `On the validation rows, which have the leak, it is right on ${percent(leak.validation)}, on the test rows, which do not have it, on ${percent(leak.test)}.`,
            }
          : null,
      first: 'Train on the leak and evaluate first.',
    },
  ],
};

const share: Chapter = {
  id: 'share',
  place: 'download',
  title: 'Take it away',
  minutes: 2,
  text: [
    'A trained head is a small file: who has the same encoder opens it and gets the same answers. The whole model opens in Python and in a web page.',
    'Before a model is used on people, ask: who is in the data, and who is not? What does a wrong answer cost, and whom?',
  ],
  tries: [
    'Download the head, send it to your neighbour and let them try it in “Load”.',
    'Read the card in the downloaded folder. What would you add, so that a stranger uses the model well?',
  ],
  questions: [],
};

export const CHAPTERS: Chapter[] = [prepare, tokenize, load, train, rates, evaluate, spoiled, share];

/** How an answer is judged: "1,234" and "12 %" are numbers too. */
export function isRight(question: Question, given: string, { value }: Answer): boolean {
  if (typeof value === 'string') return given === value;
  const number = Number(given.replace(/[,\s%]/g, ''));
  return given.trim() !== '' && Math.abs(number - value) <= (question.within ?? 0) + 1e-9;
}
