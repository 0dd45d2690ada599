// SPDX-License-Identifier: Apache-2.0
import { compare } from './train';

onmessage = async ({ data }: MessageEvent<{ site: string; build: string; threads: number }>) => {
  const at = (path: string) => new URL(path, data.site).href;
  const read = async (path: string) => {
    const response = await fetch(at(path));
    if (!response.ok) throw new Error(`${path}: status ${response.status}`);
    return new Uint8Array(await response.arrayBuffer());
  };
  try {
    postMessage(await compare({ module: (build) => at(`engine/${build}.js`), read }, data.build, data.threads));
  } catch (error) {
    postMessage({ error: String((error as Error).stack ?? error) });
  }
};
