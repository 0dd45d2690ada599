// SPDX-License-Identifier: Apache-2.0
// Why a link is not opened.

/** What a link names. */
export type InLink = 'encoder' | 'head' | 'data';

const THE: Record<InLink, string> = { encoder: 'the encoder', head: 'the head', data: 'the data' };
const named = (what: InLink, text: string) => `The link names "${text}" as ${THE[what]}`;
const ONLY_HTTPS = 'files are read from addresses that begin with https:// only';

export const linkFaults = {
  parameter: (name: string, known: string) => `The link has the parameter "${name}"; only ${known} are known.`,
  twice: (name: string) => `The link has the parameter ${name} more than once.`,
  long: (name: string, characters: number, most: number) =>
    `The parameter ${name} of the link has ${characters} characters; at most ${most} are read.`,
  longHead: (characters: number, most: number) =>
    `The head in the link has ${characters} characters; at most ${most} are read.`,
  twoHeads: 'The link has two heads: one in itself and one at an address.',
  headAlone: 'The link has a head and names no encoder: add encoder=NAME.',
  nothing: 'The link names no encoder and no data.',
  noOption: (text: string) => `"${text}" in the link is no option: write NAME:VALUE.`,
  optionTwice: (name: string) => `The link has the option ${name} more than once.`,
  unknownOption: (name: string) => `The link has the option "${name}", which there is not.`,
  noData: (name: string) => `The link has the option ${name} and no data.`,
  badOption: (name: string, why: string) => `The option ${name} of the link ${why}.`,

  noAddress: (what: InLink, text: string) => `${named(what, text)}, which is no address.`,
  badCharacters: (what: InLink, text: string) => `${named(what, text)}, which has characters that no address has.`,
  onlyHttps: (what: InLink, text: string) => `${named(what, text)}; ${ONLY_HTTPS}.`,
  userName: (what: InLink, text: string) => `${named(what, text)}, which has a user name in it: take it out.`,
  notSafe: (what: InLink, text: string) => `${named(what, text)}; from other hosts ${ONLY_HTTPS}.`,
  damaged: 'The head in the link is damaged or cut off. Copy the whole link again.',
  otherVersion: 'The head in the link was made by another version of this page.',
};
