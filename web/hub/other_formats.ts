// SPDX-License-Identifier: Apache-2.0
// Weights in formats of other programs, refused by their names with what to take instead.
import { fail } from '../border/failure';
import { encoderErrors, type OtherFormat } from '../words/en/encoder_errors';
import { saying } from '../words/said';
import type { Folder } from './folder';

const say = saying('encoderErrors', encoderErrors);

/** By the names of their files, and where a folder at an address has them. */
const FORMATS: { format: OtherFormat; of: RegExp; usual: string[] }[] = [
  { format: 'tensorflow', of: /(^|\/)tf_model.*\.h5$|\.keras$|(^|\/)saved_model\.pb$/i, usual: ['tf_model.h5'] },
  { format: 'flax', of: /\.msgpack$/i, usual: ['flax_model.msgpack'] },
  { format: 'tensorflow1', of: /\.ckpt(-\d+)?\.(index|meta|data-\d+-of-\d+)$/i, usual: [] },
  { format: 'onnx', of: /\.(onnx|ort)(_data|\.data)?$/i, usual: ['onnx/model.onnx', 'model.onnx'] },
  { format: 'gguf', of: /\.(gguf|ggml)$/i, usual: [] },
  { format: 'openvino', of: /(^|\/)openvino_model\.(xml|bin)$/i, usual: ['openvino_model.xml'] },
  { format: 'device', of: /\.(tflite|mlmodel|mlpackage|engine|plan|ot)$/i, usual: ['rust_model.ot'] },
  { format: 'pickle', of: /\.(pkl|pickle|joblib|npz|npy)$/i, usual: [] },
];

export const formatOf = (path: string): OtherFormat | null => FORMATS.find(({ of }) => of.test(path))?.format ?? null;

export const refuseFormat = (path: string, format: OtherFormat): never =>
  fail('E_CONFIG', say.otherFormat(path, format));

/** Of a folder without weights that are read. */
export async function refuseOthers(folder: Folder): Promise<void> {
  for (const { format, of, usual } of FORMATS) {
    const named = folder.names?.find((name) => of.test(name));
    if (named !== undefined) refuseFormat(named, format);
    if (folder.names) continue;
    for (const path of usual)
      if (await folder.open(path)) refuseFormat(`${folder.name.replace(/\/$/, '')}/${path}`, format);
  }
}
