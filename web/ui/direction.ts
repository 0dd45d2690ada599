// SPDX-License-Identifier: Apache-2.0
// In which direction a text of the user's is read, as dir="auto" finds it: by its first letter.
const BACKWARDS =
  /^[\p{Script=Arabic}\p{Script=Hebrew}\p{Script=Syriac}\p{Script=Thaana}\p{Script=Nko}\p{Script=Adlam}]/u;

export const directionOf = (text: string): 'ltr' | 'rtl' =>
  BACKWARDS.test(/\p{L}/u.exec(text)?.[0] ?? '') ? 'rtl' : 'ltr';
