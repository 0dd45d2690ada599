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
import { LinkMade } from './link_made';

const SHOWN = 6;
const some = (labels: string[]) => labels.slice(0, SHOWN).join(', ') + (labels.length > SHOWN ? '…' : '');

const TOO_LONG =
  'The link is too long for a QR code, which holds 2,953 characters. Download the head, put its file where others can ' +
  'fetch it, and give its address below: the code is then one of that address.';

function Made({ encoder }: { encoder: string }) {
  const [address, setAddress] = useState('');
  const given = address.trim();
  const wrong = faultOf('the head', given);
  const link = headLink(encoder, wrong ? '' : given);
  return (
    <>
      {link === null ? (
        <p>The head is too large for a link. Download it, put its file online and give its address below.</p>
      ) : (
        <>
          {(!given || wrong) && (
            <p class="small">
              In the link: the head’s weights (16 bits a number), the names of your labels ({some(labelsOfHead.value)}),
              the encoder’s name and how texts are cut. Not in it: your texts, the names of your columns, figures, and
              the score of texts that are unlike the training rows, which is too large.
            </p>
          )}
          <LinkMade id="head-link" text={link} tooLong={TOO_LONG} />
        </>
      )}
      <TextField
        id="head-address"
        label="Address of the head’s file, if you have put it online"
        inputMode="url"
        value={address}
        onInput={setAddress}
        wrong={wrong}
        placeholder="https://"
        hint="Its server must allow other pages to read it (CORS), or be this one. The link is then short."
      />
    </>
  );
}

export function SharePanel() {
  const [typed, setTyped] = useState('');
  if (!isHeadAlone.value) return null;
  const wrong = faultOf('the encoder', typed.trim());
  const encoder = encoderInLink.value ?? (wrong ? '' : typed.trim());
  return (
    <Panel
      title="Share it as a link"
      id="share"
      lead="Whoever opens the link gets the encoder from where you got it, your head on it, and comes straight to “Try it”. A telephone does, too."
    >
      {encoderInLink.value === null && (
        <TextField
          id="encoder-in-link"
          label="Where others get the encoder"
          value={typed}
          onInput={setTyped}
          wrong={wrong}
          hint="You chose it from files on this computer. Give its name on the hub or an address; the head fits that very encoder only."
        />
      )}
      {encoder && packedHead.value ? (
        <Made encoder={encoder} />
      ) : (
        <Button id="make-link" disabled={!encoder} onClick={() => void packHead()}>
          Make a link
        </Button>
      )}
      <Trouble text={shareTrouble.value} />
    </Panel>
  );
}
