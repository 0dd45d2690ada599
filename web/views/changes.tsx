// SPDX-License-Identifier: Apache-2.0
// Texts whose answer changes as the model learns.
import { changes, type ChangedText } from '../state/changes';
import { Fold } from '../ui/fold';
import { words } from '../words';

/** Of an epoch. */
const MOST = 6;

function Text({ text, label, from, to }: ChangedText) {
  const right = to === label;
  return (
    <li>
      <q dir="auto">{text}</q>{' '}
      <span class="small">
        <bdi>{from}</bdi> →{' '}
        <strong>
          <bdi>{to}</bdi>
        </strong>{' '}
        <span class={`tag ${right ? 'on' : ''}`}>{right ? words.changes.right : words.changes.wrong(label)}</span>
      </span>
    </li>
  );
}

export function ChangesPanel() {
  const [last] = changes.value;
  if (!last) return null;
  return (
    <Fold
      title={words.changes.title}
      aside={words.changes.last(last.texts.length, last.of, last.epoch)}
      lead={words.changes.lead(last.of)}
    >
      {changes.value.map(({ epoch, texts }) => (
        <section key={epoch} aria-label={words.changes.epoch(epoch)}>
          <h3>{words.changes.changed(epoch, texts.length)}</h3>
          <ul class="mistakes">
            {texts.slice(0, MOST).map((changed, i) => (
              <Text key={i} {...changed} />
            ))}
          </ul>
          {texts.length > MOST && <p class="small muted">{words.changes.more(texts.length - MOST)}</p>}
        </section>
      ))}
    </Fold>
  );
}
