// SPDX-License-Identifier: Apache-2.0
// Where the encoder comes from: the ones served with this page, local files, or a URL.
import { listed, loading, model, modelTrouble, openFiles, openListed, openUrl } from '../state/model';
import { phase } from '../state/phase';
import { Button } from '../ui/button';
import { Drop } from '../ui/drop';
import { bytes } from '../ui/format';
import { More } from '../ui/more';
import { Notice, Trouble } from '../ui/notice';
import { marked } from '../ui/marked';
import { Panel } from '../ui/panel';
import { inWords, language, words } from '../words';
import { AddressForm } from './address';
import { JobMeter } from './job';
import { LosePanel } from './lose';

function ListedModels() {
  const models = listed.value;
  if (models === null) return null;
  if (!models.length) return <Notice>{words.load.noneServed}</Notice>;
  return (
    <ul class="listed">
      {models.map((entry) => (
        <li key={entry.path}>
          <div>
            <strong>{entry.name}</strong>
            <p class="small muted">
              {words.load.entry(
                entry.descriptions?.[language()] ?? entry.description,
                bytes(entry.bytes),
                entry.licence,
              )}
            </p>
          </div>
          {model.value?.name === entry.name ? (
            <span class="tag on">{words.load.loaded}</span>
          ) : (
            <Button
              kind={model.value ? undefined : 'primary'}
              label={words.load.loadNamed(entry.name)}
              disabled={loading.value || phase.value !== 'idle'}
              onClick={() => openListed(entry)}
            >
              {words.load.load}
            </Button>
          )}
        </li>
      ))}
    </ul>
  );
}

function Address() {
  const { address, addressHint, token, loadAddress } = words.load;
  return (
    <AddressForm
      address={{ id: 'model-url', label: address, placeholder: 'google-bert/bert-base-uncased', hint: addressHint }}
      token={{ id: 'model-token', label: token }}
      button={loadAddress}
      waits={loading.value || phase.value !== 'idle'}
      onFetch={openUrl}
    />
  );
}

export function SourcePanel() {
  return (
    <Panel
      title={model.value ? words.load.encoder(model.value.name) : words.load.choose}
      lead={model.value ? undefined : words.load.chooseLead}
    >
      {phase.value !== 'idle' && <Notice>{words.load.busy}</Notice>}
      <ListedModels />
      <LosePanel place="encoder" />
      {loading.value && <JobMeter of={['model.open']} />}
      <Trouble text={modelTrouble.value} />
      {model.value?.remarks?.map((remark) => (
        <Notice kind="warn">{inWords(remark)}</Notice>
      ))}
      <More title={words.load.another} open={listed.value?.length === 0 && !model.value}>
        <Drop
          id="model-folder"
          button={words.load.chooseFolder}
          folder
          onFiles={openFiles}
          hint={marked(words.load.folderHint)}
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
      {words.load.chooseFiles}
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
