// SPDX-License-Identifier: Apache-2.0
import type { numbers as English } from '../en/numbers';

export const numbers: typeof English = {
  interval: (low, high) => `95-%-Intervall ${low} bis ${high}`,
};
