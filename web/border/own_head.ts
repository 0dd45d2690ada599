// SPDX-License-Identifier: Apache-2.0
// Whether a training can go on from the head that a checkpoint came with.
import type { OwnHead } from './snapshot';

const MOST_NAMED = 5;
const named = (labels: string[]) =>
  labels.slice(0, MOST_NAMED).join(', ') +
  (labels.length > MOST_NAMED ? ` and ${labels.length - MOST_NAMED} more` : '');

/** A sentence that names what differs; '': the head fits, if its labels stand in another order too. */
export function whyNotKept(
  own: OwnHead | null,
  { task, labels, scheme }: Omit<OwnHead, 'pooling'>,
  name: string,
): string {
  if (!own) return `${name} has no head of its own to keep: choose a new one.`;
  const of = (kind: string) => kind.replaceAll('_', ' ');
  if (own.task !== task)
    return `The head of ${name} is for ${of(own.task)} and the data are for ${of(task)}: choose a new one.`;
  const missing = labels.filter((label) => !own.labels.includes(label));
  const unused = own.labels.filter((label) => !labels.includes(label));
  const differ = [
    ...(missing.length ? [`labels of the data that it has not: ${named(missing)}`] : []),
    ...(unused.length ? [`its labels that the data have not: ${named(unused)}`] : []),
  ];
  if (differ.length) return `The head of ${name} does not fit: ${differ.join('; ')}. Choose a new one.`;
  if (own.scheme !== scheme) return `The head of ${name} has another notation of tags than the data: choose a new one.`;
  return '';
}
