// SPDX-License-Identifier: Apache-2.0
// Numbers that need words.
export const numbers = {
  interval: (low: string, high: string) => `95 % interval ${low} to ${high}`,
};
