// SPDX-License-Identifier: Apache-2.0
// The trained model helps with the labels: it suggests those that are missing and doubts some that are there; each is
// answered with a key.
import { useLayoutEffect, useRef } from 'preact/hooks';
import type { Reading } from '../../rows/cells';
import { dataset } from '../../state/data';
import { reading, undo } from '../../state/edits';
import { headAt } from '../../state/head';
import { phase } from '../../state/phase';
import {
  accept,
  asking,
  askForDoubts,
  askForLabels,
  at,
  back,
  canAsk,
  change,
  changedSince,
  closeQueue,
  item,
  EVERY,
  follows,
  instant,
  leave,
  next,
  open,
  orderBy,
  queue,
  queueTrouble,
  stopAsking,
  type Item,
  type Queue,
  type QueueOrder,
} from '../../state/queue';
import { goTo } from '../../state/steps';
import { ready, startRun } from '../../state/training';
import { Button } from '../../ui/button';
import { SelectField } from '../../ui/field';
import { count, percent, plural } from '../../ui/format';
import { Meter } from '../../ui/meter';
import { Notice, Trouble } from '../../ui/notice';
import { Panel } from '../../ui/panel';
import { labelsToChoose, OtherLabel } from './labels_field';

const ORDERS: { value: QueueOrder; label: string }[] = [
  { value: 'uncertain', label: 'least certain first' },
  { value: 'different', label: 'most unlike the training rows first' },
  { value: 'sure', label: 'most certain first' },
];

export function QueuePanel() {
  const how = reading.value;
  const now = queue.value;
  if (!how || (!canAsk.value && !changedSince.value && !now)) return null;
  return (
    <Panel
      id="queue"
      title="Labels with the help of the model"
      lead="The trained model suggests labels for rows that have none, and names labels that it doubts. You decide on each."
    >
      <Changed />
      {canAsk.value && (
        <div class="row">
          {open.value.length > 0 && (
            <Button kind="primary" busy={!!asking.value} onClick={askForLabels}>
              Suggest labels for {plural(open.value.length, 'row')}
            </Button>
          )}
          <Button busy={!!asking.value} disabled={!dataset.value} onClick={askForDoubts}>
            Find labels that it doubts
          </Button>
        </div>
      )}
      {asking.value && (
        <div class="row">
          <Meter
            label="Asking the model"
            share={asking.value.done / asking.value.all}
            text={`${count(asking.value.done)} of ${plural(asking.value.all, 'row')}`}
          />
          <Button onClick={stopAsking}>Stop</Button>
        </div>
      )}
      <Trouble text={queueTrouble.value} />
      {now && <List how={how} now={now} />}
      {now?.kind === 'suggestions' && instant.value && (
        <label class="small">
          <input
            type="checkbox"
            checked={follows.value}
            onChange={(event) => (follows.value = event.currentTarget.checked)}
          />{' '}
          Fit the head again after every {EVERY} labels
        </label>
      )}
    </Panel>
  );
}

/** Answers change the data, and the model is still that of before. */
function Changed() {
  if (!changedSince.value) return null;
  const running = phase.value !== 'idle';
  return (
    <Notice kind="warn">
      The data have changed since the training.{' '}
      {running ? (
        <Button onClick={() => goTo('train')}>See the training that is going on</Button>
      ) : (
        <Button disabled={!ready.value} onClick={() => startRun()}>
          Train again
        </Button>
      )}
    </Notice>
  );
}

function List({ how, now }: { how: Reading; now: Queue }) {
  if (now.why) return <p role="status">{now.why}</p>;
  const one = item.value;
  const older = now.head !== headAt.value && headAt.value !== 0;
  return (
    <div class="stack">
      {older && <p class="small">These are the answers of the model before. Ask again for those of the new one.</p>}
      <div class="row spread">
        <span class="number" role="status">
          {one
            ? `Row ${one.row}: ${count(at.value + 1)} of ${count(now.items.length)}`
            : `All ${plural(now.items.length, 'row')} are answered.`}
          {now.left > 0 && ` ${plural(now.left, 'more row')} can be asked about afterwards.`}
        </span>
        {now.kind === 'suggestions' && one && (
          <SelectField
            id="queue-order"
            label="Order"
            value=""
            options={[{ value: '', label: 'sort the rest' }, ...ORDERS]}
            onChange={(by) => by && orderBy(by as QueueOrder)}
          />
        )}
      </div>
      {one && <Ask how={how} kind={now.kind} one={one} />}
      <div class="row">
        <Button disabled={at.value === 0} onClick={back}>
          Back
        </Button>
        <Button kind="quiet" onClick={closeQueue}>
          Close the list
        </Button>
      </div>
    </div>
  );
}

const named = (labels: string[]) => labels.join(', ') || 'no label';

function Ask({ how, kind, one }: { how: Reading; kind: Queue['kind']; one: Item }) {
  const box = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => box.current?.focus({ preventScroll: true }), []);
  const labels = labelsToChoose(how);
  const single = how.task === 'single_label_classification';
  const keys = (event: KeyboardEvent) => {
    if (event.target !== box.current) return;
    const digit = single && /^[1-9]$/.test(event.key) ? labels[Number(event.key) - 1] : undefined;
    const acts: Record<string, () => void> = {
      Enter: accept,
      ' ': next,
      ArrowRight: next,
      ArrowLeft: back,
      Delete: leave,
    };
    if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === 'z') {
      undo();
      back();
    } else if (event.ctrlKey || event.metaKey || event.altKey) return;
    else if (digit !== undefined) change([digit]);
    else if (acts[event.key]) acts[event.key]!();
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  return (
    <div
      ref={box}
      class="row-panel stack"
      role="group"
      tabIndex={0}
      aria-labelledby="queue-text queue-said"
      onKeyDown={keys}
    >
      <p id="queue-text" class="queue-text" dir="auto">
        {one.text}
        {one.pair !== undefined && <span class="muted"> · {one.pair}</span>}
      </p>
      <p id="queue-said">
        {kind === 'doubts' && (
          <>
            The label is <b>{named(one.labels)}</b>.{' '}
          </>
        )}
        The model&rsquo;s answer is <b>{named(one.suggested)}</b>, with a probability of {percent(one.probability, 0)}
        {one.unlike !== null &&
          `; the text is stranger than ${percent(one.unlike, 0)} of the rows that it is compared with`}
        .
      </p>
      <div class="row label-buttons">
        <Button kind="primary" onClick={accept}>
          <kbd aria-hidden="true">Enter</kbd> {named(one.suggested)}
        </Button>
        <Button onClick={next}>
          <kbd aria-hidden="true">Space</kbd> {kind === 'doubts' ? `Keep ${named(one.labels)}` : 'Skip'}
        </Button>
        <Button onClick={leave}>
          <kbd aria-hidden="true">Del</kbd> Leave the row out
        </Button>
      </div>
      {single && (
        <div class="row label-buttons">
          {labels.slice(0, 24).map((label, i) => (
            <Button key={label} onClick={() => change([label])}>
              {i < 9 && <kbd aria-hidden="true">{i + 1}</kbd>} {label}
            </Button>
          ))}
        </div>
      )}
      <OtherLabel
        known={labels}
        onLabel={(label) => change(single ? [label] : [...new Set([...one.suggested, label])])}
      />
    </div>
  );
}
