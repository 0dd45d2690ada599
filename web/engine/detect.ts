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
  /** Why there are no threads, as far as the page can tell. Outside browsers there are no such flags. */
  secure: boolean;
  isolated: boolean;
}

export async function detectFeatures(): Promise<Features> {
  const [hasSimd, hasRelaxed, hasThreads] = await Promise.all([simd(), relaxedSimd(), threads()]);
  const isolated = globalThis.crossOriginIsolated !== false;
  return {
    simd: hasSimd,
    relaxedSimd: hasRelaxed,
    // Pages without cross-origin isolation have no shared memory to give.
    threads: hasThreads && isolated,
    secure: globalThis.isSecureContext !== false,
    isolated,
    cores: globalThis.navigator?.hardwareConcurrency ?? 1,
  };
}

const ONE_THREAD = 'One thread only: ';

function whyOneThread({ secure, isolated }: Features): string {
  if (!secure) return 'browsers give more to pages from https:// or from this machine (localhost) only.';
  if (isolated) return 'this browser gives the page no memory that threads could share.';
  return (
    'this page is not cross-origin isolated. Its server must send the headers ' +
    'Cross-Origin-Opener-Policy: same-origin and Cross-Origin-Embedder-Policy: require-corp.'
  );
}

/** What is left where the memory that a build's threads share was refused; null: it has none. */
export function withoutSharedMemory({ build }: Choice): Choice | null {
  if (build === 'tabtune-simd') return null;
  const note = `${ONE_THREAD}this browser refused the memory that more would share. Training takes longer, and works.`;
  return { build: 'tabtune-simd', threads: 1, note };
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
  if (!features.threads) note = ONE_THREAD + whyOneThread(features);
  else if (!features.relaxedSimd)
    note = 'This browser has no relaxed SIMD, with which training is about half as long again as fast.';
  return { build, threads: count, note };
}
