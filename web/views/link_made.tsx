// SPDX-License-Identifier: Apache-2.0
// A link that was made: its text, the way to copy it, and its QR code.
import { useEffect, useState } from 'preact/hooks';
import { codeOf, copy, isOwnComputer, type Code } from '../state/share';
import { Button } from '../ui/button';
import { Notice } from '../ui/notice';
import { words } from '../words';
import '../style/share.css';

/** From this version on a telephone has to be close, and the code large. */
const DENSE = 20;
/** Characters that some programs cut a link at. */
const LONG = 2000;

function Drawn({ code: { size, path } }: { code: Code }) {
  return (
    <div class="qr">
      <svg viewBox={`0 0 ${size} ${size}`} shape-rendering="crispEdges" role="img" aria-label={words.link.qr}>
        <path d={path} fill="#000" />
      </svg>
    </div>
  );
}

function Qr({ text, tooLong }: { text: string; tooLong: string }) {
  const [code, setCode] = useState<{ of: string; code: Code | null } | null>(null);
  useEffect(() => {
    let wanted = true;
    codeOf(text).then(
      (made) => wanted && setCode({ of: text, code: made }),
      () => wanted && setCode(null),
    );
    return () => void (wanted = false);
  }, [text]);
  if (code?.of !== text) return null;
  if (!code.code) return <p class="small muted">{tooLong}</p>;
  return (
    <>
      <Drawn code={code.code} />
      {code.code.version >= DENSE && <p class="small muted">{words.link.dense}</p>}
    </>
  );
}

/** `id`: of its field. `tooLong`: what is said where there is no QR code for it. */
export function LinkMade({ id, text, tooLong }: { id: string; text: string; tooLong: string }) {
  const [copied, setCopied] = useState({ text: '', done: false });
  const now = copied.text === text;
  return (
    <>
      <div class="field">
        <label for={id}>{words.link.made(text.length)}</label>
        <input
          id={id}
          class="input"
          readOnly
          value={text}
          onFocus={(event) => event.currentTarget.select()}
          aria-describedby={`${id}-copied`}
        />
      </div>
      <div class="row">
        <Button kind="primary" onClick={() => void copy(text).then((done) => setCopied({ text, done }))}>
          {words.link.copy}
        </Button>
        <span id={`${id}-copied`} role="status" class="small">
          {now && (copied.done ? words.link.copied : words.link.notCopied)}
        </span>
      </div>
      {text.length > LONG && <p class="small muted">{words.link.mayBeCut}</p>}
      {isOwnComputer() && <Notice kind="warn">{words.link.ownComputer}</Notice>}
      <Qr text={text} tooLong={tooLong} />
    </>
  );
}
