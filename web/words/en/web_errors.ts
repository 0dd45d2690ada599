// SPDX-License-Identifier: Apache-2.0
// Why a file at an address cannot be read.
import { plural } from '../plural';

export const webErrors = {
  noFile: (url: string) => `There is no file at ${url}. Check the address.`,
  tooLargeFor: (url: string, megabytes: number, what: string) =>
    `The file at ${url} is larger than ${megabytes} MB, which is too large for ${what}.`,
  badToken: (what: string) => `${what} has a space, a line break or a letter that no token has. Copy it once more.`,
  theToken: 'The token',
  giveToken:
    'Give a token of your account where the address has a field for one, or download what is there and choose those files.',
  offline: 'This computer is offline.',
  checkAddress:
    'Check the address. If it is right, its server does not answer, or does not allow other pages to read it (CORS: its answers lack the header Access-Control-Allow-Origin); then download what is there and choose those files.',
  ownSite:
    'It lies beside this page, whose server does not answer. Check the connection and try again; meanwhile, what this browser has kept can be opened.',
  gone: (url: string) => `${url} is not there any more.`,
  changed: (url: string) => `${url} has changed since it was read first. Load it again.`,
  changedNow: (url: string) => `${url} changed while it was read. Load it again.`,
  noAccount: (url: string, status: number, remedy: string) =>
    `${url} may not be read without an account (${status}). ${remedy}`,
  refusedToken: (url: string, status: number, remedy: string) =>
    `${url} may not be read with the token that was given (${status}). ${remedy}`,
  status: (url: string, status: number, seconds: number) =>
    `${url} answers with status ${status}. Check the address, or ${seconds ? plural(seconds, { one: 'try again in # second', other: 'try again in # seconds' }) : 'try again later'}.`,
  unreachable: (url: string, remedy: string) => `${url} cannot be reached. ${remedy}`,
  redirected: (url: string) =>
    `${url} is redirected in a circle, or to where it cannot be read. Open it in a tab and give the address where it ends, or download what is there and choose those files.`,
  brokeOff: (url: string, bytes: number, times: number) =>
    `${url} broke off after ${bytes} bytes, ${times} times in a row. Check the connection and load it again.`,
  ended: (url: string, bytes: number) =>
    `${url} ended after ${bytes} bytes, though its server tells of more. Load it again, or download what is there and choose those files.`,
  notFound: (url: string, remedy: string) =>
    `${url} is on the hub under no such name, or is private. Check the name; of a private model: ${remedy}`,
  gated: (url: string, remedy: string) =>
    `${url} is given by the hub to accounts that have accepted its terms. Accept them there; then: ${remedy}`,
  noRevision: (url: string) => `${url} has no such revision on the hub. Check the branch, tag or commit.`,
  disabled: (url: string) => `${url} has been disabled by the hub. Take another model.`,
  tooLarge: (what: string, mebibytes: number) => `${what} is larger than ${mebibytes} MiB; that is no such file.`,
};
