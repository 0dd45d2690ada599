// SPDX-License-Identifier: Apache-2.0
// The worker of large files, in this thread.
import { serve, type Answer, type Request } from '../../web/rows/desk';

export class LocalDesk {
  static all: LocalDesk[] = [];
  onmessage: (event: { data: Answer }) => void = () => undefined;
  onerror: () => void = () => undefined;
  onmessageerror: () => void = () => undefined;
  /** Milliseconds for an answer. */
  static delay = 0;
  ended = false;
  sent: Answer[] = [];
  private readonly answer = serve((answer) => {
    const copy = structuredClone(answer);
    this.sent.push(copy);
    setTimeout(() => !this.ended && this.onmessage({ data: copy }), LocalDesk.delay);
  });
  constructor() {
    LocalDesk.all.push(this);
  }
  postMessage(request: Request): void {
    setTimeout(() => void this.answer(structuredClone(request)));
  }
  terminate(): void {
    this.ended = true;
  }
}
