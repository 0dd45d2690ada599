// SPDX-License-Identifier: Apache-2.0
// What is wrong with an address that was typed for an encoder.
export const address = {
  theAddress: 'The address',
  credentials: (what: string) =>
    `${what} has a name or a password in front of its server. Leave them out; private models of the hub are opened with a token.`,
  none: (text: string) =>
    `"${text}" is no address. Give the URL of a folder, or a name on the hub such as "name/model".`,
  noWeb: (text: string) => `"${text}" is no web address: it must begin with https://.`,
  notSafe: (text: string) =>
    `"${text}" begins with http://, and this page reads from https:// only. Use such an address, or files.`,
  noModel: (text: string, hub: string) => `"${text}" names no model: the address is ${hub}OWNER/MODEL.`,
};
