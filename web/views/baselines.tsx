// SPDX-License-Identifier: Apache-2.0
// The result beside what needs no fine-tuning, and whether the difference is more than luck.
import { Bars } from '../charts/bars';
import { isKept } from '../state/head';
import { standing } from '../state/standing';
import { goTo } from '../state/steps';
import { trainHeadAlone } from '../state/training';
import { Button } from '../ui/button';
import { Notice } from '../ui/notice';
import { Fold } from '../ui/fold';
import { formatOf } from '../ui/quantity';
import { inWords, words } from '../words';
import { LosePanel } from './lose';

/** Whether the training was worth it, in words; and what to do if not. */
export function Verdict() {
  const found = standing.value;
  if (!found) return null;
  return (
    <>
      <Notice kind={found.worth === 'yes' ? 'good' : 'warn'}>
        {inWords(found.question)} {inWords(found.sentence)}
      </Notice>
      {found.frozen && <p>{inWords(found.frozen)}</p>}
      {found.headAlone && (
        <div class="row">
          <Button id="train-head" onClick={() => trainHeadAlone(() => goTo('train'))}>
            {words.evaluate.trainHead}
          </Button>
          <span class="small muted">{isKept.value ? words.train.joins : words.train.replaces}</span>
        </div>
      )}
      <LosePanel place="alone" />
    </>
  );
}

const capital = (text: string) => `${text[0]!.toLocaleUpperCase()}${text.slice(1)}`;

export function BaselinesPanel() {
  const found = standing.value;
  if (!found) return null;
  const { evaluate, metrics } = words;
  const title = metrics.title(found.name);
  return (
    <Fold title={inWords(found.question)} lead={found.values.length > 3 ? evaluate.withHead : evaluate.baselines}>
      <Bars
        label={evaluate.beside(title)}
        max={found.name === 'rmse' ? undefined : 1}
        bars={found.values.toReversed().map(({ what, value }) => ({
          key: what.text,
          label: capital(inWords(what)),
          value: value ?? 0,
          text: evaluate.value(title, formatOf(found.name)(value ?? NaN)),
          faint: what !== found.model,
        }))}
      />
    </Fold>
  );
}
