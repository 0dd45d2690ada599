// SPDX-License-Identifier: Apache-2.0
// A turn of the event loop, for messages to be let in; unlike setTimeout it waits for nothing else.

/** One channel for all turns: a port that nothing holds may be collected, in some browsers with a message on its
 * way. */
function byMessages(): () => Promise<void> {
  const { port1, port2 } = new MessageChannel();
  const waiting: (() => void)[] = [];
  port1.onmessage = () => waiting.shift()!();
  return () =>
    new Promise((resolve) => {
      waiting.push(resolve);
      port2.postMessage(null);
    });
}

/** Node, where an open channel would keep a program from its end, has a function for it. */
const { setImmediate } = globalThis as { setImmediate?: (then: () => void) => unknown };

export const tick: () => Promise<void> = setImmediate ? () => new Promise((then) => setImmediate(then)) : byMessages();
