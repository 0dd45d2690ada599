// SPDX-License-Identifier: Apache-2.0
// Which build of the engine this browser (or Node) can run, and why it is not the fastest one.
import { relaxedSimd, simd, threads } from 'wasm-feature-detect';

export const BUILDS = ['tabtune-relaxed-threads', 'tabtune-simd-threads', 'tabtune-simd'] as const;
export type Build = (typeof BUILDS)[number];

export interface Choice {
  build: Build;
  threads: number;
  /** A sentence for the user; empty when all is at its best. */
  note: string;
}

/** More threads than this wait for each other longer than they compute. */
const MOST_THREADS = 8;

export interface Features {
  simd: boolean;
  relaxedSimd: boolean;
  threads: boolean;
  cores: number;
}

export async function detectFeatures(): Promise<Features> {
  const [hasSimd, hasRelaxed, hasThreads] = await Promise.all([simd(), relaxedSimd(), threads()]);
  return {
    simd: hasSimd,
    relaxedSimd: hasRelaxed,
    // Pages without cross-origin isolation have no shared memory to give. Outside browsers there is no such flag.
    threads: hasThreads && globalThis.crossOriginIsolated !== false,
    cores: globalThis.navigator?.hardwareConcurrency ?? 1,
  };
}

/** null: no build runs here. */
export function chooseBuild(features: Features, wanted: { threads?: number; build?: string }): Choice | null {
  if (!features.simd) return null;
  const best: Build = !features.threads
    ? 'tabtune-simd'
    : features.relaxedSimd
      ? 'tabtune-relaxed-threads'
      : 'tabtune-simd-threads';
  const build = BUILDS.find((name) => name === wanted.build) ?? best;
  const most = Math.min(MOST_THREADS, features.cores);
  const count = build === 'tabtune-simd' ? 1 : Math.max(1, Math.floor(wanted.threads ?? most));
  let note = '';
  if (!features.threads)
    note =
      'One thread only: this page is not cross-origin isolated. Its server must send the headers ' +
      'Cross-Origin-Opener-Policy: same-origin and Cross-Origin-Embedder-Policy: require-corp.';
  else if (!features.relaxedSimd)
    note = 'This browser has no relaxed SIMD, with which training is about half as long again as fast.';
  return { build, threads: count, note };
}
