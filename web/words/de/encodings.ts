// SPDX-License-Identifier: Apache-2.0

/** By what the reader of files has in parentheses. */
const OF: Record<string, string> = {
  'Western European': 'westeuropäisch',
  'Central European': 'mitteleuropäisch',
  Cyrillic: 'kyrillisch',
  Greek: 'griechisch',
  Turkish: 'türkisch',
  Japanese: 'japanisch',
  Chinese: 'chinesisch',
  Korean: 'koreanisch',
};

export const encodingName = (name: string): string =>
  name.replace(/\((.+)\)$/, (whole, of: string) => `(${OF[of] ?? whole})`);
