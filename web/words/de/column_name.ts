// SPDX-License-Identifier: Apache-2.0

/** A column without a name is called "column 3" by the reader of files. */
export const columnName = (name: string): string => name.replace(/^column (\d+)$/, 'Spalte $1');
