// SPDX-License-Identifier: Apache-2.0
// The engine that sessions are tested with: what ships, or the one with AddressSanitizer in build/wasm-asan/engine.
import { pathToFileURL } from 'node:url';

const FOLDER = process.env.TABTUNE_ENGINE ?? 'public/engine';

export const moduleUrl = (build: string): string => pathToFileURL(`${FOLDER}/${build}.js`).href;
