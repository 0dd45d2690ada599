// SPDX-License-Identifier: Apache-2.0
// Some of the user's rows, or a text typed in, as pieces with their ids.
import { useEffect } from 'preact/hooks';
import type { Tokenized } from '../border/messages';
import { dataset } from '../state/data';
import { model, modelAt } from '../state/model';
import { maxLength, pieces, piecesPair, piecesText, piecesTrouble, showPieces } from '../state/tokens';
import { Button } from '../ui/button';
import { plural } from '../ui/format';
import { TextField } from '../ui/field';
import { Trouble } from '../ui/notice';
import { Panel } from '../ui/panel';

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
      ? `characters ${from}–${to}: “${texts[tokens.segments[i] ?? 0]?.slice(from, to).join('')}”`
      : 'added by the tokenizer';
  return (
    <li
      class={`piece ${special ? 'special' : ''} ${token.startsWith('##') ? 'inner' : ''}`}
      tabIndex={0}
      title={`${token}, id ${tokens.ids[i]}, ${where}`}
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
  const words = dataset.value?.task === 'token_classification';
  useEffect(() => {
    if (!piecesText.value && rows[0]) showPieces(rows[0].text, rows[0].pair);
    else showPieces(piecesText.value, piecesPair.value);
  }, [dataset.value, modelAt.value, maxLength.value]);
  const texts = [[...piecesText.value], [...piecesPair.value]];
  const another = () => {
    const row = rows[Math.floor(Math.random() * rows.length)];
    if (row) showPieces(row.text, row.pair);
  };
  return (
    <Panel
      title="A row in pieces"
      aside={shown && plural(shown.full, 'token')}
      lead={
        <>
          Frequent words are one piece; rare ones are cut into several, and a piece that{' '}
          {model.value?.tokenizer.kind === 'wordpiece' ? (
            <>
              continues a word begins with <code>##</code>.{' '}
            </>
          ) : (
            <>
              begins a word has the space in front of it, <code>␣</code>.{' '}
            </>
          )}
          {words ? (
            <>The new head reads the first piece of each word. </>
          ) : (
            <>
              <code>{model.value?.tokenizer.special.start}</code> stands for the whole text: the new head reads it.{' '}
            </>
          )}
          <code>{model.value?.tokenizer.special.separator}</code> ends the text.
        </>
      }
    >
      <TextField
        id="pieces-text"
        label="Text"
        rows={2}
        value={piecesText.value}
        onInput={(text) => showPieces(text, piecesPair.value)}
      />
      {piecesPair.value && (
        <TextField
          id="pieces-pair"
          label="Second text"
          rows={2}
          value={piecesPair.value}
          onInput={(pair) => showPieces(piecesText.value, pair)}
        />
      )}
      <Button onClick={another}>Show another row</Button>
      <Trouble text={piecesTrouble.value} />
      {shown && (
        <ol class="pieces" aria-label="Pieces and their ids">
          {shown.tokens.map((_, i) => (
            <Piece key={i} tokens={shown} i={i} texts={texts} />
          ))}
        </ol>
      )}
      {shown && shown.full > shown.ids.length && (
        <p class="small muted">
          The text has {shown.full} tokens; what comes after the first {shown.ids.length} is cut off.
        </p>
      )}
      <p class="small muted">
        Point at a piece to see which characters it came from.{' '}
        {model.value?.tokenizer.lowercase && 'This vocabulary has no capital letters: text is put in lower case first.'}
      </p>
    </Panel>
  );
}
