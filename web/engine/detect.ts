// SPDX-License-Identifier: Apache-2.0
// Which build of the engine this browser (or Node) can run, with how much memory, and why it is not the fastest one.
import { relaxedSimd, simd, threads } from 'wasm-feature-detect';
import type { Place } from '../border/messages';
import { builds } from '../words/en/builds';
import { saying, type Said } from '../words/said';

const say = saying('builds', builds);

export const BUILDS = ['tabtune-relaxed-threads', 'tabtune-simd-threads', 'tabtune-simd'] as const;
export type Build = (typeof BUILDS)[number];

export interface Choice {
  build: Build;
  threads: number;
  /** Bytes that its memory may grow to. */
  limit: number;
  /** For the user; null when all is at its best. */
  note: Said | null;
}

const GIB = 2 ** 30;
/** What 32-bit WebAssembly has. */
export const FULL = 4 * GIB;
/** Shared memory is reserved up to its limit at once, and phones refuse much of it. */
const SMALLER = [3, 2, 1.5, 1, 0.75, 0.5].map((gib) => gib * GIB);

/** More threads than this wait for each other longer than they compute. */
const MOST_THREADS = 8;

export interface Features {
  /** WebAssembly at all. */
  wasm: boolean;
  simd: boolean;
  relaxedSimd: boolean;
  threads: boolean;
  cores: number;
  /** Why there are no threads, as far as the page can tell. Outside browsers there are no such flags. */
  secure: boolean;
  isolated: boolean;
}

export async function detectFeatures(): Promise<Features> {
  const isolated = globalThis.crossOriginIsolated !== false;
  const wasm = typeof WebAssembly === 'object';
  const [hasSimd, hasRelaxed, hasThreads] = wasm
    ? await Promise.all([simd(), relaxedSimd(), threads()])
    : [false, false, false];
  return {
    wasm,
    simd: hasSimd,
    relaxedSimd: hasRelaxed,
    // Pages without cross-origin isolation have no shared memory to give.
    threads: hasThreads && isolated,
    secure: globalThis.isSecureContext !== false,
    isolated,
    cores: globalThis.navigator?.hardwareConcurrency ?? 1,
  };
}

function whyOneThread({ secure, isolated }: Features, { framed, headers, silent }: Place): Said {
  if (silent) return say.silent;
  if (!secure) return say.insecure;
  if (isolated) return say.noSharing;
  if (framed) return say.framed;
  return headers === 'soon' ? say.soon : headers === 'never' ? say.never : say.notHeeded;
}

/** Why no build runs here. */
export const whyNone = ({ wasm }: Features): Said => (wasm ? say.noSimd : say.noWasm);

/** null: no build runs here. */
export function chooseBuild(
  features: Features,
  { threads: wanted, build: named, place = ALONE }: { threads?: number; build?: string; place?: Place },
): Choice | null {
  if (!features.simd) return null;
  const shared = features.threads && !place.silent;
  const best: Build = !shared
    ? 'tabtune-simd'
    : features.relaxedSimd
      ? 'tabtune-relaxed-threads'
      : 'tabtune-simd-threads';
  const build = BUILDS.find((name) => name === named) ?? best;
  const most = Math.min(MOST_THREADS, features.cores);
  const count = build === 'tabtune-simd' ? 1 : Math.max(1, Math.floor(wanted ?? most));
  const note = !shared ? say.oneThread(whyOneThread(features, place)) : features.relaxedSimd ? null : say.noRelaxed;
  return { build, threads: count, limit: FULL, note };
}

/** A program of its own, as under Node. */
const ALONE: Place = { framed: false, headers: 'here', silent: false };

/** The choice, and what is tried one after the other where its memory is refused. */
export function attempts(choice: Choice): Choice[] {
  if (choice.build === 'tabtune-simd') return [choice];
  const smaller = SMALLER.map((limit) => {
    const less = say.smaller(limit / GIB);
    return { ...choice, limit, note: choice.note ? say.both(choice.note, less) : less };
  });
  const note = say.oneThread(say.refused);
  const alone: Choice = { build: 'tabtune-simd', threads: 1, limit: FULL, note };
  return [choice, ...smaller, alone];
}

/** Browsers report memory that they refuse in several ways, some of them inside another error. */
export const isOutOfMemory = (error: unknown): boolean =>
  error instanceof RangeError || /RangeError|out of memory|could not allocate/i.test(String(error));
