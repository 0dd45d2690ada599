// SPDX-License-Identifier: Apache-2.0
// Names of files with weights in a folder of the hub's layout.

export const INDEX = '.index.json';
const SAFE = ['model.safetensors', `model.safetensors${INDEX}`];
const TORCH = ['pytorch_model.bin', `pytorch_model.bin${INDEX}`];
/** In the order in which transformers looks for them. */
export const WEIGHTS = [...SAFE, ...TORCH];
/** What torch.save wrote has any of these. */
export const OF_TORCH = /\.(bin|pt|pth|ckpt)$/;

const SAFETENSORS = /\.safetensors$/;
/** Files that lie in such folders and are no encoder. */
const OTHERS = [
  /^(head|novelty|adapter_model)\.safetensors$/,
  /^(training_args|adapter_model|openvino_model)\.bin$/,
  /^(optimizer|scheduler|scaler)\.pt$/,
  /^rng_state.*\.pth$/,
];

const isOther = (name: string) => OTHERS.some((other) => other.test(name));

/** The only file of weights, where it may have any name. */
export function loneWeights(names: string[]): string | undefined {
  const here = names.filter((name) => !name.includes('/') && !isOther(name));
  const [safe, torch] = [SAFETENSORS, OF_TORCH].map((kind) => here.filter((name) => kind.test(name)));
  const [all, usual] = safe!.length ? [safe!, SAFE] : [torch!, TORCH];
  return all.length === 1 && !usual.some((name) => names.includes(name)) ? all[0] : undefined;
}

export const isWeights = (path: string): boolean => SAFETENSORS.test(path) || OF_TORCH.test(path);

/** Whether an encoder is read from a file of this path; of its card the licence. */
export const isOfEncoder = (path: string): boolean =>
  /\.(json|txt|model|zip)$|(^|\/)README\.md$/i.test(path) || (isWeights(path) && !isOther(path.split('/').at(-1)!));
