// SPDX-License-Identifier: Apache-2.0
// The page: starts the worker and carries the driver's calls to it.
const worker = new Worker(new URL('./worker.ts', import.meta.url), { type: 'module' });
const waiting = new Map<number, { resolve: (output: unknown) => void; reject: (error: Error) => void }>();

worker.onmessage = ({ data }: MessageEvent<{ id: number; output?: unknown; error?: string }>) => {
  const { resolve, reject } = waiting.get(data.id)!;
  waiting.delete(data.id);
  if (data.error === undefined) resolve(data.output);
  else reject(new Error(data.error));
};
worker.onerror = ({ message }) => waiting.forEach(({ reject }) => reject(new Error(message)));

Object.assign(globalThis, {
  callLab: (name: string, input: unknown[]) =>
    new Promise((resolve, reject) => {
      const id = waiting.size === 0 ? 1 : Math.max(...waiting.keys()) + 1;
      waiting.set(id, { resolve, reject });
      worker.postMessage({ id, name, input });
    }),
});
