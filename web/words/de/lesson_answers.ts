// SPDX-License-Identifier: Apache-2.0
import { count, percent } from '../../ui/format';
import type { lessonAnswers as English } from '../en/lesson_answers';
import { plural } from '../plural';

const tests = (n: number) => plural(n, { one: '# Testzeile', other: '# Testzeilen' });

export const lessonAnswers: typeof English = {
  unseen: (validation, test) =>
    `${plural(validation, { one: '# Validierungszeile', other: '# Validierungszeilen' })} und ${tests(test)}: zusammen ${count(validation + test)}.`,
  majority: (label, share) =>
    `„${label}“ ist das Label von ${percent(share)} der Trainingszeilen. Das muss ein Modell übertreffen.`,
  longest: (tokens) => `Die längste Zeile hat ${count(tokens)} Tokens, mit den zwei besonderen an ihren Enden.`,
  embeddings: (pieces, numbers, all) =>
    `${count(pieces)} Stücke mal ${count(numbers)} Zahlen sind ${count(pieces * numbers)}, von ${count(all)} im ganzen Modell.`,
  trained: (numbers) => `${count(numbers)}: Sie stehen im Plan über dem Knopf „Training starten“.`,
  further: (low, high) => `Bei 2e-5 hat sie sich um ${percent(low)} bewegt, bei 1e-3 um ${percent(high)}.`,
  beats: (accuracy, rows, majority) =>
    `Es liegt auf ${percent(accuracy)} von ${tests(rows)} richtig, das häufigste Label auf ${percent(majority)}.`,
  leak: (validation, test) =>
    `Auf den Validierungszeilen, die das Leck haben, liegt es auf ${percent(validation)} richtig, auf den Testzeilen, die es nicht haben, auf ${percent(test)}.`,
};
