// SPDX-License-Identifier: Apache-2.0
// The new head: what it is; or a head that was saved before.
import { dataset } from '../state/data';
import { headFile, ownHead } from '../state/head';
import { headTrouble, model, openHead } from '../state/model';
import { Drop } from '../ui/drop';
import { marked } from '../ui/marked';
import { More } from '../ui/more';
import { Notice, Trouble } from '../ui/notice';
import { pooling } from '../state/training';
import { Panel } from '../ui/panel';
import { words } from '../words';
import { LosePanel } from './lose';

const toTry = (text: string) => <a href="#try">{text}</a>;

export function HeadPanel() {
  const info = model.value;
  if (!info) return null;
  const hidden = info.config.hidden_size * (pooling.value === 'compared' ? 2 : 1);
  const outputs = dataset.value?.labels.length;
  const accuracy = headFile.value?.metrics['accuracy'];
  const { load } = words;
  return (
    <Panel title={headFile.value ? load.head : load.newHead}>
      {(outputs || !headFile.value) && (
        <p class="lead">{outputs ? load.headSize(hidden, outputs) : load.headWithoutData}</p>
      )}
      {ownHead.value && (
        <Notice>
          {marked(load.ownHead(ownHead.value.labels.length), {
            labels: <bdi>{ownHead.value.labels.slice(0, 8).join(', ')}</bdi>,
            try: toTry,
          })}
        </Notice>
      )}
      {headFile.value && (
        <Notice kind="good">
          {marked(accuracy === undefined ? load.headLoaded : load.headMeasured(accuracy), {
            labels: <bdi>{headFile.value.labels.join(', ')}</bdi>,
            try: toTry,
          })}
        </Notice>
      )}
      <LosePanel place="head" />
      <Trouble text={headTrouble.value} />
      <More title={load.savedHead}>
        <Drop
          id="head-file"
          button={load.chooseHead}
          accept=".safetensors"
          onFiles={(files) => files[0] && openHead(files[0])}
          hint={load.headHint}
        />
      </More>
    </Panel>
  );
}
