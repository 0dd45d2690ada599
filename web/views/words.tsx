// SPDX-License-Identifier: Apache-2.0
// The words of a text, shaded by their share in the score of a label.
import { strongest, type WordShare } from '../answers/shares';
import { slicer } from '../read/words';
import { explained, explainTrouble, target } from '../state/explain';
import type { HeadKind } from '../state/head';
import type { Said } from '../state/results';
import { count, decimal } from '../ui/format';
import { More } from '../ui/more';
import { Trouble } from '../ui/notice';
import { Scroll } from '../ui/scroll';

/** Less than this part of the strongest share is not marked. */
const FAINT = 0.05;

const sizeOf = ({ share }: WordShare) => Math.abs(share);

const signed = (share: number) => `${share < 0 ? '−' : '+'}${decimal(Math.abs(share), 2)}`;

function Shaded({ text, words, most }: { text: string; words: WordShare[]; most: number }) {
  const slice = slicer(text);
  const marked = words.filter(({ share }) => most > 0 && Math.abs(share) >= FAINT * most);
  return (
    <p class="shaded" dir="auto">
      {marked.map(({ word, start, share }, i) => (
        <span key={start}>
          {slice([marked[i - 1]?.end ?? 0, start])}
          <span
            class={share > 0 ? 'for' : 'against'}
            style={{ '--part': (Math.abs(share) / most).toFixed(2) }}
            title={signed(share)}
          >
            {word}
          </span>
        </span>
      ))}
      {slice([marked.at(-1)?.end ?? 0, Infinity])}
    </p>
  );
}

/** So many words are listed: of more, the strongest. */
const LISTED = 200;

function Values({ words }: { words: WordShare[] }) {
  const least = words.length > LISTED ? words.map(sizeOf).sort((a, b) => b - a)[LISTED - 1]! : 0;
  const listed = words.filter((word) => sizeOf(word) >= least).slice(0, LISTED);
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
          {listed.map(({ word, start, share }) => (
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
              gradients).{all.length > LISTED && ` The ${LISTED} largest of ${count(all.length)} are listed.`}
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
