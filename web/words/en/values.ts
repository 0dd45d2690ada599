// SPDX-License-Identifier: Apache-2.0
// Why a text is no value of an option: the rest of a sentence that begins with the option's name.
export const values = {
  choices: (choices: string[], text: string) => `is ${choices.join(' or ')}, not "${text}"`,
  numbers: (choices: string[], text: string) => `is ${choices.join(' or ')} or numbers as 1,2.5, not "${text}"`,
  oneOf: (choices: string, text: string) => `is ${choices}, not "${text}"`,
  atLeast: (least: number, text: string) => `is at least ${least}, not ${text}`,
  atMost: (most: number, text: string) => `is at most ${most}, not ${text}`,
  upTo: (most: number, text: string) => `takes numbers up to ${most}, not ${text}`,
  wholeNumber: (text: string) => `needs a whole number, not "${text}"`,
  number: (text: string) => `needs a number, not "${text}"`,
  names: (text: string) => `needs names such as 0=negative;1=positive, not "${text}"`,
};
