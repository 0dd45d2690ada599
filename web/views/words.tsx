// SPDX-License-Identifier: Apache-2.0
// The words of a text, shaded by their share in the score of a label.
import { spansOf } from '../answers/predictions';
import { strongest, type WordShare } from '../answers/shares';
import { slicer } from '../read/words';
import { explained, explainTrouble, target } from '../state/explain';
import { labelsNow, type HeadKind } from '../state/head';
import type { Said } from '../state/results';
import { decimal } from '../ui/format';
import { marksEntities, typeOf } from '../rows/tags';
import { marked } from '../ui/marked';
import { More } from '../ui/more';
import { Trouble } from '../ui/notice';
import { Scroll } from '../ui/scroll';
import { words } from '../words';

/** Less than this part of the strongest share is not marked. */
const FAINT = 0.05;

const sizeOf = ({ share }: WordShare) => Math.abs(share);

const signed = (share: number) => `${share < 0 ? '−' : '+'}${decimal(Math.abs(share), 2)}`;

function Shaded({ text, shares, most }: { text: string; shares: WordShare[]; most: number }) {
  const slice = slicer(text);
  const strong = shares.filter(({ share }) => most > 0 && Math.abs(share) >= FAINT * most);
  return (
    <p class="shaded" dir="auto">
      {strong.map(({ word, start, share }, i) => (
        <span key={start}>
          {slice([strong[i - 1]?.end ?? 0, start])}
          <span
            class={share > 0 ? 'for' : 'against'}
            style={{ '--part': (Math.abs(share) / most).toFixed(2) }}
            title={signed(share)}
          >
            {word}
          </span>
        </span>
      ))}
      {slice([strong.at(-1)?.end ?? 0, Infinity])}
    </p>
  );
}

/** So many words are listed: of more, the strongest. */
const LISTED = 200;

function Values({ shares }: { shares: WordShare[] }) {
  const least = shares.length > LISTED ? shares.map(sizeOf).sort((a, b) => b - a)[LISTED - 1]! : 0;
  const listed = shares.filter((word) => sizeOf(word) >= least).slice(0, LISTED);
  return (
    <Scroll label={words.tryout.shareTable}>
      <table>
        <thead>
          <tr>
            <th scope="col">{words.tryout.word}</th>
            <th scope="col" class="number">
              {words.tryout.share}
            </th>
          </tr>
        </thead>
        <tbody>
          {listed.map(({ word, start, share }) => (
            <tr key={start}>
              <th scope="row">
                <bdi>{word}</bdi>
              </th>
              <td class="number">{signed(share)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </Scroll>
  );
}

const shaded = (kind: string) => (text: string) => (
  <span class="shaded">
    <span class={kind}>{text}</span>
  </span>
);

/** What else there is to point at. */
function pointsAt({ task, labels, scheme }: HeadKind, { text, words: parts, outputs }: Said): string {
  if (task === 'regression') return '';
  if (task !== 'token_classification') return labels.length > 1 ? words.tryout.pointOther : '';
  return spansOf(text, parts ?? [], outputs, labels, scheme).length > 1 ? words.tryout.pointSpan : '';
}

export function WordsPart({ said, head }: { said: Said; head: HeadKind }) {
  const { tryout } = words;
  const [of, result] = [target.value, explained.value];
  if (!of) return <Trouble text={explainTrouble.value} />;
  const named = labelsNow(head)[of.output] ?? '';
  const label = head.task === 'token_classification' && marksEntities(head.labels, head.scheme) ? typeOf(named) : named;
  const all = [...(result?.words ?? []), ...(result?.pair ?? [])];
  const most = strongest(all);
  return (
    <section class="words" aria-label={tryout.wordsLabel}>
      <h3>{marked(tryout.speaksFor, { label: <q>{label}</q> })}</h3>
      <Trouble text={explainTrouble.value} />
      {result ? (
        <>
          <Shaded text={said.text} shares={result.words} most={most} />
          {result.pair && <Shaded text={said.pair ?? ''} shares={result.pair} most={most} />}
          <p class="small muted">
            {marked(tryout.shades, { for: shaded('for'), against: shaded('against') })} {pointsAt(head, said)}
          </p>
          <More title={tryout.shares}>
            <p class="small">
              {tryout.score(result.explanation.score, result.explanation.baseline_score)}
              {all.length > LISTED && ` ${tryout.listed(LISTED, all.length)}`}
            </p>
            <Values shares={all} />
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
