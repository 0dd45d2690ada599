// SPDX-License-Identifier: Apache-2.0
// The lesson: its chapters, where each is at home, and the answers to what it asks, which come from the page's own
// numbers. What is told and asked is in the room `lesson` of the tables, by the same names.
import { lessonAnswers } from '../words/en/lesson_answers';
import type { lesson } from '../words/en/lesson';
import { locale } from '../words/locale';
import { saying, type Said } from '../words/said';
import type { Facts } from './facts';

const say = saying('lessonAnswers', lessonAnswers);

type ChapterId = keyof (typeof lesson)['chapters'];
type QuestionId = keyof (typeof lesson)['questions'];
type ChoiceId = keyof (typeof lesson)['choices'];

/** Where the chapter is at home: a step of the page. */
export type Place = 'prepare' | 'tokenize' | 'load' | 'train' | 'evaluate' | 'try' | 'download';

/** What a question is answered with; null: the page has no number for it yet. */
interface Answer {
  /** The value that was asked for: a number, or one of the choices. */
  value: number | ChoiceId;
  /** As a sentence. */
  because: Said;
}

export interface Question {
  id: QuestionId;
  /** In place of a number: the answers to choose from. */
  choices?: ChoiceId[];
  /** A number may be off by so much. */
  within?: number;
  answer: (facts: Facts) => Answer | null;
}

/** Something to train that shows a point. */
type Experiment = 'rates' | 'spoiled';

export interface Chapter {
  id: ChapterId;
  place: Place;
  minutes: number;
  experiment?: Experiment;
  /** The encoder's parameters beside those of BERT-base. */
  parameters?: boolean;
  questions: Question[];
}

const prepare: Chapter = {
  id: 'prepare',
  place: 'prepare',
  minutes: 7,
  questions: [
    {
      id: 'unseen',
      answer: ({ rows }) =>
        rows && {
          value: rows.validation + rows.test,
          because: say.unseen(rows.validation, rows.test),
        },
    },
    {
      id: 'majority',
      within: 1,
      answer: ({ majority }) =>
        majority && {
          value: 100 * majority.share,
          because: say.majority(majority.label, majority.share),
        },
    },
  ],
};

const tokenize: Chapter = {
  id: 'tokenize',
  place: 'tokenize',
  minutes: 5,
  questions: [
    {
      id: 'longest',
      answer: ({ longest }) =>
        longest === null
          ? null
          : {
              value: longest,
              because: say.longest(longest),
            },
    },
  ],
};

const load: Chapter = {
  id: 'load',
  place: 'load',
  minutes: 6,
  parameters: true,
  questions: [
    {
      id: 'embeddings',
      answer: ({ config }) =>
        config && {
          value: config.hidden * config.vocabulary,
          because: say.embeddings(config.vocabulary, config.hidden, config.total),
        },
    },
  ],
};

const train: Chapter = {
  id: 'train',
  place: 'train',
  minutes: 6,
  questions: [
    {
      id: 'trained',
      answer: ({ run }) =>
        run && run.parameters !== null
          ? {
              value: run.parameters,
              because: say.trained(run.parameters),
            }
          : null,
    },
  ],
};

const rates: Chapter = {
  id: 'rates',
  place: 'train',
  minutes: 7,
  experiment: 'rates',
  questions: [
    {
      id: 'further',
      choices: ['2e-5', '1e-3'],
      answer: ({ rates: { low, high } }) =>
        low && high
          ? {
              value: high.moved > low.moved ? '1e-3' : '2e-5',
              because: say.further(low.moved, high.moved),
            }
          : null,
    },
  ],
};

const evaluate: Chapter = {
  id: 'evaluate',
  place: 'evaluate',
  minutes: 5,
  questions: [
    {
      id: 'beats',
      within: 1,
      answer: ({ test }) =>
        test && {
          value: 100 * (test.accuracy - test.majority),
          because: say.beats(test.accuracy, test.rows, test.majority),
        },
    },
  ],
};

const spoiled: Chapter = {
  id: 'spoiled',
  place: 'train',
  minutes: 7,
  experiment: 'spoiled',
  questions: [
    {
      id: 'leak',
      choices: ['train', 'validation', 'test'],
      answer: ({ spoiled: { leak } }) =>
        leak?.test != null
          ? {
              value: 'test',
              because: say.leak(leak.validation, leak.test),
            }
          : null,
    },
  ],
};

const share: Chapter = {
  id: 'share',
  place: 'download',
  minutes: 2,
  questions: [],
};

export const CHAPTERS: Chapter[] = [prepare, tokenize, load, train, rates, evaluate, spoiled, share];

/** Chapters of steps that have none of their own. */
const BESIDE: Record<string, ChapterId> = { try: 'share', runs: 'rates' };

/** The chapter of that name, or else the first one that is at home in the step of that name. */
export const chapterOf = (name: string | null): Chapter =>
  CHAPTERS.find(({ id }) => id === (BESIDE[name!] ?? name)) ??
  CHAPTERS.find(({ place }) => place === name) ??
  CHAPTERS[0]!;

/** "1,234", in German "1.234", and "12 %" are numbers too. */
function numberIn(given: string): number {
  const text = given.replace(/[\s%]/g, '');
  const hasComma = (1.5).toLocaleString(locale()).includes(',');
  return Number(hasComma ? text.replace(/\.(?=\d{3}(\D|$))/g, '').replace(',', '.') : text.replaceAll(',', ''));
}

/** How an answer is judged. */
export function isRight(question: Question, given: string, { value }: Pick<Answer, 'value'>): boolean {
  if (typeof value === 'string') return given === value;
  return given.trim() !== '' && Math.abs(numberIn(given) - value) <= (question.within ?? 0) + 1e-9;
}
