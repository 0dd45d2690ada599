// SPDX-License-Identifier: Apache-2.0
// How long tt_engine_tune takes in a Node that has just started, and which tile it picks (after any scripts/bench):
//   for i in $(seq 20); do node --import tsx tests/bench/start.ts; done
import { pathToFileURL } from 'node:url';
import type { Wasm } from '../../web/engine/heap';
import { Engine } from '../../web/engine/module';
import { tune } from '../../web/engine/speed';
import { SITE } from './place';

type Bench = Wasm & { _bench_tile(engine: number): number };

const threads = 2;
const url = pathToFileURL(`${SITE}/engine/tabtune-relaxed-threads.js`).href;
const { default: create } = (await import(url)) as { default: (options: object) => Promise<Bench> };
const wasm = await create({ pthreadPoolSize: threads - 1 });
const engine = Engine.on(wasm, threads);
const started = performance.now();
const gflops = tune(engine);
const ms = performance.now() - started;
console.log(`${wasm._bench_tile(engine.handle)} rows, ${ms.toFixed(1)} ms, ${gflops.toFixed(1)} GFLOP/s`);
process.exit();
