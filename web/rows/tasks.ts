// SPDX-License-Identifier: Apache-2.0
import type { Task } from '../border/messages';

export const TASKS: Task[] = [
  'single_label_classification',
  'multi_label_classification',
  'regression',
  'token_classification',
];
