// SPDX-License-Identifier: Apache-2.0
// A data set of the hub by its name.
import { openSet, setTrouble } from '../../state/data_set';
import { asking } from '../../state/engine';
import { phase } from '../../state/phase';
import { More } from '../../ui/more';
import { Trouble } from '../../ui/notice';
import { words } from '../../words';
import { AddressForm } from '../address';
import { JobMeter } from '../job';

export function FromHub() {
  const { title, name, hint, token, fetch } = words.dataSets;
  return (
    <More title={title}>
      <AddressForm
        address={{ id: 'set-name', label: name, placeholder: 'stanfordnlp/imdb', hint }}
        token={{ id: 'set-token', label: token }}
        button={fetch}
        waits={asking('file.fetch') || phase.value !== 'idle'}
        onFetch={openSet}
      />
      <JobMeter of={['file.fetch']} />
      <Trouble text={setTrouble.value} />
    </More>
  );
}
