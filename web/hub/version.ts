// SPDX-License-Identifier: Apache-2.0
/** Of package.json, for what is written. */
export const VERSION = '0.1.0';
