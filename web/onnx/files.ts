// SPDX-License-Identifier: Apache-2.0
// A trained model as the files that transformers.js asks for beside config.json and the tokenizer: model.onnx in Node,
// model_quantized.onnx in a page on the processor.
import type { ModelInfo } from '../border/messages';
import type { ExportFile, Weights } from '../hub/export_file';
import { encoderGraph, type Head } from './encoder';
import { NoGraph } from './graph';
import { Source } from './source';

/** Of both files, in every folder. */
export const ONNX_FILES = ['onnx/model.onnx', 'onnx/model_quantized.onnx'];

/** Readers of Protocol Buffers take no more. */
const MOST_BYTES = 2 ** 31 - 1;

/** `weights`: encoder and head as safetensors of float32. `missing`: why there are none, '' where there are. */
export function onnxFiles(info: ModelInfo, head: Head, weights: Weights): { files: ExportFile[]; missing: string } {
  const open = () => new Source(weights.pieces());
  const source = open();
  source.close();
  try {
    const files = ONNX_FILES.map((name, quantized) => ({
      name,
      ...encoderGraph(source.entries, info, head, !!quantized).file(open),
    }));
    if (files.some(({ size }) => size > MOST_BYTES)) throw new NoGraph('it would have more than 2 GiB');
    return { files, missing: '' };
  } catch (error) {
    if (!(error instanceof NoGraph)) throw error;
    return { files: [], missing: error.message };
  }
}
