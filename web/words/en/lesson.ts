// SPDX-License-Identifier: Apache-2.0
// The lesson beside the steps: what its chapters tell, what to try, and what is asked.
import { plural } from '../plural';

export const lesson = {
  heading: (at: number, of: number, title: string) => `Lesson, ${at} of ${of}: ${title}`,
  minutes: (n: number) => `about ${plural(n, { one: '# minute', other: '# minutes' })}`,
  tryThis: 'Try this',
  back: (title: string) => `Back: ${title}`,
  next: (title: string) => `Next: ${title}`,
  usualType: 'Usual type',
  largeType: 'Large type for a projector',
  close: 'Close the lesson',
  forClass: 'For the class: <teacher>the teacher’s notes</teacher> and <worksheet>a worksheet</worksheet>, to print.',
  teacherPage: 'lesson/teacher.html',
  worksheetPage: 'lesson/worksheet.html',

  parameter: 'Parameter',
  atHand: 'Encoder at hand',
  parameters: {
    hidden: 'Hidden size',
    heads: 'Attention heads',
    intermediate: 'Intermediate size',
    positions: 'Positions',
    vocabulary: 'Vocabulary size',
  },
  base: 'BERT-base',
  learningRate: 'Learning rate',

  moved: 'Last layer has moved',
  validationRight: 'Validation rows right',
  testRight: 'Test rows right',
  notTrained: 'not trained yet',
  notEvaluated: 'not evaluated',
  setUp: (rate: string) => `Set up ${rate}`,
  openLeak: 'Open the leak',
  openBias: 'Open the biased sample',
  openPlain: 'Open the reviews as they are',
  takesPlace: 'Each takes the place of the data at hand.',
  trainingRows: 'Training rows',
  withLeak: 'with a leak',
  withBias: 'a biased sample',

  check: 'Check',
  right: (because: string) => `Right. ${because}`,
  wrong: 'Not quite.',
  why: 'Show the answer',

  chapters: {
    prepare: {
      title: 'Prepare the data',
      text: [
        'A computer learns from examples. Each row here is a text with a label: what a person would answer.',
        'The labels become numbers, and the rows are divided into three parts. The model learns from the training rows. The validation rows tell during the training how well it does on rows that it does not learn from. The test rows are looked at only once, at the end.',
      ],
      tries: [
        'Choose the sample “Reviews, two labels”, or a file of your own.',
        'Read ten rows. Cover the labels first and guess them. Where would two people disagree?',
        'Move the slider of the test rows. What is lost if there are very few of them? What is lost if there are very many?',
      ],
    },
    tokenize: {
      title: 'Cut the text into tokens',
      text: [
        'A model reads numbers. The tokenizer cuts a text into pieces that stand in a fixed vocabulary, and gives the number of each piece. Frequent words are one piece, rare words are several.',
        'The pieces must be those that the encoder was trained with: with another tokenizer its numbers would mean other words.',
      ],
      tries: [
        'Type your own name. In how many pieces is it cut?',
        'Type a word that nobody has ever used. Is there a text that the tokenizer cannot write down?',
        'Make the maximum length smaller. How many rows lose their ends?',
      ],
    },
    load: {
      title: 'Load an encoder that has read a lot',
      text: [
        'The encoder was trained before, on a great amount of text without labels: it learned to tell which words fit into a gap. From that it has vectors for words in their context. Fine-tuning uses them, so a few hundred rows are enough.',
        'Its old output layer is taken off. A new one, the head, is put on: one output for each of your labels. At first it knows nothing.',
        'Six numbers tell most about such a model. The original BERT-base had those of the last column.',
      ],
      tries: [
        'Vocabulary size: find a word in step 2 that is one piece, and one that is five. Why not take a vocabulary of all words?',
        'Positions: paste a whole page of text in step 2. What happens to its end?',
        'Hidden size and heads: divide one by the other. So many numbers does each head work with.',
        'Intermediate size: divide it by the hidden size, in both columns. So many times as wide is the middle of each layer. Do the two differ? The smaller it is, the fewer numbers the model has.',
        'Learning rate: that is chapter 5.',
      ],
    },
    train: {
      title: 'Train, but gently',
      text: [
        'The model answers a few rows, the loss measures how wrong it was, and each of its numbers is moved a little so that the loss falls. The learning rate is the size of these moves.',
        '“The head alone” leaves the encoder as it is and fits the new head. “Everything” moves the encoder too.',
      ],
      tries: [
        'Train the head alone. How long did it take?',
        'Then train everything. Watch the two curves: that of the rows it learns from, and that of the validation rows.',
        'Find the moment from which on the validation loss does not fall any more. What is the model learning then?',
      ],
    },
    rates: {
      title: '2e-5 against 1e-3',
      text: [
        'BERT was fine-tuned at a learning rate of 2e-5, that is 0.00002. Why so low? Train everything twice, once at 2e-5 and once at 1e-3, which is fifty times as much, and compare.',
        'The forgetting meter has the encoder read sentences that have nothing to do with your data, before and after the training, and tells how far its reading has moved.',
      ],
      tries: [
        'First write down what you expect. Then set up the first training with the button, press Start, and wait for its end. Then the second one.',
        'Which of the two has moved its last layer further? Which one answers the validation rows better?',
      ],
    },
    evaluate: {
      title: 'Is it any good?',
      text: [
        'Only rows that the model has never seen tell how good it is. They are drawn by chance, so another draw would give another number: the interval tells by how much.',
        'A number alone says little. It has to be compared with the simplest things that one could do instead.',
      ],
      tries: [
        'Evaluate. Read five mistakes. Would you have known the answer?',
        'Is a label wrong in the data? The list of labels that the model doubts is a good place to look.',
        'Which simple method comes closest?',
      ],
    },
    spoiled: {
      title: 'Three ways to be wrong',
      text: [
        'A model learns what tells the labels apart in the training rows, whether that is what you meant or not. Here are reviews that were spoiled on purpose. The test rows are as they were.',
        'A leak: the training rows begin with “Form A” or “Form B”, depending on the label, as where two departments used two forms. A biased sample: all praise is short and all blame is long.',
        'And a third way: ask a model about something that it was not trained for. It answers all the same.',
      ],
      tries: [
        'Train the head alone on the leak, then evaluate. Compare the validation rows, which have the leak too, with the test rows.',
        'Do the same with the biased sample. Then try a long text full of praise in “Try it”.',
        'In “Try it”, type a recipe, a row of numbers, another language. How sure is the model? Does it tell that the text is unlike its training rows?',
      ],
    },
    share: {
      title: 'Take it away',
      text: [
        'A trained head is a small file: who has the same encoder opens it and gets the same answers. The whole model opens in Python and in a web page.',
        'Before a model is used on people, ask: who is in the data, and who is not? What does a wrong answer cost, and whom?',
      ],
      tries: [
        'Download the head, send it to your neighbour and let them try it in “Load”.',
        'Read the card in the downloaded folder. What would you add, so that a stranger uses the model well?',
      ],
    },
  },
  questions: {
    unseen: { ask: 'How many rows will the model not learn from?', first: 'Choose data first.' },
    majority: {
      ask: 'Someone always says the most frequent label. For how many of 100 texts is that right?',
      first: 'Choose data with labels first.',
    },
    longest: {
      ask: 'How many tokens does the longest row have?',
      first: 'Load an encoder first: its tokenizer counts.',
    },
    embeddings: {
      ask: 'How many numbers does the table of all pieces have: vocabulary size times hidden size?',
      first: 'Load an encoder first.',
    },
    trained: { ask: 'How many of the model’s numbers did your last training move?', first: 'Train a model first.' },
    further: {
      ask: 'Which learning rate has moved the last layer further from what pre-training made of it?',
      first: 'Do both trainings first.',
    },
    beats: {
      ask: 'Your model beside always saying the most frequent label: by how many of 100 texts is it better?',
      first: 'Evaluate a model with one label for each text first.',
    },
    leak: {
      ask: 'Which rows tell the truth about the model that was trained on the leak?',
      first: 'Train on the leak and evaluate first.',
    },
  },
  choices: { '2e-5': '2e-5', '1e-3': '1e-3', train: 'training rows', validation: 'validation rows', test: 'test rows' },
};
