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
import { Notice, Trouble } from '../ui/notice';
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
        <p>
          Fingerprint of the weights trained here: <strong class="number">{grouped(weightsHash.value)}</strong>. Whoever
          trains this task with this version of the page gets the same one, whatever the number of threads. A processor
          that rounds multiply-adds otherwise gets another one, and figures that differ a little.
        </p>
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
  const wrong = { data: faultOf('the data', address.trim()), encoder: faultOf('the encoder', named.trim()) };
  const encoder = encoderInLink.value ?? (wrong.encoder ? '' : named.trim());
  const data = dataAddress.value || (wrong.data ? '' : address.trim());
  const missing = notInLink.value;
  return (
    <>
      {!dataAddress.value && (
        <TextField
          id="task-data"
          label="Address of the data"
          inputMode="url"
          value={address}
          onInput={setAddress}
          wrong={wrong.data}
          placeholder="https://"
          hint="Your file is on this computer. Put it where others can fetch it: beside this page, or on a server that allows other pages to read it (CORS)."
        />
      )}
      {encoderInLink.value === null && (
        <TextField
          id="task-encoder"
          label="Where others get the encoder"
          value={named}
          onInput={setNamed}
          wrong={wrong.encoder}
          hint="You chose it from files on this computer. Give its name on the hub or an address."
        />
      )}
      {missing.length > 0 && <Notice kind="warn">Not in the link: {missing.join(', ')}.</Notice>}
      {encoder && data && (
        <LinkMade
          id="task-link"
          text={taskLink(encoder, data)}
          tooLong="The link is too long for a QR code, which holds 2,953 characters."
        />
      )}
      <Fingerprint />
    </>
  );
}

export function ShareTaskPanel() {
  return (
    <Fold
      id="share-task"
      title="Share this task"
      lead="A link with the encoder, the data and these options, and without the result: whoever opens it presses “Start” and sees your numbers."
    >
      <Task />
    </Fold>
  );
}
