// SPDX-License-Identifier: Apache-2.0
// All benchmarks by name, in the order in which they run.
import { epoch } from './bench_epoch';
import { forward } from './bench_forward';
import { gemm, peak } from './bench_gemm';
import { growth } from './bench_growth';
import { head } from './bench_head';
import { load } from './bench_load';
import { memory } from './bench_memory';
import { profile } from './bench_profile';
import { size } from './bench_size';
import { step } from './bench_step';
import { threads } from './bench_threads';
import type { Place } from './place';
import type { Result } from './rows';

interface Setting {
  place: Place;
  /** Threads of the engine and of every peer. */
  threads: number;
  /** One that may have PyTorch. */
  python: string;
  /** How long a case is measured, roughly. */
  seconds: number;
  /** Whether the reader asked for this case. */
  wanted(name: string): boolean;
  /** Something the reader should know. */
  say(text: string): void;
}

export type Bench = (setting: Setting) => AsyncGenerator<Result>;

export const BENCHES: Record<string, Bench> = {
  peak,
  gemm,
  forward,
  step,
  epoch,
  growth,
  head,
  threads,
  memory,
  load,
  size,
  profile,
};
