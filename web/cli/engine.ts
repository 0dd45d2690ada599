// SPDX-License-Identifier: Apache-2.0
// The engine under Node: the page's session, without a worker between.
import { availableParallelism } from 'node:os';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { BUILDS } from '../engine/detect';
import { handlersOf, type Handlers } from '../engine/handlers';
import type { EngineInfo, EventName, Events } from '../border/messages';
import { Session } from '../engine/session';
import { openWeb } from './hub';
import { checkThreads } from './idle';
import { integerOf, UsageError, type Arguments } from './usage';
import { progress, size } from './terminal';

/** Each takes some megabytes; more than there are cores only wait. */
const MOST_THREADS = 64;

type Listeners = { [K in EventName]?: (data: Events[K]) => void };

export interface NodeEngine {
  handlers: Handlers;
  session: Session;
  info: EngineInfo;
  /** Who is told of events from now on; progress is shown where nobody asks for it. */
  listen(listeners: Listeners): void;
}

export async function startEngine(values: Arguments['values']): Promise<NodeEngine> {
  let listeners: Listeners = {};
  const session = new Session({
    web: openWeb,
    moduleUrl: (build) => moduleUrl(build).href,
    emit: (event, data) => (listeners[event] ?? (event === 'progress' ? showProgress : undefined))?.(data as never),
  });
  const handlers = handlersOf(session);
  const threads = integerOf(values, 'threads', 1, MOST_THREADS) ?? Math.min(8, availableParallelism());
  if (values.build !== undefined && !BUILDS.some((build) => build === values.build))
    throw new UsageError(`--build is ${BUILDS.join(', ')}, not "${values.build}"`);
  const info = await handlers['engine.start']({ threads, ...(values.build ? { build: values.build } : {}) });
  checkThreads(values, info.threads);
  return { handlers, session, info, listen: (next) => (listeners = next) };
}

/** The engine's folder, seen from the bundle (vite.cli.config.ts). */
declare const __ENGINE__: string;

export function moduleUrl(build: string): URL {
  const url = new URL(`${__ENGINE__}${build}.js`, import.meta.url);
  if (existsSync(fileURLToPath(url))) return url;
  throw new Error(`The engine ${build} is not built yet. Run scripts/start --check once.`);
}

function showProgress({ what, done, total, unit }: Events['progress']): void {
  const amount = (n: number) => (unit === 'bytes' ? size(n) : n.toLocaleString('en'));
  const of = total ? ` of ${amount(total)}` : '';
  progress(done ? `${what}: ${amount(done)}${of}${unit === 'bytes' ? '' : ` ${unit}`}` : what);
}
