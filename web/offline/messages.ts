// SPDX-License-Identifier: Apache-2.0
// What page and service worker post to each other.

/** 'wait': with what is left to keep, until 'keep all' comes again. */
export type ToWorker = 'take over' | 'keep all' | 'wait';
export type ToPage = 'kept' | 'not kept';
