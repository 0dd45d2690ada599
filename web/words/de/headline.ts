// SPDX-License-Identifier: Apache-2.0
import { brief, count, decimal } from '../../ui/format';
import type { headline as English } from '../en/headline';
import { listing, type Some } from '../listing';
import { plural } from '../plural';

type Known = number | null;

const whole = (n: Known) => (n === null ? '–' : count(n));
const size = (n: Known) => (n === null ? '–' : Math.abs(n) >= 1000 ? count(n) : brief(n));
const share = (n: Known) => (n === null ? '–' : `${decimal(100 * n, 1)} %`);
const texts = (n: number, pairs: boolean) =>
  plural(
    n,
    pairs ? { one: '# neuen Paar', other: '# neuen Paaren' } : { one: '# neuen Text', other: '# neuen Texten' },
  );
const names = ({ shown, more }: Some) =>
  listing({ shown: shown.map((name) => `„${name}“`), more }, 'und', (n) =>
    plural(n, { one: '# weiteres', other: '# weitere' }),
  );
const spans = (n: number) => plural(n, { one: '# Span', other: '# Spans' });
const withHead = (of: Known) => (of === null ? '' : `; der Kopf allein auf dem eingefrorenen Encoder bei ${whole(of)}`);

export const headline: typeof English = {
  oneLabel: (right, rows, pairs) => `Richtig bei ${whole(right)} von ${texts(rows, pairs)}.`,
  usualLabel: (label, usual, frozen) =>
    `Immer „${label}“ zu antworten wäre bei ${count(usual)} richtig${withHead(frozen)}.`,
  allLabels: (right, rows, pairs) => `Alle Labels richtig bei ${whole(right)} von ${texts(rows, pairs)}.`,
  usualLabels: (usual, frozen) =>
    `Immer die häufigsten Labels zu vergeben wäre bei ${count(usual)} richtig${withHead(frozen)}.`,
  off: (off, rows, pairs) => `Bei ${texts(rows, pairs)} liegt die Vorhersage im Mittel um ${size(off)} daneben.`,
  mean: (usual, frozen) =>
    `Immer den Mittelwert zu antworten läge um ${size(usual)} daneben${frozen === null ? '' : `; der Kopf allein auf dem eingefrorenen Encoder um ${size(frozen)}`}.`,
  repeats: (n, different, pairs) =>
    `Es sind ${plural(different, pairs ? { one: '# verschiedenes Paar', other: '# verschiedene Paare' } : { one: '# verschiedener Text', other: '# verschiedene Texte' })}: ${plural(n, { one: '# Zeile hat', other: '# Zeilen haben' })} ${pairs ? 'die Texte' : 'den Text'} einer anderen, und die Zahlen zählen jede Zeile als neu.`,
  untested: (n, of, some) =>
    `${n === 1 ? 'Ein Label hat' : `${count(n)} Labels haben`} keine Testzeile; darüber ist also nichts bekannt: ${names(some)} (${count(n)} von ${plural(of, { one: '# Label', other: '# Labels' })}).`,
  spans: (found, there, rows) => `${count(found)} von ${spans(there)} in ${texts(rows, false)} gefunden.`,
  marked: (marked, wrong) => `Markiert: ${spans(marked)}, davon ${wrong === 0 ? 'keiner' : count(wrong)} falsch.`,
  tags: (right, rows) => `Richtig bei ${share(right)} der Wörter von ${texts(rows, false)}.`,
  usualTag: (usual) => `Immer das häufigste Tag zu vergeben wäre bei ${share(usual)} richtig.`,
};
