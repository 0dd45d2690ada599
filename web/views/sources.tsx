// SPDX-License-Identifier: Apache-2.0
// Where the encoder comes from: the ones served with this page, local files, or a URL.
import { useState } from 'preact/hooks';
import { listed, loading, model, modelTrouble, openFiles, openListed, openUrl } from '../state/model';
import { phase } from '../state/phase';
import { Button } from '../ui/button';
import { Drop } from '../ui/drop';
import { TextField } from '../ui/field';
import { bytes } from '../ui/format';
import { More } from '../ui/more';
import { Notice, Trouble } from '../ui/notice';
import { Panel } from '../ui/panel';
import { JobMeter } from './job';
import { LosePanel } from './lose';

function ListedModels() {
  const models = listed.value;
  if (models === null) return null;
  if (!models.length)
    return (
      <Notice>
        No encoder is served with this page. Choose the files of one from this machine, or give the address of one.
      </Notice>
    );
  return (
    <ul class="listed">
      {models.map((entry) => (
        <li key={entry.path}>
          <div>
            <strong>{entry.name}</strong>
            <p class="small muted">
              {entry.description} {bytes(entry.bytes)}, {entry.licence}.
            </p>
          </div>
          {model.value?.name === entry.name ? (
            <span class="tag on">loaded</span>
          ) : (
            <Button
              kind={model.value ? undefined : 'primary'}
              label={`Load ${entry.name}`}
              disabled={loading.value || phase.value !== 'idle'}
              onClick={() => openListed(entry)}
            >
              Load
            </Button>
          )}
        </li>
      ))}
    </ul>
  );
}

function Address() {
  const [url, setUrl] = useState('');
  const [token, setToken] = useState('');
  return (
    <form
      class="address"
      onSubmit={(event) => {
        event.preventDefault();
        openUrl(url, token.trim());
      }}
    >
      <TextField
        id="model-url"
        label="Address of a folder"
        inputMode="url"
        value={url}
        onInput={setUrl}
        placeholder="https://huggingface.co/google-bert/bert-base-uncased"
        hint="A folder in the hub's layout. The encoder is downloaded from there; your texts are not sent anywhere."
      />
      <TextField
        id="model-token"
        label="Token, for a private model"
        secret
        value={token}
        onInput={setToken}
        hint="An access token of your account at huggingface.co. It is sent there alone and forgotten when you leave the page."
      />
      <button class="button" type="submit" disabled={!url.trim() || loading.value || phase.value !== 'idle'}>
        Load from address
      </button>
    </form>
  );
}

export function SourcePanel() {
  return (
    <Panel
      title={model.value ? `Encoder: ${model.value.name}` : 'Choose an encoder'}
      lead={
        model.value
          ? undefined
          : 'Any encoder of the BERT family. A small one trains in minutes; BERT-base is more accurate and takes many times longer.'
      }
    >
      {phase.value !== 'idle' && <Notice>A training is going on: it keeps its encoder to the end.</Notice>}
      <ListedModels />
      <LosePanel place="encoder" />
      {loading.value && <JobMeter of={['model.open']} />}
      <Trouble text={modelTrouble.value} />
      <More title="Use another encoder" open={listed.value?.length === 0 && !model.value}>
        <Drop
          id="model-folder"
          button="Choose a folder"
          folder
          onFiles={openFiles}
          hint={
            <>
              Or drop it here: <code>config.json</code>, <code>vocab.txt</code> or <code>tokenizer.json</code>, and{' '}
              <code>model.safetensors</code> or <code>pytorch_model.bin</code>; or the zip of a model that was
              downloaded here. The files are read in this page, and kept with the project on this computer.
            </>
          }
        >
          <FilesButton />
        </Drop>
        <Address />
      </More>
    </Panel>
  );
}

/** Choosers give either a folder or files; phones have no folders at all. */
function FilesButton() {
  return (
    <label class="button">
      Choose files
      <input
        id="model-files"
        class="visually-hidden"
        type="file"
        multiple
        onChange={(event) => {
          const files = [...(event.currentTarget.files ?? [])];
          event.currentTarget.value = '';
          if (files.length) openFiles(files);
        }}
      />
    </label>
  );
}
