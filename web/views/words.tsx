// SPDX-License-Identifier: Apache-2.0
// The words of a text, shaded by their share in the score of a label.
import { strongest, type WordShare } from '../answers/shares';
import { explained, explainTrouble, target } from '../state/explain';
import type { HeadKind } from '../state/head';
import type { Said } from '../state/results';
import { decimal } from '../ui/format';
import { More } from '../ui/more';
import { Trouble } from '../ui/notice';
import { Scroll } from '../ui/scroll';

/** Less than this part of the strongest share is not marked. */
const FAINT = 0.05;

const signed = (share: number) => `${share < 0 ? '−' : '+'}${decimal(Math.abs(share), 2)}`;

function Shaded({ text, words, most }: { text: string; words: WordShare[]; most: number }) {
  const characters = Array.from(text);
  const between = (from: number, to?: number) => characters.slice(from, to).join('');
  return (
    <p class="shaded" dir="auto">
      {words.map(({ word, start, share }, i) => {
        const part = most > 0 ? share / most : 0;
        const side = Math.abs(part) < FAINT ? '' : part > 0 ? 'for' : 'against';
        return (
          <span key={start}>
            {between(words[i - 1]?.end ?? 0, start)}
            <span class={side} style={{ '--part': Math.abs(part).toFixed(2) }} title={side && signed(share)}>
              {word}
            </span>
          </span>
        );
      })}
      {between(words.at(-1)?.end ?? 0)}
    </p>
  );
}

function Values({ words }: { words: WordShare[] }) {
  return (
    <Scroll label="Share of each word">
      <table>
        <thead>
          <tr>
            <th scope="col">Word</th>
            <th scope="col" class="number">
              Share
            </th>
          </tr>
        </thead>
        <tbody>
          {words.map(({ word, start, share }) => (
            <tr key={start}>
              <th scope="row">{word}</th>
              <td class="number">{signed(share)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </Scroll>
  );
}

export function WordsPart({ said, head }: { said: Said; head: HeadKind }) {
  const [of, result] = [target.value, explained.value];
  if (!of) return <Trouble text={explainTrouble.value} />;
  const label = head.labels[of.output] ?? '';
  const all = [...(result?.words ?? []), ...(result?.pair ?? [])];
  const most = strongest(all);
  return (
    <section class="words" aria-label="The words that mattered">
      <h3>
        What speaks for <q>{label}</q>
      </h3>
      <Trouble text={explainTrouble.value} />
      {result ? (
        <>
          <Shaded text={said.text} words={result.words} most={most} />
          {result.pair && <Shaded text={said.pair ?? ''} words={result.pair} most={most} />}
          <p class="small muted">
            <span class="shaded">
              <span class="for">Underlined</span>
            </span>{' '}
            words raise the score of this label,{' '}
            <span class="shaded">
              <span class="against">dotted</span>
            </span>{' '}
            ones lower it, compared with the same text with every word hidden. Point at another label to see its words.
          </p>
          <More title="Shares in numbers">
            <p class="small">
              The score is {decimal(result.explanation.score, 2)}; with every word hidden it is{' '}
              {decimal(result.explanation.baseline_score, 2)}. The shares add up to the difference (integrated
              gradients).
            </p>
            <Values words={all} />
          </More>
        </>
      ) : (
        <p class="shaded waiting" dir="auto">
          {said.text}
        </p>
      )}
    </section>
  );
}
