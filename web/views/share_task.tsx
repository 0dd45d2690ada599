// SPDX-License-Identifier: Apache-2.0
// The task as a link: others train on the same data with the same options, and come to the same numbers.
import { useEffect, useState } from 'preact/hooks';
import { trained } from '../state/head';
import {
  dataAddress,
  encoderInLink,
  faultOf,
  hashTrouble,
  hashWeights,
  notInLink,
  taskLink,
  weightsHash,
} from '../state/share';
import { TextField } from '../ui/field';
import { Fold } from '../ui/fold';
import { marked } from '../ui/marked';
import { Notice, Trouble } from '../ui/notice';
import { words } from '../words';
import { JobMeter } from './job';
import { LinkMade } from './link_made';

/** As people read it aloud. */
const grouped = (hash: string) => hash.match(/..../g)!.join(' ');

function Fingerprint() {
  const run = trained.value?.id;
  useEffect(() => {
    if (run !== undefined && !weightsHash.value) void hashWeights();
  }, [run]);
  if (run === undefined) return null;
  return (
    <>
      {weightsHash.value ? (
        <p>{marked(words.share.fingerprint, { hash: <strong class="number">{grouped(weightsHash.value)}</strong> })}</p>
      ) : (
        <JobMeter of={['model.hash']} />
      )}
      <Trouble text={hashTrouble.value} />
    </>
  );
}

function Task() {
  const [address, setAddress] = useState('');
  const [named, setNamed] = useState('');
  const wrong = { data: faultOf('data', address.trim()), encoder: faultOf('encoder', named.trim()) };
  const encoder = encoderInLink.value ?? (wrong.encoder ? '' : named.trim());
  const data = dataAddress.value || (wrong.data ? '' : address.trim());
  const missing = notInLink.value;
  return (
    <>
      {!dataAddress.value && (
        <TextField
          id="task-data"
          label={words.share.dataAddress}
          inputMode="url"
          value={address}
          onInput={setAddress}
          wrong={wrong.data}
          placeholder="https://"
          hint={words.share.dataHint}
        />
      )}
      {encoderInLink.value === null && (
        <TextField
          id="task-encoder"
          label={words.share.whereEncoder}
          value={named}
          onInput={setNamed}
          wrong={wrong.encoder}
          hint={words.share.encoderHint}
        />
      )}
      {missing.length > 0 && <Notice kind="warn">{words.share.notIn(missing)}</Notice>}
      {encoder && data && <LinkMade id="task-link" text={taskLink(encoder, data)} tooLong={words.share.tooLong} />}
      <Fingerprint />
    </>
  );
}

export function ShareTaskPanel() {
  return (
    <Fold id="share-task" title={words.share.task} lead={words.share.taskLead}>
      <Task />
    </Fold>
  );
}
