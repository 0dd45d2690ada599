// SPDX-License-Identifier: Apache-2.0
// Small tokenizers for the random encoders of tests/golden/encoder that read byte pairs, or pieces of words with their
// probabilities.

/** The special tokens of RoBERTa and XLM-R, which come first. */
export const MARKS = ['<s>', '<pad>', '</s>', '<unk>', '<mask>'];
const LETTERS = Array.from({ length: 26 }, (_, i) => String.fromCharCode(97 + i));
const CHARACTERS = [...LETTERS, ...LETTERS.map((c) => c.toUpperCase()), ...".,!?'-"];
const MERGES = ['t h', '\u0120 t', '\u0120t h', 'i n', '\u0120 a', 'e r'];
const FEW = { characters: ['\u0120', ...CHARACTERS], merges: MERGES };

/** A tokenizer.json of byte-level BPE: of the letters that the sample has and a few merges, or of these. */
export function bytePairs(family: 'modernbert' | 'roberta', { characters, merges } = FEW): File {
  const roberta = family === 'roberta';
  const marks = roberta ? MARKS : ['[PAD]', '[UNK]', '[CLS]', '[SEP]', '[MASK]'];
  const [start, end, unknown] = roberta ? ['<s>', '</s>', '<unk>'] : ['[CLS]', '[SEP]', '[UNK]'];
  const pieces = [...marks, ...characters, ...merges.map((pair) => pair.replace(' ', ''))];
  const vocab = Object.fromEntries(pieces.map((piece, id) => [piece, id]));
  const frame = (ids: string[]) => ids.map((id) => (id.length === 1 ? { Sequence: { id, type_id: 0 } } : { SpecialToken: { id, type_id: 0 } })); // prettier-ignore
  const flags = { single_word: false, lstrip: false, rstrip: false, normalized: false, special: true };
  const tokenizer = {
    version: '1.0',
    added_tokens: marks.map((content, id) => ({ id, content, ...flags })),
    normalizer: { type: 'NFC' },
    pre_tokenizer: { type: 'ByteLevel', add_prefix_space: false, trim_offsets: true, use_regex: true },
    post_processor: roberta
      ? {
          type: 'RobertaProcessing',
          sep: [end, vocab[end]],
          cls: [start, vocab[start]],
          trim_offsets: true,
          add_prefix_space: false,
        }
      : {
          type: 'TemplateProcessing',
          single: frame([start, 'A', end]),
          pair: frame([start, 'A', end, 'B', end]),
          special_tokens: Object.fromEntries([start, end].map((id) => [id, { id, ids: [vocab[id]], tokens: [id] }])),
        },
    decoder: { type: 'ByteLevel', add_prefix_space: true, trim_offsets: true, use_regex: true },
    model: { type: 'BPE', dropout: null, unk_token: unknown, fuse_unk: false, byte_fallback: false, vocab, merges },
  };
  return new File([JSON.stringify(tokenizer)], 'tokenizer.json');
}

const LIKELY = ['\u2581', ...CHARACTERS, '\u2581the', '\u2581a', 'in', 'er', '\u2581it'];
const FEW_LIKELY = LIKELY.map((piece, i): [string, number] => [piece, -2 - i / 20]);

/** A tokenizer.json of Unigram as XLM-R has it, without its character map. */
export function unigram(pieces = FEW_LIKELY): File {
  const vocab = [...MARKS.map((mark) => [mark, 0]), ...pieces];
  const flags = { single_word: false, lstrip: false, rstrip: false, normalized: false, special: true };
  const frame = (ids: string) => Array.from(ids, (c) => (/[AB]/.test(c) ? { Sequence: { id: c, type_id: 0 } } : { SpecialToken: { id: c === '<' ? '<s>' : '</s>', type_id: 0 } })); // prettier-ignore
  const tokenizer = {
    version: '1.0',
    added_tokens: MARKS.map((content, id) => ({ id, content, ...flags })),
    normalizer: { type: 'NFKC' },
    pre_tokenizer: { type: 'Metaspace', replacement: '\u2581', prepend_scheme: 'always', split: true },
    post_processor: {
      type: 'TemplateProcessing',
      single: frame('<A>'),
      pair: frame('<A>>B>'),
      special_tokens: Object.fromEntries(['<s>', '</s>'].map((id) => [id, { id, ids: [MARKS.indexOf(id)], tokens: [id] }])), // prettier-ignore
    },
    decoder: { type: 'Metaspace', replacement: '\u2581', prepend_scheme: 'always', split: true },
    model: { type: 'Unigram', unk_id: 3, vocab, byte_fallback: false },
  };
  return new File([JSON.stringify(tokenizer)], 'tokenizer.json');
}
