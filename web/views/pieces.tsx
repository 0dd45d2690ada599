// SPDX-License-Identifier: Apache-2.0
// Some of the user's rows, or a text typed in, as pieces with their ids.
import { useEffect } from 'preact/hooks';
import type { Pooling, Tokenized } from '../border/messages';
import { dataset } from '../state/data';
import { model, modelAt } from '../state/model';
import { maxLength, pieces, piecesPair, piecesText, piecesTrouble, showPieces } from '../state/tokens';
import { pooling, poolingIsOpen } from '../state/training';
import { directionOf } from '../ui/direction';
import { Button } from '../ui/button';
import { TextField } from '../ui/field';
import { marked } from '../ui/marked';
import { Trouble } from '../ui/notice';
import { Panel } from '../ui/panel';
import { words } from '../words';

const READS = {
  cls: 'readsText',
  mean: 'readsMean',
  mean_normalized: 'readsMean',
  compared: 'readsCompared',
} as const satisfies Record<Pooling, keyof typeof words.tokenize>;

/** `texts`: the text and its pair as code points, which is what offsets count. */
function Piece({ tokens, i, texts }: { tokens: Tokenized; i: number; texts: string[][] }) {
  const kind = model.value?.tokenizer.kind;
  const piece = tokens.tokens[i] ?? '';
  // The vocabularies of BPE and Unigram have signs for bytes and spaces that nobody reads.
  const token = kind === 'wordpiece' ? piece : (tokens.texts[i] ?? piece).replaceAll(' ', '␣');
  const [from, to] = tokens.offsets[i] ?? [0, 0];
  const special = Object.values(model.value?.tokenizer.special ?? {}).includes(piece);
  const where =
    to > from
      ? words.tokenize.characters(from, to, texts[tokens.segments[i] ?? 0]?.slice(from, to).join('') ?? '')
      : words.tokenize.added;
  return (
    <li
      class={`piece ${special ? 'special' : ''} ${token.startsWith('##') ? 'inner' : ''}`}
      tabIndex={0}
      title={words.tokenize.piece(token, tokens.ids[i]!, where)}
    >
      <span class="token">{token}</span>
      <span class="id">{tokens.ids[i]}</span>
      <span class="visually-hidden">, {where}</span>
    </li>
  );
}

export function PiecesPanel() {
  const rows = dataset.value?.parts.train ?? [];
  const shown = pieces.value;
  const tags = dataset.value?.task === 'token_classification';
  useEffect(() => {
    if (!piecesText.value && rows[0]) showPieces(rows[0].text, rows[0].pair);
    else showPieces(piecesText.value, piecesPair.value);
  }, [dataset.value, modelAt.value, maxLength.value]);
  const texts = [[...piecesText.value], [...piecesPair.value]];
  const { kind, special } = model.value?.tokenizer ?? {};
  const another = () => {
    const row = rows[Math.floor(Math.random() * rows.length)];
    if (row) showPieces(row.text, row.pair);
  };
  return (
    <Panel
      title={words.tokenize.pieces}
      aside={shown && words.tokenize.tokens(shown.full)}
      lead={
        <>
          {marked(kind === 'wordpiece' ? words.tokenize.continues : words.tokenize.begins)}
          {marked(
            tags ? words.tokenize.readsWords : words.tokenize[poolingIsOpen.value ? 'readsOpen' : READS[pooling.value]],
            {
              start: <code>{special?.start}</code>,
              end: <code>{special?.separator}</code>,
            },
          )}
        </>
      }
    >
      <TextField
        id="pieces-text"
        label={words.tokenize.text}
        rows={2}
        value={piecesText.value}
        onInput={(text) => showPieces(text, piecesPair.value)}
      />
      {piecesPair.value && (
        <TextField
          id="pieces-pair"
          label={words.tokenize.pair}
          rows={2}
          value={piecesPair.value}
          onInput={(pair) => showPieces(piecesText.value, pair)}
        />
      )}
      <Button onClick={another}>{words.tokenize.another}</Button>
      <Trouble text={piecesTrouble.value} />
      {shown && (
        <ol class="pieces" aria-label={words.tokenize.list} dir={directionOf(piecesText.value)}>
          {shown.tokens.map((_, i) => (
            <Piece key={i} tokens={shown} i={i} texts={texts} />
          ))}
        </ol>
      )}
      {shown && shown.full > shown.ids.length && (
        <p class="small muted">{words.tokenize.cut(shown.full, shown.ids.length)}</p>
      )}
      <p class="small muted">
        {words.tokenize.point}
        {model.value?.tokenizer.lowercase && words.tokenize.lowercase}
        {model.value?.tokenizer.lowercase &&
          dataset.value?.task === 'token_classification' &&
          words.tokenize.namesInLowercase}
      </p>
    </Panel>
  );
}
