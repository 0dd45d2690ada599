// SPDX-License-Identifier: Apache-2.0
// The page: each call is a worker of its own, which compares a build of the engine with the table.
import { relaxedSimd } from 'wasm-feature-detect';

Object.assign(globalThis, {
  relaxedSimd,
  compareInWorker: (build: string, threads: number) =>
    new Promise((resolve, reject) => {
      const worker = new Worker(new URL('./worker.ts', import.meta.url), { type: 'module' });
      worker.onmessage = ({ data }: MessageEvent<{ error?: string }>) => {
        worker.terminate();
        if (data.error === undefined) resolve(data);
        else reject(new Error(data.error));
      };
      worker.onerror = ({ message }) => reject(new Error(message));
      worker.postMessage({ site: document.baseURI, build, threads });
    }),
});
