// SPDX-License-Identifier: Apache-2.0
// What the parts of a session share.
import type { Progress } from '../border/messages';
import type { OpenWeb } from '../hub/url';
import type { Held } from './held';
import type { Engine } from './module';
import type { Queue } from './queue';
import type { Speed } from './speed';

export interface Ground {
  held: Held;
  engine(): Engine;
  speed(): Speed;
  /** Bytes that the engine's memory may grow to. */
  limit(): number;
  /** Every long call comes by here often; it throws where that was cancelled. */
  report(progress: Progress): void;
  web: OpenWeb | undefined;
  readonly queue: Queue;
}
