// SPDX-License-Identifier: Apache-2.0
// The trained model to the user's account at the hub, where the site is known there.
import { useEffect, useState } from 'preact/hooks';
import {
  account,
  bytesToSend,
  dropFiles,
  files,
  makeFiles,
  making,
  offerSignIn,
  published,
  publishTrouble,
  readSite,
  send,
  sending,
  signInAt,
  site,
  stopSending,
  taken,
  type Form,
  type What,
} from '../state/publishing';
import { isHeadAlone } from '../state/share';
import { Button } from '../ui/button';
import { ChoiceField, TextField } from '../ui/field';
import { bytes } from '../ui/format';
import { Meter } from '../ui/meter';
import { Notice, Trouble } from '../ui/notice';
import { Panel } from '../ui/panel';
import { words } from '../words';
import { JobMeter } from './job';

const SAVES = ['export.model', 'export.head.folder'] as const;

function Files() {
  const { publishing } = words;
  return (
    <>
      <table id="publish-files">
        <caption>{publishing.files(files.value!.length, bytes(bytesToSend.value))}</caption>
        <thead>
          <tr>
            <th scope="col">{publishing.file}</th>
            <th scope="col" class="number">
              {publishing.size}
            </th>
          </tr>
        </thead>
        <tbody>
          {files.value!.map(({ path, content }) => (
            <tr key={path}>
              <td>{path}</td>
              <td class="number">{bytes(content.size)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <p>{publishing.noTexts}</p>
    </>
  );
}

function SignIn({ host }: { host: string }) {
  const { publishing } = words;
  const [waits, setWaits] = useState(false);
  if (!signInAt.value) return null;
  if (account.value) return <p role="status">{publishing.signedIn(account.value)}</p>;
  return (
    <>
      <a
        id="sign-in"
        class="button"
        href={signInAt.value}
        target="_blank"
        rel="noopener"
        onClick={() => setWaits(true)}
      >
        {publishing.signIn(host)}
      </a>
      <p class="small muted" role="status">
        {waits ? publishing.waiting : publishing.signInHint}
      </p>
    </>
  );
}

function Send({ name, isPrivate }: { name: string; isPrivate: boolean }) {
  const { publishing } = words;
  const place = `${account.value}/${name}`;
  const now = sending.value;
  if (now)
    return (
      <>
        <Meter
          label={publishing.sending}
          share={now.total ? now.done / now.total : null}
          text={
            now.waiting
              ? publishing.waits(new URL(site.value!.hub).host, now.waiting)
              : now.total
                ? words.shell.of(bytes(now.done), bytes(now.total))
                : ''
          }
        />
        <Button id="stop-sending" kind="quiet" onClick={() => void stopSending()}>
          {words.shell.stop}
        </Button>
      </>
    );
  return (
    <div class="row">
      <Button id="send" kind="primary" onClick={() => void send(name, isPrivate, false)}>
        {publishing.send(place, bytes(bytesToSend.value))}
      </Button>
      {taken.value === place && (
        <Button id="send-update" onClick={() => void send(name, isPrivate, true)}>
          {publishing.update(place)}
        </Button>
      )}
    </div>
  );
}

export function PublishPanel({ name: proposed, form }: { name: string; form: Form }) {
  const { publishing } = words;
  const [what, setWhat] = useState<What>('model');
  const [name, setName] = useState(proposed);
  const [isPrivate, setPrivate] = useState(true);
  useEffect(() => void readSite(), []);
  useEffect(() => setName(proposed), [proposed]);
  useEffect(dropFiles, [what, form.dtype, form.onnx]);
  if (!site.value) return null;
  const { host } = new URL(site.value.hub);
  const prepare = async () => {
    await makeFiles(isHeadAlone.value ? what : 'model', proposed, form);
    await offerSignIn();
  };
  return (
    <Panel title={publishing.title} id="publish" lead={publishing.lead(host)}>
      <Trouble text={publishTrouble.value} />
      {published.value && (
        <Notice kind="good">
          {published.value.update ? publishing.doneUpdate : publishing.done}
          <a href={published.value.url} target="_blank" rel="noopener">
            {published.value.url}
          </a>
        </Notice>
      )}
      {isHeadAlone.value && (
        <ChoiceField
          name="publish-what"
          legend={publishing.what}
          value={what}
          onChange={setWhat}
          disabled={making.value || !!sending.value}
          options={[
            { value: 'model', label: publishing.whole, hint: publishing.wholeHint },
            { value: 'head', label: publishing.headAlone, hint: publishing.headAloneHint },
          ]}
        />
      )}
      <Button id="publish-choose" busy={making.value} disabled={!!sending.value} onClick={() => void prepare()}>
        {publishing.choose}
      </Button>
      {making.value && <JobMeter of={[...SAVES]} />}
      {files.value && (
        <>
          <Files />
          <TextField id="repository" label={publishing.name} value={name} onInput={setName} />
          <ChoiceField
            name="visibility"
            legend={publishing.who}
            value={isPrivate ? 'private' : 'public'}
            onChange={(value) => setPrivate(value === 'private')}
            options={[
              { value: 'private', label: publishing.private, hint: publishing.privateHint },
              { value: 'public', label: publishing.public, hint: publishing.publicHint },
            ]}
          />
          <SignIn host={host} />
          {account.value && <Send name={name.trim()} isPrivate={isPrivate} />}
        </>
      )}
    </Panel>
  );
}
