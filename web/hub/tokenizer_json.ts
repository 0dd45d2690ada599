// SPDX-License-Identifier: Apache-2.0
// vocab.txt and tokenizer_config.json of a WordPiece tokenizer -> tokenizer.json, the one file that transformers.js and
// the library tokenizers read.
import type { ModelInfo } from '../border/messages';

type Json = Record<string, unknown>;

/** As tokenizer.json has them. */
export interface AddedToken {
  id: number;
  content: string;
  single_word: boolean;
  lstrip: boolean;
  rstrip: boolean;
  normalized: boolean;
  special: boolean;
}

/** Their usual names, by the keys of tokenizer_config.json. */
export const SPECIAL_TOKENS = {
  cls_token: '[CLS]',
  mask_token: '[MASK]',
  pad_token: '[PAD]',
  sep_token: '[SEP]',
  unk_token: '[UNK]',
};

/** The pieces of a vocab.txt by their lines. A blank line takes an id and is no piece; of two that are equal the last
 * counts. */
export function piecesOf(vocab: Uint8Array): Map<string, number> {
  const pieces = new Map<string, number>();
  const lines = new TextDecoder('utf-8', { ignoreBOM: true }).decode(vocab).split('\n');
  lines.forEach((line, id) => {
    const piece = line.replace(/\p{White_Space}+$/u, '');
    if (piece) pieces.set(piece, id);
  });
  return pieces;
}

export const nameOf = (token: unknown, usual: string): string => {
  const content = typeof token === 'object' && token !== null ? (token as Json).content : token;
  return typeof content === 'string' ? content : usual;
};

function addedTokens(config: Json, pieces: Map<string, number>): AddedToken[] {
  const added = new Map<number, AddedToken>();
  const plain = { single_word: false, lstrip: false, rstrip: false, normalized: false, special: true };
  for (const [key, usual] of Object.entries(SPECIAL_TOKENS)) {
    const content = nameOf(config[key], usual);
    const id = pieces.get(content);
    if (id !== undefined) added.set(id, { id, content, ...plain });
  }
  for (const [number, token] of Object.entries((config.added_tokens_decoder ?? {}) as Record<string, Json>)) {
    const content = nameOf(token, '');
    const id = pieces.get(content) ?? Number(number);
    if (content) added.set(id, { ...plain, special: false, ...(token as Partial<AddedToken>), id, content });
  }
  return [...added.values()].sort((a, b) => a.id - b.id);
}

/** `[CLS] A [SEP]` and `[CLS] A [SEP] B [SEP]`, with `between` separators between the texts. */
function postProcessor(cls: string, sep: string, pieces: Map<string, number>, between: number): Json {
  const special = (id: string, type_id: number) => ({ SpecialToken: { id, type_id } });
  const text = (id: string, type_id: number) => ({ Sequence: { id, type_id } });
  const single = [special(cls, 0), text('A', 0), special(sep, 0)];
  const tokens = [cls, sep].map((id) => [id, { id, ids: [pieces.get(id)], tokens: [id] }]);
  return {
    type: 'TemplateProcessing',
    single,
    pair: [...single, ...Array.from({ length: between - 1 }, () => special(sep, 0)), text('B', 1), special(sep, 1)],
    special_tokens: Object.fromEntries(tokens) as Json,
  };
}

export function tokenizerJson(
  vocab: Uint8Array,
  config: Json,
  { lowercase, strip_accents, chinese }: ModelInfo['tokenizer'],
  between = 1,
): string {
  const pieces = piecesOf(vocab);
  const name = (key: keyof typeof SPECIAL_TOKENS) => nameOf(config[key], SPECIAL_TOKENS[key]);
  const rest = {
    version: '1.0',
    truncation: null,
    padding: null,
    added_tokens: addedTokens(config, pieces),
    normalizer: {
      type: 'BertNormalizer',
      clean_text: true,
      handle_chinese_chars: chinese,
      strip_accents: strip_accents === lowercase ? null : strip_accents,
      lowercase,
    },
    pre_tokenizer: { type: 'BertPreTokenizer' },
    post_processor: postProcessor(name('cls_token'), name('sep_token'), pieces, between),
    decoder: { type: 'WordPiece', prefix: '##', cleanup: true },
  };
  const model = {
    type: 'WordPiece',
    unk_token: name('unk_token'),
    continuing_subword_prefix: '##',
    max_input_chars_per_word: 100,
  };
  // An object would put pieces that are numbers first, and has no place for one that is called __proto__.
  const list = [...pieces].map(([piece, id]) => `${JSON.stringify(piece)}:${id}`).join(',');
  return `${JSON.stringify(rest).slice(0, -1)},"model":${JSON.stringify(model).slice(0, -1)},"vocab":{${list}}}}\n`;
}
