// SPDX-License-Identifier: Apache-2.0
// What page and service worker post to each other.

export type ToWorker = 'take over' | 'keep all';
export type ToPage = 'kept' | 'not kept';
