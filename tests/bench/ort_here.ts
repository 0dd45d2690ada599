// SPDX-License-Identifier: Apache-2.0
// Whether onnxruntime-web can be measured, seen from the driver.
import { existsSync } from 'node:fs';
import type { Place } from './place';

/** A sentence on why not; null: it can. */
export function whyNoOrt(place: Place): string | null {
  if (place.name === 'node') return 'onnxruntime-web is measured in Chromium alone';
  if (existsSync('tests/bench/node_modules/onnxruntime-web/dist/ort.wasm.min.mjs')) return null;
  return 'onnxruntime-web is not installed here: no peer (npm ci in tests/bench brings it)';
}
