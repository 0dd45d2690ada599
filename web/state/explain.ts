// SPDX-License-Identifier: Apache-2.0
// Which words of the tried text matter for the label that one points at.
import { computed, effect, signal, untracked } from '@preact/signals';
import { best } from '../answers/predictions';
import { wordShares, type WordShare } from '../answers/shares';
import type { Explanation } from '../border/messages';
import { rowsToTry, answerCut, tryAnswer, type Said } from './results';
import { answering } from './head';
import { cancelCalls, engine } from './engine';
import { attempt, newestOnly } from './trouble';

/** An output, and for words the word whose tag it is. */
export interface Target {
  output: number;
  word?: number;
}

const chosen = signal<{ of: Said; target: Target } | null>(null);
const found = signal<{ of: Said; target: Target; explanation: Explanation } | null>(null);
export const explainTrouble = signal('');

/** Without a choice the label of the answer; of words the first that has a tag other than O. */
function firstTarget({ outputs, words }: Said, labels: string[]): Target | null {
  if (!words) return outputs[0] ? { output: labels.length > 1 ? best(outputs[0]).n : 0 } : null;
  const word = outputs.findIndex((values) => labels[best(values).n] !== 'O');
  return word < 0 ? null : { word, output: best(outputs[word]!).n };
}

export const target = computed<Target | null>(() => {
  const [said, head] = [tryAnswer.value, answering.value];
  if (!said || !head) return null;
  return chosen.value?.of === said ? chosen.value.target : firstTarget(said, head.labels);
});

const isSame = (a: Target, b: Target) => a.output === b.output && a.word === b.word;

export function pointAt(next: Target): void {
  const said = tryAnswer.value;
  if (said && !(target.value && isSame(target.value, next))) chosen.value = { of: said, target: next };
}

/** Of the answer that is shown; null: not known yet. */
export const explained = computed<{ words: WordShare[]; pair: WordShare[] | null; explanation: Explanation } | null>(
  () => {
    const [said, result, wanted] = [tryAnswer.value, found.value, target.value];
    if (!said || !wanted || result?.of !== said || !isSame(result.target, wanted)) return null;
    const { explanation } = result;
    const pair = said.pair === undefined ? null : wordShares(said.pair, explanation, 1);
    return { words: wordShares(said.text, explanation), pair, explanation };
  },
);

const explain = newestOnly(async () => {
  const [of, wanted] = [tryAnswer.value, target.value];
  if (!of || !wanted) return;
  const explainIt = async () => {
    const explanation = await engine.call('explain', { ...rowsToTry(of), ...answerCut(), ...wanted });
    found.value = { of, target: wanted, explanation };
  };
  await attempt(explainTrouble, explainIt, () => tryAnswer.value);
});

let wait: ReturnType<typeof setTimeout>;
const key = computed(() => JSON.stringify(target.value));
/** Begins when typing rests; what is under way for another text or label is given up. */
effect(() => {
  void tryAnswer.value;
  const wanted = key.value !== 'null';
  clearTimeout(wait);
  untracked(() => cancelCalls(['explain']));
  if (wanted) wait = setTimeout(explain, 250);
});
