// SPDX-License-Identifier: Apache-2.0
// The new head: what it is; or a head that was saved before.
import { dataset } from '../state/data';
import { headFile, ownHead } from '../state/head';
import { headTrouble, model, openHead } from '../state/model';
import { Drop } from '../ui/drop';
import { count, decimal, plural } from '../ui/format';
import { More } from '../ui/more';
import { Notice, Trouble } from '../ui/notice';
import { Panel } from '../ui/panel';
import { LosePanel } from './lose';

export function HeadPanel() {
  const info = model.value;
  if (!info) return null;
  const hidden = info.config.hidden_size;
  const outputs = dataset.value?.labels.length;
  return (
    <Panel title="The new head">
      {outputs ? (
        <p class="lead">
          One layer with {plural(outputs, 'output')}, one for each of your labels: {hidden} × {outputs} weights and{' '}
          {plural(outputs, 'bias', 'biases')}, {count(hidden * outputs + outputs)} numbers. They are drawn from the
          seed, so at first every answer is a guess. A training fits them to what the encoder makes of your texts before
          it changes the encoder.
        </p>
      ) : (
        <p class="lead">It will have one output for each label of your data.</p>
      )}
      {ownHead.value && (
        <Notice>
          This checkpoint brings a trained head of its own with {plural(ownHead.value.labels.length, 'label')}:{' '}
          {ownHead.value.labels.slice(0, 8).join(', ')}. <a href="#try">Try it</a> as it is, or train a new one.
        </Notice>
      )}
      {headFile.value && (
        <Notice kind="good">
          Head loaded: {headFile.value.labels.join(', ')}.{' '}
          {headFile.value.metrics['accuracy'] !== undefined &&
            `It was saved with an accuracy of ${decimal(headFile.value.metrics['accuracy'])} on its test set. `}
          <a href="#try">Try it</a>.
        </Notice>
      )}
      <LosePanel place="head" />
      <Trouble text={headTrouble.value} />
      <More title="Load a head saved earlier">
        <Drop
          id="head-file"
          button="Choose a head file"
          accept=".safetensors"
          onFiles={(files) => files[0] && openHead(files[0])}
          hint="A head trained on this very encoder while the encoder was frozen. Its file says which encoder it belongs to."
        />
      </More>
    </Panel>
  );
}
