// SPDX-License-Identifier: Apache-2.0
// The page's end: it puts the frame that fetches from another server into the page. The frame takes itself out.

/** `port`: the worker's line to the frame. */
export function openFrame(origin: string, port: MessagePort): void {
  const frame = document.createElement('iframe');
  frame.hidden = true;
  frame.title = `Reads files from ${origin}`;
  frame.src = `foreign.html#${encodeURIComponent(origin)}`;
  frame.onload = () => frame.contentWindow?.postMessage('line', location.origin, [port]);
  document.body.append(frame);
}
