// SPDX-License-Identifier: Apache-2.0
// The trained head as a link that others open.
import { useState } from 'preact/hooks';
import {
  encoderInLink,
  faultOf,
  headLink,
  isHeadAlone,
  labelsOfHead,
  packedHead,
  packHead,
  shareTrouble,
} from '../state/share';
import { Button } from '../ui/button';
import { TextField } from '../ui/field';
import { Trouble } from '../ui/notice';
import { Panel } from '../ui/panel';
import { words } from '../words';
import { LinkMade } from './link_made';

const SHOWN = 6;
const some = (labels: string[]) => labels.slice(0, SHOWN).join(', ') + (labels.length > SHOWN ? '…' : '');

function Made({ encoder }: { encoder: string }) {
  const [address, setAddress] = useState('');
  const given = address.trim();
  const wrong = faultOf('head', given);
  const link = headLink(encoder, wrong ? '' : given);
  return (
    <>
      {link === null ? (
        <p>{words.share.tooLarge}</p>
      ) : (
        <>
          {(!given || wrong) && <p class="small">{words.share.inside(some(labelsOfHead.value))}</p>}
          <LinkMade id="head-link" text={link} tooLong={words.share.tooLongHead} />
        </>
      )}
      <TextField
        id="head-address"
        label={words.share.headAddress}
        inputMode="url"
        value={address}
        onInput={setAddress}
        wrong={wrong}
        placeholder="https://"
        hint={words.share.headAddressHint}
      />
    </>
  );
}

export function SharePanel() {
  const [typed, setTyped] = useState('');
  if (!isHeadAlone.value) return null;
  const wrong = faultOf('encoder', typed.trim());
  const encoder = encoderInLink.value ?? (wrong ? '' : typed.trim());
  return (
    <Panel title={words.share.title} id="share" lead={words.share.lead}>
      {encoderInLink.value === null && (
        <TextField
          id="encoder-in-link"
          label={words.share.whereEncoder}
          value={typed}
          onInput={setTyped}
          wrong={wrong}
          hint={words.share.thatEncoder}
        />
      )}
      {encoder && packedHead.value ? (
        <Made encoder={encoder} />
      ) : (
        <Button id="make-link" disabled={!encoder} onClick={() => void packHead()}>
          {words.share.make}
        </Button>
      )}
      <Trouble text={shareTrouble.value} />
    </Panel>
  );
}
