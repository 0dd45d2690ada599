// SPDX-License-Identifier: Apache-2.0
// Which build of the engine this browser (or Node) can run, with how much memory, and why it is not the fastest one.
import { relaxedSimd, simd, threads } from 'wasm-feature-detect';
import type { Place } from '../border/messages';

export const BUILDS = ['tabtune-relaxed-threads', 'tabtune-simd-threads', 'tabtune-simd'] as const;
export type Build = (typeof BUILDS)[number];

export interface Choice {
  build: Build;
  threads: number;
  /** Bytes that its memory may grow to. */
  limit: number;
  /** Sentences for the user; empty when all is at its best. */
  note: string;
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

const ONE_THREAD = 'One thread only: training takes longer, and works. ';
const CURRENT = 'a current Chrome, Edge, Firefox or Safari';

function whyOneThread({ secure, isolated }: Features, { framed, headers, silent }: Place): string {
  if (silent) return 'The browser began to start more of them, and they did not come. Reload the page to try again.';
  if (!secure)
    return (
      'The address begins with http:// and belongs to another computer. Browsers give threads to https:// and to this ' +
      'computer (http://localhost) only. Open the page by https://, or start it on this computer.'
    );
  if (isolated)
    return `This browser gives the page no memory that threads could share (SharedArrayBuffer). Use ${CURRENT}.`;
  if (framed) return 'The page is shown inside another page. Open it in a tab of its own.';
  const missing =
    'The server does not send the headers Cross-Origin-Opener-Policy: same-origin and Cross-Origin-Embedder-Policy: ' +
    'require-corp. ';
  if (headers === 'soon') return `${missing}The page will supply them itself: reload it in a moment.`;
  if (headers === 'never')
    return (
      `${missing}The page could supply them itself, but this window allows no service worker. Private windows and strict ` +
      'settings are the usual reasons: use an ordinary window.'
    );
  return `${missing}The page supplies them itself, and this browser does not heed them there. Use ${CURRENT}.`;
}

/** Why no build runs here. */
export const whyNone = ({ wasm }: Features): string =>
  wasm
    ? `This browser has no WebAssembly SIMD, which the engine needs. Use ${CURRENT}, not older than two years.`
    : 'WebAssembly is switched off in this browser, and the engine needs it. Allow it for this page (on an iPhone or ' +
      `Mac: leave Lockdown Mode for it), or use ${CURRENT}.`;

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
  let note = '';
  if (!shared) note = ONE_THREAD + whyOneThread(features, place);
  else if (!features.relaxedSimd)
    note =
      'This browser has no relaxed SIMD: training works, and is faster in a current Chrome, Edge or Firefox, which have it.';
  return { build, threads: count, limit: FULL, note };
}

/** A program of its own, as under Node. */
const ALONE: Place = { framed: false, headers: 'here', silent: false };

/** The choice, and what is tried one after the other where its memory is refused. */
export function attempts(choice: Choice): Choice[] {
  if (choice.build === 'tabtune-simd') return [choice];
  const smaller = SMALLER.map((limit) => ({
    ...choice,
    limit,
    note: [
      choice.note,
      `This browser gives the page ${limit / GIB} GiB of memory for all threads, not 4 GiB. What does not fit is refused ` +
        'before it starts: take a smaller encoder then, or a computer with more memory.',
    ]
      .filter(Boolean)
      .join(' '),
  }));
  const alone: Choice = {
    build: 'tabtune-simd',
    threads: 1,
    limit: FULL,
    note: `${ONE_THREAD}This browser refused the memory that threads share. Close other tabs and programs and reload the page.`,
  };
  return [choice, ...smaller, alone];
}

/** Browsers report memory that they refuse in several ways, some of them inside another error. */
export const isOutOfMemory = (error: unknown): boolean =>
  error instanceof RangeError || /RangeError|out of memory|could not allocate/i.test(String(error));
