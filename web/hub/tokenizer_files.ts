// SPDX-License-Identifier: Apache-2.0
// The files of a tokenizer in a folder. Tokens that are looked for in texts before these are cut may be named in any of
// five; the engine reads two.
import { fail } from '../border/failure';
import { encoderErrors } from '../words/en/encoder_errors';
import { saying } from '../words/said';
import { readWhole, type Folder } from './folder';
import { checkJson, readJson } from './json_file';

const say = saying('encoderErrors', encoderErrors);

const CONFIG = 'tokenizer_config.json';
const FILES = ['vocab.txt', 'tokenizer.json', CONFIG];

export interface TokenizerFiles {
  /** tokenizer.json or vocab.txt. */
  vocab: Uint8Array;
  tokenizerConfig: string | null;
  /** For the export: as they came, but for tokens that other files name. */
  tokenizerFiles: Map<string, Uint8Array<ArrayBuffer>>;
}

export async function readTokenizer(folder: Folder): Promise<TokenizerFiles> {
  const files = new Map<string, Uint8Array<ArrayBuffer>>();
  for (const path of FILES) {
    const file = await folder.open(path);
    if (!file) continue;
    files.set(path, await readWhole(file, path));
    if (path === 'tokenizer.json') checkJson(path, files.get(path)!, false);
  }
  const [lines, json, settings] = FILES.map((path) => files.get(path));
  const encoder = new TextEncoder();
  const config = settings ? checkJson(CONFIG, settings) : null;
  const said = JSON.parse(config ?? '{}') as { split_special_tokens?: unknown } | null;
  if (said?.split_special_tokens === true) fail('E_CONFIG', say.splitSpecial(folder.name, CONFIG));
  // As transformers does: the fast tokenizer's file comes first.
  if (json) {
    if (config === null || !NAMES_TOKENS.test(config))
      return { vocab: json, tokenizerConfig: config, tokenizerFiles: files };
    const { withTokens } = await import('./added_tokens');
    const text = withTokens(new TextDecoder().decode(json), config);
    if (text !== null) files.set('tokenizer.json', encoder.encode(text));
    return { vocab: files.get('tokenizer.json')!, tokenizerConfig: config, tokenizerFiles: files };
  }
  const vocab = lines ?? fail('E_DATA', say.noVocabulary(folder.name));
  const [map, added] = await readOthers(folder, config);
  if (!map && !(config && NAMES_TOKENS.test(config))) return { vocab, tokenizerConfig: config, tokenizerFiles: files };
  const { configWithTokens } = await import('./added_tokens');
  const text = configWithTokens(config ?? '{}', map, added, vocab);
  files.set(CONFIG, encoder.encode(text));
  return { vocab, tokenizerConfig: text, tokenizerFiles: files };
}

const NAMES_TOKENS = /"(added_tokens_decoder|(additional|extra)_special_tokens)"/;

/** The files of before added_tokens_decoder; where the second lies, the first does too. */
async function readOthers(folder: Folder, config: string | null): Promise<[string | null, string | null]> {
  if (config?.includes('"added_tokens_decoder"')) return [null, null];
  const map = await readJson(folder, 'special_tokens_map.json');
  return [map, map === null ? null : await readJson(folder, 'added_tokens.json')];
}
