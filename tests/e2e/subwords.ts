// SPDX-License-Identifier: Apache-2.0
// Small tokenizers for the random encoders of tests/golden/encoder that read byte pairs, or pieces of words with their
// probabilities.

/** A tokenizer.json of byte-level BPE: the letters that the sample has, and a few merges. */
export function bytePairs(family: 'modernbert' | 'roberta'): File {
  const roberta = family === 'roberta';
  const marks = roberta ? ['<s>', '<pad>', '</s>', '<unk>', '<mask>'] : ['[PAD]', '[UNK]', '[CLS]', '[SEP]', '[MASK]'];
  const [start, end, unknown] = roberta ? ['<s>', '</s>', '<unk>'] : ['[CLS]', '[SEP]', '[UNK]'];
  const letters = Array.from({ length: 26 }, (_, i) => String.fromCharCode(97 + i));
  const merges = ['t h', '\u0120 t', '\u0120t h', 'i n', '\u0120 a', 'e r'];
  const merged = merges.map((pair) => pair.replace(' ', ''));
  const pieces = [...marks, '\u0120', ...letters, ...letters.map((c) => c.toUpperCase()), ...".,!?'-", ...merged];
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

/** A tokenizer.json of Unigram as XLM-R has it, without its character map. */
export function unigram(): File {
  const marks = ['<s>', '<pad>', '</s>', '<unk>', '<mask>'];
  const letters = Array.from({ length: 26 }, (_, i) => String.fromCharCode(97 + i));
  const pieces = ['\u2581', ...letters, ...letters.map((c) => c.toUpperCase()), ...".,!?'-", '\u2581the', '\u2581a', 'in', 'er', '\u2581it']; // prettier-ignore
  const vocab = [...marks.map((mark) => [mark, 0]), ...pieces.map((piece, i) => [piece, -2 - i / 20])];
  const flags = { single_word: false, lstrip: false, rstrip: false, normalized: false, special: true };
  const frame = (ids: string) => Array.from(ids, (c) => (/[AB]/.test(c) ? { Sequence: { id: c, type_id: 0 } } : { SpecialToken: { id: c === '<' ? '<s>' : '</s>', type_id: 0 } })); // prettier-ignore
  const tokenizer = {
    version: '1.0',
    added_tokens: marks.map((content, id) => ({ id, content, ...flags })),
    normalizer: { type: 'NFKC' },
    pre_tokenizer: { type: 'Metaspace', replacement: '\u2581', prepend_scheme: 'always', split: true },
    post_processor: {
      type: 'TemplateProcessing',
      single: frame('<A>'),
      pair: frame('<A>>B>'),
      special_tokens: Object.fromEntries(['<s>', '</s>'].map((id) => [id, { id, ids: [marks.indexOf(id)], tokens: [id] }])), // prettier-ignore
    },
    decoder: { type: 'Metaspace', replacement: '\u2581', prepend_scheme: 'always', split: true },
    model: { type: 'Unigram', unk_id: 3, vocab, byte_fallback: false },
  };
  return new File([JSON.stringify(tokenizer)], 'tokenizer.json');
}
