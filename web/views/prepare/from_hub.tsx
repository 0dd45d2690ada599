// SPDX-License-Identifier: Apache-2.0
// A data set of the hub by its name.
import { useState } from 'preact/hooks';
import { openSet, setTrouble } from '../../state/data_set';
import { asking } from '../../state/engine';
import { phase } from '../../state/phase';
import { TextField } from '../../ui/field';
import { More } from '../../ui/more';
import { Trouble } from '../../ui/notice';
import { words } from '../../words';
import { JobMeter } from '../job';

export function FromHub() {
  const [name, setName] = useState('');
  const [token, setToken] = useState('');
  const waits = asking('file.fetch') || phase.value !== 'idle';
  return (
    <More title={words.dataSets.title}>
      <form
        class="address"
        onSubmit={(event) => {
          event.preventDefault();
          void openSet(name, token.trim());
        }}
      >
        <TextField
          id="set-name"
          label={words.dataSets.name}
          inputMode="url"
          value={name}
          onInput={setName}
          placeholder="stanfordnlp/imdb"
          hint={words.dataSets.hint}
        />
        <TextField
          id="set-token"
          label={words.dataSets.token}
          secret
          value={token}
          onInput={setToken}
          hint={words.load.tokenHint}
        />
        <button class="button" type="submit" disabled={!name.trim() || waits}>
          {words.dataSets.fetch}
        </button>
      </form>
      <JobMeter of={['file.fetch']} />
      <Trouble text={setTrouble.value} />
    </More>
  );
}
