// SPDX-License-Identifier: Apache-2.0
// Workers with the Content-Security-Policy of who starts them. A worker whose script comes from a server has the policy
// that the server sends with it, which may be none; one from a blob inherits.

export function startInheriting(script: string | URL, options: WorkerOptions): Worker {
  const code = `import ${JSON.stringify(String(script))}`;
  return new Worker(URL.createObjectURL(new Blob([code], { type: 'text/javascript' })), options);
}

/** From now on it holds for all workers that this one starts. */
export function inheritBelow(): void {
  globalThis.Worker = new Proxy(Worker, {
    construct: (target, [script, options = {}]: [string | URL, WorkerOptions?], self): Worker =>
      String(script).startsWith('blob:')
        ? (Reflect.construct(target, [script, options], self) as Worker)
        : startInheriting(script, options),
  });
}
