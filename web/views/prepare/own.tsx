// SPDX-License-Identifier: Apache-2.0
// Examples that are written in the page: a label, and one example a line under it.
import { useState } from 'preact/hooks';
import { linesOf, openWritten, type Written } from '../../state/own_rows';
import { Button } from '../../ui/button';
import { TextField } from '../../ui/field';
import { words } from '../../words';

const EMPTY: Written = { label: '', texts: '' };
/** Each label needs two different texts: one to train on, one for the test. */
const FEWEST = 2;

export function OwnExamples() {
  const [written, set] = useState<Written[]>([EMPTY, EMPTY]);
  const change = (at: number, part: Partial<Written>) =>
    set(written.map((one, i) => (i === at ? { ...one, ...part } : one)));
  const used = written.filter(({ label, texts }) => label.trim() !== '' || linesOf(texts).length > 0);
  const whole = used.filter(({ label, texts }) => label.trim() !== '' && linesOf(texts).length >= FEWEST);
  const names = new Set(whole.map(({ label }) => label.trim()));
  const ready = whole.length === used.length && names.size >= 2;
  const rows = used.reduce((sum, { texts }) => sum + linesOf(texts).length, 0);
  return (
    <div class="stack">
      <div class="columns">
        {written.map((one, i) => (
          <div class="stack" key={i}>
            <TextField
              id={`own-label-${i}`}
              label={words.rows.ownLabel(i + 1)}
              value={one.label}
              onInput={(label) => change(i, { label })}
            />
            <TextField
              id={`own-texts-${i}`}
              label={words.rows.ownTexts(linesOf(one.texts).length)}
              rows={6}
              value={one.texts}
              onInput={(texts) => change(i, { texts })}
            />
          </div>
        ))}
      </div>
      <div class="row">
        <Button onClick={() => set([...written, EMPTY])}>{words.rows.ownMore}</Button>
        <Button id="own-open" kind="primary" disabled={!ready} onClick={() => openWritten(used)}>
          {words.rows.ownUse(rows)}
        </Button>
      </div>
      {!ready && <p class="small muted">{words.rows.ownFew(FEWEST)}</p>}
    </div>
  );
}
