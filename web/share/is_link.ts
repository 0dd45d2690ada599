// SPDX-License-Identifier: Apache-2.0
// Whether the page was opened by a link with something to open in it: all that is looked at before the page is shown.

/** Hosts and chat programs put these into addresses. */
export const OF_OTHERS = /^(__|utm_|logs$|fbclid$|gclid$)/;
export const PACKED = /^#head=/;

export const isLink = (search: string, hash: string): boolean =>
  PACKED.test(hash) || [...new URLSearchParams(search).keys()].some((name) => !OF_OTHERS.test(name));
