// SPDX-License-Identifier: Apache-2.0
// The lab in a worker of the page: calls in, results out.
import { lab } from './lab';

onmessage = async ({ data }: MessageEvent<{ id: number; name: keyof typeof lab; input: never[] }>) => {
  try {
    postMessage({ id: data.id, output: await (lab[data.name] as (...input: never[]) => unknown)(...data.input) });
  } catch (error) {
    postMessage({ id: data.id, error: String((error as Error).stack ?? error) });
  }
};
