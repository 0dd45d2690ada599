// SPDX-License-Identifier: Apache-2.0
// A text typed in, and what the model says, while one types.
import { Bars } from '../charts/bars';
import { mainFile } from '../state/data';
import { tryAnswer, tryOn, tryPair, tryPairOn, tryText, tryTrouble } from '../state/results';
import { phase } from '../state/phase';
import { answering } from '../state/training';
import { TextField } from '../ui/field';
import { percent } from '../ui/format';
import { Trouble } from '../ui/notice';
import { Panel } from '../ui/panel';
import { Missing, StepPage } from './step';

const MOST = 12;

function Answer({ labels, probabilities }: { labels: string[]; probabilities: number[] }) {
  const bars = probabilities
    .map((p, n) => ({ key: String(n), label: labels[n] ?? String(n), value: p, text: percent(p) }))
    .sort((a, b) => b.value - a.value)
    .slice(0, MOST)
    .map((bar, place) => ({ ...bar, faint: place > 0 }));
  return (
    <>
      <p role="status" class="verdict">
        <strong>{bars[0]?.label}</strong> <span class="muted number">{bars[0]?.text}</span>
      </p>
      <Bars label="Probabilities" bars={bars} max={1} />
      <p class="small muted">
        The probabilities of all labels add up to 100 %. The model knows no “none of these”: on a text about something
        else it still chooses one.
      </p>
    </>
  );
}

export function TryView() {
  const labels = phase.value === 'idle' ? answering.value : null;
  const pairs = mainFile.value?.columns.pair != null;
  return (
    <StepPage id="try" title="Try it" lede="Write something, and see what the model makes of it as you type.">
      {!labels && (
        <Missing step="train">
          {phase.value === 'idle' ? 'There is no trained model yet.' : 'The training is still going on.'}
        </Missing>
      )}
      {labels && (
        <Panel title="Your text">
          <TextField
            id="try-text"
            label={pairs ? 'First text' : 'Text'}
            rows={4}
            value={tryText.value}
            onInput={tryOn}
            placeholder="Type or paste a text"
          />
          {pairs && <TextField id="try-pair" label="Second text" rows={3} value={tryPair.value} onInput={tryPairOn} />}
          <Trouble text={tryTrouble.value} />
          {tryAnswer.value ? (
            <Answer labels={labels} probabilities={tryAnswer.value} />
          ) : (
            <p class="muted">It will choose between: {labels.join(', ')}.</p>
          )}
        </Panel>
      )}
    </StepPage>
  );
}
