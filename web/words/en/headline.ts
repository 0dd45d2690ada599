// SPDX-License-Identifier: Apache-2.0
// The result of a test in words that need no statistics. Numbers are null where they are not known.
import { brief, count, decimal } from '../../ui/format';
import { listing, type Some } from '../listing';
import { plural } from '../plural';

type Known = number | null;

const whole = (n: Known) => (n === null ? '–' : count(n));
const size = (n: Known) => (n === null ? '–' : Math.abs(n) >= 1000 ? count(n) : brief(n));
const share = (n: Known) => (n === null ? '–' : `${decimal(100 * n, 1)} %`);
const texts = (n: number, pairs: boolean) =>
  plural(n, pairs ? { one: '# new pair', other: '# new pairs' } : { one: '# new text', other: '# new texts' });
const names = ({ shown, more }: Some) =>
  listing({ shown: shown.map((name) => `“${name}”`), more }, 'and', (n) => `${count(n)} more`);
const spans = (n: number) => plural(n, { one: '# span', other: '# spans' });
const head = (of: Known, written: (n: number) => string) =>
  of === null ? '' : `; the head alone on the frozen encoder ${written(of)}`;

export const headline = {
  oneLabel: (right: Known, rows: number, pairs: boolean) => `Right on ${whole(right)} of ${texts(rows, pairs)}.`,
  usualLabel: (label: string, usual: number, frozen: Known) =>
    `Always saying “${label}” would be right on ${count(usual)}${head(frozen, (n) => `on ${whole(n)}`)}.`,
  allLabels: (right: Known, rows: number, pairs: boolean) =>
    `Every label right on ${whole(right)} of ${texts(rows, pairs)}.`,
  usualLabels: (usual: number, frozen: Known) =>
    `Always giving the most frequent labels would be right on ${count(usual)}${head(frozen, (n) => `on ${whole(n)}`)}.`,
  off: (off: Known, rows: number, pairs: boolean) =>
    `On ${texts(rows, pairs)} the prediction is off by ${size(off)} on average.`,
  mean: (usual: number, frozen: Known) =>
    `Always saying the mean would be off by ${size(usual)}${head(frozen, (n) => `by ${size(n)}`)}.`,
  repeats: (n: number, different: number, pairs: boolean) =>
    `These are ${plural(different, pairs ? { one: '# different pair', other: '# different pairs' } : { one: '# different text', other: '# different texts' })}: ${plural(n, { one: '# row has', other: '# rows have' })} the ${pairs ? 'texts' : 'text'} of another, and the figures count each row as a new one.`,
  untested: (n: number, of: number, some: Some) =>
    `${n === 1 ? 'One label has' : `${count(n)} labels have`} no test row, so nothing is known of ${n === 1 ? 'it' : 'them'}: ${names(some)} (${count(n)} of ${plural(of, { one: '# label', other: '# labels' })}).`,
  spans: (found: number, there: number, rows: number) =>
    `Found ${count(found)} of ${spans(there)} in ${texts(rows, false)}.`,
  marked: (marked: number, wrong: number) =>
    `It marked ${spans(marked)}, ${wrong === 0 ? 'none' : count(wrong)} of them wrong.`,
  tags: (right: Known, rows: number) => `Right on ${share(right)} of the words of ${texts(rows, false)}.`,
  usualTag: (usual: number) => `Always giving the most frequent tag would be right on ${share(usual)}.`,
};
