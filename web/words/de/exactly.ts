// SPDX-License-Identifier: Apache-2.0
/** A number of the user's data, with all its digits and no marks between them: a year is one too. */
export const exactly = (n: number): string => String(n).replace('.', ',');
