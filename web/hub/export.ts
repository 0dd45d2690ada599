// SPDX-License-Identifier: Apache-2.0
// A trained model -> the files of a folder that AutoModelForSequenceClassification (or TokenClassification) opens, or
// AutoModel where the head reads the mean and lies apart.
import type { Cut, ModelInfo } from '../border/messages';
import { modelCard } from './card';
import type { Checkpoint } from './checkpoint';
import { encodeJson, type ExportFile, type Weights } from './export_file';
import { NOVELTY_FILE } from './head';
import { PREDICT_FILE, PREDICT_PY } from './predict_py';
import { CARD, cardOf } from './terms';
import { SPECIAL_TOKENS, tokenizerJson } from './tokenizer_json';
import { isMean } from '../border/pooling';
import type { Trained } from './trained';

const encoder = new TextEncoder();

/** `between`: separators between the texts of a pair. */
export function exportFolder(
  checkpoint: Checkpoint,
  info: ModelInfo,
  trained: Trained,
  weights: Weights,
  between = 1,
): ExportFile[] {
  const files = tokenizerFiles(checkpoint, info, between);
  const tokenizer = tokenizerConfig(checkpoint, info, trained.cut);
  files.set('tokenizer_config.json', encodeJson(tokenizer));
  const special = Object.keys(SPECIAL_TOKENS).map((name) => [name, tokenizer[name]]);
  files.set('special_tokens_map.json', encodeJson(Object.fromEntries(special.filter(([, token]) => token))));
  files.set('config.json', encodeJson(modelConfig(checkpoint.config, info, trained)));
  files.set('README.md', encoder.encode(modelCard(trained)));
  if (trained.task !== 'token_classification') files.set(PREDICT_FILE, encoder.encode(PREDICT_PY));
  if (trained.novelty) files.set(NOVELTY_FILE, trained.novelty);
  return [
    ...[...files].map(([name, bytes]) => ({ name, size: bytes.byteLength, pieces: () => [bytes] })),
    { name: 'model.safetensors', ...weights },
  ];
}

/** As they came; of vocab.txt and tokenizer.json the one that is missing is made from the other. */
function tokenizerFiles(
  checkpoint: Checkpoint,
  info: ModelInfo,
  between: number,
): Map<string, Uint8Array<ArrayBuffer>> {
  const files = new Map<string, Uint8Array<ArrayBuffer>>(checkpoint.tokenizerFiles);
  if (info.tokenizer.kind !== 'wordpiece') return files;
  const [lines, json] = [files.get('vocab.txt'), files.get('tokenizer.json')];
  if (lines && !json) {
    const config = JSON.parse(checkpoint.tokenizerConfig ?? '{}') as Record<string, unknown>;
    files.set('tokenizer.json', encoder.encode(tokenizerJson(lines, config, info.tokenizer, between)));
  }
  const vocab = !lines && json ? vocabOfTokenizer(json) : null;
  if (vocab !== null) files.set('vocab.txt', encoder.encode(vocab));
  return files;
}

/** An encoder with its masked-language-modelling head, as it came but for the weights. */
export function encoderFolder(checkpoint: Checkpoint, info: ModelInfo, weights: Weights, between = 1): ExportFile[] {
  const config = {
    ...(JSON.parse(checkpoint.config) as object),
    ...info.family.config,
    architectures: [info.family.architectures.masked_lm],
    torch_dtype: 'float32',
  };
  const files = tokenizerFiles(checkpoint, info, between).set('config.json', encodeJson(config));
  // Without it transformers may turn texts into lower case, whatever tokenizer.json has.
  if (!files.has('tokenizer_config.json')) {
    const cut = { max_length: info.config.max_position_embeddings };
    files.set('tokenizer_config.json', encodeJson(tokenizerConfig(checkpoint, info, cut)));
  }
  if (checkpoint.terms) files.set(CARD, encoder.encode(cardOf(checkpoint.terms)));
  return [
    ...[...files].map(([name, bytes]) => ({ name, size: bytes.byteLength, pieces: () => [bytes] })),
    { name: 'model.safetensors', ...weights },
  ];
}

