// SPDX-License-Identifier: Apache-2.0
// Tokens that are looked for in texts, gathered from where transformers looks for them: added_tokens.json and
// special_tokens_map.json beside a vocab.txt, and of tokenizer_config.json the lists without ids.
import { nameOf, piecesOf, type AddedToken } from './tokenizer_json';

type Json = Record<string, unknown>;

const parsed = (text: string | null) => JSON.parse(text ?? '{}') as Json;
const plain = (id: number, content: string, special: boolean): AddedToken => ({
  ...{ id, content, single_word: false, lstrip: false, rstrip: false, normalized: !special, special },
});

/** Of lists without ids; a dictionary has names of the program's own for them. */
function listed(config: Json): string[] {
  const lists = [config.additional_special_tokens, config.extra_special_tokens];
  const tokens = lists.flatMap((list): unknown[] => (list && typeof list === 'object' ? Object.values(list) : []));
  return tokens.map((token) => nameOf(token, '')).filter(Boolean);
}

/** Tokens of added_tokens_decoder, then those that are listed without an id: their piece's, or the next after all. */
function wanted(config: Json, idOf: (piece: string) => number | undefined, size: number): AddedToken[] {
  const decoder = Object.entries((config.added_tokens_decoder ?? {}) as Record<string, Json>);
  const tokens = decoder.map(([id, token]): AddedToken => {
    const content = nameOf(token, '');
    return {
      ...plain(Number(id), content, false),
      normalized: false,
      ...(token as Partial<AddedToken>),
      id: Number(id),
      content,
    };
  });
  let next = tokens.reduce((most, { id }) => Math.max(most, id + 1), size);
  for (const content of listed(config))
    if (!tokens.some((token) => token.content === content)) tokens.push(plain(idOf(content) ?? next++, content, true));
  return tokens;
}

/** tokenizer.json with the tokens that tokenizer_config.json alone names; null: it has all of them. */
export function withTokens(tokenizer: string, config: string): string | null {
  const json = parsed(tokenizer) as { added_tokens?: AddedToken[]; model?: { vocab?: unknown } };
  const has = json.added_tokens ?? [];
  const vocab = json.model?.vocab ?? {};
  const ids = Array.isArray(vocab)
    ? new Map(vocab.map((piece, id) => [(piece as [string])[0], id]))
    : new Map(Object.entries(vocab as Record<string, number>));
  const idOf = (content: string) => has.find((token) => token.content === content)?.id ?? ids.get(content);
  const size = has.reduce((most, { id }) => Math.max(most, id + 1), ids.size);
  const lacks = wanted(parsed(config), idOf, size).filter(
    ({ content }) => !has.some((token) => token.content === content),
  );
  if (lacks.length === 0) return null;
  return JSON.stringify({ ...json, added_tokens: [...has, ...lacks].sort((a, b) => a.id - b.id) });
}

/** tokenizer_config.json of a vocab.txt, with the tokens that the other two files name. */
export function configWithTokens(config: string, map: string | null, added: string | null, vocab: Uint8Array): string {
  const all = { ...parsed(config), ...parsed(map) };
  const special = new Set([...Object.values(all).map((token) => nameOf(token, '')), ...listed(all)]);
  const decoder = Object.entries(parsed(added)).map(([content, id]) => [
    id,
    plain(Number(id), content, special.has(content)),
  ]);
  const pieces = piecesOf(vocab);
  const size = [...pieces.values()].reduce((most, id) => Math.max(most, id + 1), 0);
  const given = {
    ...all,
    added_tokens_decoder: { ...Object.fromEntries(decoder), ...(all.added_tokens_decoder ?? {}) },
  };
  const tokens = wanted(given, (piece) => pieces.get(piece), size).map(({ id, ...token }) => [id, token]);
  return JSON.stringify(tokens.length ? { ...all, added_tokens_decoder: Object.fromEntries(tokens) } : all, null, 2);
}
