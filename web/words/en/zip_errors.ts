// SPDX-License-Identifier: Apache-2.0
// Why a zip cannot be read.
export const zipErrors = {
  refused: (name: string, why: string) => `${name} is no zip that can be read here: ${why}.`,
  damaged: 'its list of files is damaged; fetch it again, or pack it again',
  twice: (path: string) => `it has two files called ${path}; pack it again without one`,
  part: 'it is one of several parts; join them, or pack it as one file',
  cut: 'the list of files at its end is missing, perhaps because it was cut short; fetch it again',
  encrypted: (path: string) => `${path} in it is encrypted; pack it without a password`,
  method: (path: string, method: number) =>
    `${path} in it is compressed by method ${method}; pack it with the method "deflate"`,
  entry: (path: string, name: string) => `${path} in ${name} is damaged: fetch ${name} again, or pack it again.`,
};
