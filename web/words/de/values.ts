// SPDX-License-Identifier: Apache-2.0
import type { values as English } from '../en/values';

export const values: typeof English = {
  choices: (choices, text) => `ist ${choices.join(' oder ')}, nicht „${text}“`,
  numbers: (choices, text) => `ist ${choices.join(' oder ')} oder Zahlen wie 1,2.5, nicht „${text}“`,
  oneOf: (choices, text) => `kennt nur ${choices}, nicht „${text}“`,
  atLeast: (least, text) => `ist mindestens ${least}, nicht ${text}`,
  atMost: (most, text) => `ist höchstens ${most}, nicht ${text}`,
  upTo: (most, text) => `nimmt Zahlen bis ${most}, nicht ${text}`,
  wholeNumber: (text) => `braucht eine ganze Zahl, nicht „${text}“`,
  number: (text) => `braucht eine Zahl, nicht „${text}“`,
  names: (text) => `braucht Namen wie 0=negativ;1=positiv, nicht „${text}“`,
};
