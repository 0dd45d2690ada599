// SPDX-License-Identifier: Apache-2.0
// What a long call is doing, as its progress tells it.
import type { Progress } from '../border/messages';
import { jobs } from '../words/en/jobs';
import { saying, type Said } from '../words/said';

export const say = saying('jobs', jobs);

export const job = ({ text, said }: Said, done: number, total: number, unit: Progress['unit'] = 'bytes'): Progress => ({
  what: text,
  said,
  done,
  total,
  unit,
});
