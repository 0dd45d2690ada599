// SPDX-License-Identifier: Apache-2.0
// What the page needs of a table, as one part that is fetched with the first one.
export { chooseColumns, followColumns } from './choose';
export { guessColumns } from './guess';
export { isNumber, namesInFile, namesInOrder, numbersOf } from './number_names';
export { readData, splitData } from './prepare';
