// SPDX-License-Identifier: Apache-2.0
// How unlike the training rows a text is, and from where on it is none of these.
import { nameOfReference, turnedAway } from '../answers/unlike';
import { noneFrom, type Said } from '../state/results';
import { RangeField } from '../ui/field';
import { percent } from '../ui/format';

/** Whole per cents; one more than 100 turns no text away. */
const LEAST = 80;
const NEVER = 101;

export function UnlikePart({ unlike }: { unlike: NonNullable<Said['unlike']> }) {
  const limit = noneFrom.value;
  const away = turnedAway(unlike, limit);
  return (
    <div class="unlike">
      <p>
        Stranger than{' '}
        <strong class="number">{unlike.share < 1 ? percent(Math.floor(100 * unlike.share) / 100, 0) : 'all'}</strong> of{' '}
        {nameOfReference(unlike)}
        {unlike.reference === 'training' && ', each judged by a fit on the others'}.
      </p>
      <RangeField
        id="none-from"
        label="“None of these” from"
        min={LEAST}
        max={NEVER}
        value={limit === null ? NEVER : Math.round(limit * 100)}
        shown={limit === null ? 'never' : percent(limit, 0)}
        onInput={(value) => (noneFrom.value = value === NEVER ? null : value / 100)}
        hint={
          limit === null
            ? 'Every text gets an answer, also one about something else. Move this to turn away texts that are unlike the training rows.'
            : `It would turn away ${away.toLocaleString('en')} of ${nameOfReference(unlike)} (${percent(away / unlike.count)}).`
        }
      />
    </div>
  );
}
