// SPDX-License-Identifier: Apache-2.0
// The same training several times.
import { duration } from '../../ui/format';

export const repeat = {
  title: 'How much is chance?',
  runOf: (run: number, of: number) => `run ${run} of ${of}`,
  choice: 'Train several times, to see what chance does',
  lead: 'What one split and one start give is in part luck. Report the mean of several and how far they lie apart; to pick the best of them by its test figure would be to fit the test. The model of the last run stays in memory.',
  differs: 'What differs',
  differ: {
    seeds: {
      label: 'Another seed each time',
      hint: 'Another split, another new head, another order of the rows.',
    },
    folds: {
      label: 'Each part of the data tested once',
      hint: 'k-fold cross-validation: the data are cut into so many parts, and each is the test set of one run.',
    },
  },
  parts: 'Parts',
  runs: 'Runs',
  about: (seconds: number) => `About ${duration(seconds)} in all.`,
  train: (times: number) => `Train ${times} times`,
  figures: 'Test figures of the runs',
  run: 'Run',
  part: (part: number, of: number) => `part ${part} of ${of}`,
  seed: (seed: number) => `seed ${seed}`,
  spread: 'Mean ± standard deviation',
};
