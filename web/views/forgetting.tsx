// SPDX-License-Identifier: Apache-2.0
// The forgetting meter: how far each layer has moved from what pre-training made of it.
import { Bars } from '../charts/bars';
import { meter } from '../state/training';
import { decimal, percent } from '../ui/format';
import { More } from '../ui/more';

export function Forgetting() {
  const reading = meter.value;
  if (!reading) return null;
  const { layers, masked_loss: gaps } = reading;
  const bars = layers.map(({ cka }, i) => ({
    key: String(i),
    label: i === 0 ? 'embeddings' : `layer ${i}`,
    value: Math.max(0, 1 - cka),
    text: percent(Math.max(0, 1 - cka)),
  }));
  return (
    <figure>
      <figcaption class="title">
        Moved away from pre-training <b>{bars.at(-1)!.text}</b>
        <span>in the last layer; general sentences, by layer:</span>
      </figcaption>
      <Bars bars={bars} max={1} label="How far each layer has moved" />
      {gaps && (
        <p class="small muted">
          Filling gaps in these sentences: loss {decimal(gaps.before)} before, {decimal(gaps.now)} now.
        </p>
      )}
      <More title="What this says">
        <p>
          Fine-tuning should use what the encoder knows about language, not write over it. Two dozen sentences that have
          nothing to do with your data are read before and after: the bars are one minus linear CKA, the share of their
          geometry that is lost (mean cosine in the last layer: {decimal(layers.at(-1)!.cosine)}). A gentle learning
          rate moves the upper layers a little; one that is too high moves all of them and the encoder forgets.
        </p>
      </More>
    </figure>
  );
}
