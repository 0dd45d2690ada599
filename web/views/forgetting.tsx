// SPDX-License-Identifier: Apache-2.0
// The forgetting meter: how far each layer has moved from what pre-training made of it.
import { Bars } from '../charts/bars';
import { meter } from '../state/log';
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
        <span>in the last layer, on general sentences; by layer:</span>
      </figcaption>
      <Bars bars={bars} max={1} label="How far each layer has moved" />
      {gaps && (
        <p class="small muted">
          Loss at words left out of these sentences: {decimal(gaps.before)} before the training, {decimal(gaps.now)}{' '}
          now.
        </p>
      )}
      <More title="What this means">
        <p>
          Fine-tuning should use what the encoder has learned about language, and not overwrite it. The encoder reads
          two dozen sentences that have nothing to do with your data, before the training and after it. Each bar is one
          minus the linear CKA of both readings: 0 % means that the layer is as before. The mean cosine in the last
          layer is {decimal(layers.at(-1)!.cosine)}. A low learning rate moves the upper layers a little. One that is
          too high moves all layers, and the encoder forgets.
        </p>
      </More>
    </figure>
  );
}
