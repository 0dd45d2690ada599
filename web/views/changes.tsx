// SPDX-License-Identifier: Apache-2.0
// Texts whose answer changes as the model learns.
import { changes, type ChangedText } from '../state/changes';
import { plural } from '../ui/format';
import { Fold } from '../ui/fold';

/** Of an epoch. */
const MOST = 6;

function Text({ text, label, from, to }: ChangedText) {
  const right = to === label;
  return (
    <li>
      <q>{text}</q>{' '}
      <span class="small">
        {from} → <strong>{to}</strong>{' '}
        <span class={`tag ${right ? 'on' : ''}`}>{right ? 'right' : `wrong, it is ${label}`}</span>
      </span>
    </li>
  );
}

export function ChangesPanel() {
  const [last] = changes.value;
  if (!last) return null;
  return (
    <Fold
      title="Texts whose answer changes"
      aside={`${plural(last.texts.length, 'text')} of ${last.of} after epoch ${last.epoch}`}
      lead={`${plural(last.of, 'validation text')} ${last.of === 1 ? 'is' : 'are'} asked again after each epoch, with the weights of that moment. The last epoch comes first.`}
    >
      {changes.value.map(({ epoch, texts }) => (
        <section key={epoch} aria-label={`Epoch ${epoch}`}>
          <h3>
            Epoch {epoch}: {texts.length ? `${plural(texts.length, 'answer')} changed` : 'no answer changed'}
          </h3>
          <ul class="mistakes">
            {texts.slice(0, MOST).map((changed, i) => (
              <Text key={i} {...changed} />
            ))}
          </ul>
          {texts.length > MOST && <p class="small muted">And {texts.length - MOST} more.</p>}
        </section>
      ))}
    </Fold>
  );
}
