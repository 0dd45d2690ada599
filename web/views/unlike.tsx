// SPDX-License-Identifier: Apache-2.0
// How unlike the training rows a text is, and from where on it is none of these.
import { isFew, turnedAway } from '../answers/unlike';
import { noneFrom, type Said } from '../state/results';
import { RangeField } from '../ui/field';
import { percent } from '../ui/format';
import { marked } from '../ui/marked';
import { words } from '../words';

/** Whole per cents; one more than 100 turns no text away. */
const LEAST = 80;
const NEVER = 101;

export function UnlikePart({ unlike }: { unlike: NonNullable<Said['unlike']> }) {
  const limit = noneFrom.value;
  const away = turnedAway(unlike, limit);
  const training = unlike.reference === 'training';
  const share = unlike.share < 1 ? percent(Math.floor(100 * unlike.share) / 100, 0) : words.unlike.all;
  return (
    <div class="unlike">
      <p>{marked(words.unlike.stranger(training, unlike.count), { share: <strong class="number">{share}</strong> })}</p>
      {isFew(unlike) && <p class="small muted">{words.unlike.few(unlike.count)}</p>}
      <RangeField
        id="none-from"
        label={words.tryout.noneFrom}
        min={LEAST}
        max={NEVER}
        value={limit === null ? NEVER : Math.round(limit * 100)}
        shown={limit === null ? words.tryout.never : percent(limit, 0)}
        onInput={(value) => (noneFrom.value = value === NEVER ? null : value / 100)}
        hint={limit === null ? words.tryout.everyText : words.unlike.away(away, training, unlike.count)}
      />
    </div>
  );
}
