// SPDX-License-Identifier: Apache-2.0
// The forgetting meter: how far each layer has moved from what pre-training made of it.
import { Bars } from '../charts/bars';
import { meter } from '../state/log';
import { percent } from '../ui/format';
import { More } from '../ui/more';
import { words } from '../words';

export function Forgetting() {
  const reading = meter.value;
  if (!reading) return null;
  const { run } = words;
  const { layers, masked_loss: gaps } = reading;
  const bars = layers.map(({ cka }, i) => ({
    key: String(i),
    label: i === 0 ? run.embeddings : run.layer(i),
    value: Math.max(0, 1 - cka),
    text: percent(Math.max(0, 1 - cka)),
  }));
  return (
    <figure>
      <figcaption class="title">
        {run.moved} <b>{bars.at(-1)!.text}</b>
        <span>{run.movedNote}</span>
      </figcaption>
      <Bars bars={bars} max={1} label={run.movedByLayer} />
      {gaps && <p class="small muted">{run.gaps(gaps.before, gaps.now)}</p>}
      <More title={run.meaning}>
        <p>{run.movedMeaning(layers.at(-1)!.cosine)}</p>
      </More>
    </figure>
  );
}