/** The encoder's own config.json with the head's fields; every size is there, whatever the original left to defaults.
 * Of a head on the mean transformers has no class: the folder opens as the encoder. */
export function modelConfig(
  original: string,
  info: ModelInfo,
  trained: Pick<
    Trained,
    | 'task'
    | 'labels'
    | 'pooling'
    | 'thresholds'
    | 'temperature'
    | 'cut'
    | 'novelty'
    | 'pairs'
    | 'columns'
    | 'trained_on'
  >,
): object {
  const { task, labels, pooling, thresholds, temperature, cut, novelty } = trained;
  const ofWords = task === 'token_classification';
  const { architectures } = info.family;
  const config = JSON.parse(original) as Record<string, unknown>;
  delete config._name_or_path;
  delete config.dtype; // a newer name of torch_dtype
  return {
    ...config,
    ...info.family.config,
    architectures: [architectures[ofWords ? 'words' : isMean(pooling) ? 'mean' : 'texts']],
    model_type: info.family.model_type,
    problem_type: ofWords ? undefined : task, // which the file then does not have
    id2label: Object.fromEntries(labels.map((label, i) => [i, label])),
    label2id: Object.fromEntries(labels.map((label, i) => [label, i])),
    // ours alone: transformers keeps keys of others
    classifier_pooling: isMean(pooling) ? pooling : undefined,
    thresholds: task === 'multi_label_classification' ? thresholds : undefined,
    novelty: novelty ? NOVELTY_FILE : undefined,
    temperature: temperature === 1 ? undefined : temperature,
    cut,
    trained_on: trained.trained_on,
    reads: { texts: trained.pairs ? 2 : 1, ...(trained.columns && { columns: trained.columns }) },
    // what transformers computes and trains in, whatever the file has: in float16 training ends in NaN
    torch_dtype: 'float32',
  };
}

function tokenizerConfig(checkpoint: Checkpoint, info: ModelInfo, cut: Cut): Record<string, unknown> {
  const original = JSON.parse(checkpoint.tokenizerConfig ?? '{}') as Record<string, unknown>;
  const { kind, lowercase, strip_accents: stripAccents, chinese } = info.tokenizer;
  const own =
    kind === 'wordpiece'
      ? {
          ...SPECIAL_TOKENS,
          ...original,
          do_lower_case: lowercase,
          tokenize_chinese_chars: chinese,
          // null in transformers: as lower-casing says.
          strip_accents: stripAccents === lowercase ? null : stripAccents,
          tokenizer_class: info.family.tokenizer_class,
        }
      : // tokenizer.json has all that the generic class needs but the names of the special tokens.
        { ...specialNames(info), tokenizer_class: 'PreTrainedTokenizerFast', ...original };
  return {
    ...own,
    model_max_length: cut.max_length,
    truncation_side: cut.truncation === 'tail' ? 'left' : 'right',
  };
}

function specialNames({ tokenizer: { special } }: ModelInfo): Record<string, string> {
  const names = {
    cls_token: special.start,
    sep_token: special.separator,
    unk_token: special.unknown,
    mask_token: special.mask,
    pad_token: special.start === '<s>' ? '<pad>' : '[PAD]',
  };
  return Object.fromEntries(Object.entries(names).filter((pair): pair is [string, string] => pair[1] !== null));
}

/** The vocabulary of a tokenizer.json, a piece a line; null where its ids leave gaps. */
export function vocabOfTokenizer(tokenizer: Uint8Array): string | null {
  const { model } = JSON.parse(new TextDecoder().decode(tokenizer)) as { model?: { vocab?: Record<string, number> } };
  const pieces: string[] = [];
  for (const [piece, id] of Object.entries(model?.vocab ?? {})) pieces[id] = piece;
  const whole = pieces.length > 0 && Object.keys(pieces).length === pieces.length;
  return whole ? `${pieces.join('\n')}\n` : null;
}
