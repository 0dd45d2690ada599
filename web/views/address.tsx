// SPDX-License-Identifier: Apache-2.0
// A form for what is fetched by its address or its name on the hub, and a token of the user's account there.
import { useState } from 'preact/hooks';
import { TextField } from '../ui/field';
import { words } from '../words';

interface Props {
  address: { id: string; label: string; placeholder: string; hint: string };
  token: { id: string; label: string };
  button: string;
  waits: boolean;
  onFetch: (address: string, token: string) => void;
}

export function AddressForm({ address, token, button, waits, onFetch }: Props) {
  const [typed, setTyped] = useState('');
  const [secret, setSecret] = useState('');
  return (
    <form
      class="address"
      onSubmit={(event) => {
        event.preventDefault();
        onFetch(typed, secret.trim());
      }}
    >
      <TextField {...address} inputMode="url" value={typed} onInput={setTyped} />
      <TextField {...token} secret value={secret} onInput={setSecret} hint={words.load.tokenHint} />
      <button class="button" type="submit" disabled={!typed.trim() || waits}>
        {button}
      </button>
    </form>
  );
}
