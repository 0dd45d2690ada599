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
import { marked } from '../../ui/marked';
import { Meter } from '../../ui/meter';
import { Notice, Trouble } from '../../ui/notice';
import { Panel } from '../../ui/panel';
import { Begun, Digit, digitOf, useLabelKeys } from './label_keys';
import { labelsToChoose, MOST_BUTTONS, OtherLabel } from './labels_field';
import { words } from '../../words';

const ORDERS: QueueOrder[] = ['uncertain', 'different', 'sure'];

export function QueuePanel() {
  const how = reading.value;
  const now = queue.value;
  if (!how || (!canAsk.value && !changedSince.value && !now)) return null;
  return (
    <Panel id="queue" title={words.queue.title} lead={words.queue.lead}>
      <Changed />
      {canAsk.value && (
        <div class="row">
          {open.value.length > 0 && (
            <Button kind="primary" busy={!!asking.value} onClick={askForLabels}>
              {words.queue.suggest(open.value.length)}
            </Button>
          )}
          <Button busy={!!asking.value} disabled={!dataset.value} onClick={askForDoubts}>
            {words.queue.findDoubts}
          </Button>
        </div>
      )}
      {asking.value && (
        <div class="row">
          <Meter
            label={words.queue.asking}
            share={asking.value.done / asking.value.all}
            text={words.queue.asked(asking.value.done, asking.value.all)}
          />
          <Button onClick={stopAsking}>{words.queue.stop}</Button>
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
          {words.queue.fitAgain(EVERY)}
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
      {marked(words.queue.changed, {
        act: running ? (
          <Button onClick={() => goTo('train')}>{words.queue.seeTraining}</Button>
        ) : (
          <Button disabled={!ready.value} onClick={() => startRun()}>
            {words.queue.trainAgain}
          </Button>
        ),
      })}
    </Notice>
  );
}

function List({ how, now }: { how: Reading; now: Queue }) {
  if (now.why) return <p role="status">{now.why}</p>;
  const one = item.value;
  const older = now.head !== headAt.value && headAt.value !== 0;
  return (
    <div class="stack">
      {older && <p class="small">{words.queue.older}</p>}
      <div class="row spread">
        <span class="number" role="status">
          {one ? words.queue.at(one.row, at.value + 1, now.items.length) : words.queue.allAnswered(now.items.length)}
          {now.left > 0 && words.queue.left(now.left)}
        </span>
        {now.kind === 'suggestions' && one && (
          <SelectField
            id="queue-order"
            label={words.queue.order}
            value=""
            options={[
              { value: '', label: words.queue.sortRest },
              ...ORDERS.map((by) => ({ value: by, label: words.queue.orders[by] })),
            ]}
            onChange={(by) => by && orderBy(by as QueueOrder)}
          />
        )}
      </div>
      {one && <Ask how={how} kind={now.kind} one={one} />}
      <div class="row">
        <Button disabled={at.value === 0} onClick={back}>
          {words.queue.back}
        </Button>
        <Button kind="quiet" onClick={closeQueue}>
          {words.queue.closeList}
        </Button>
      </div>
    </div>
  );
}

const named = (labels: string[]) => labels.join(', ') || words.queue.noLabel;

function Ask({ how, kind, one }: { how: Reading; kind: Queue['kind']; one: Item }) {
  const box = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => box.current?.focus({ preventScroll: true }), []);
  const labels = labelsToChoose(how);
  const single = how.task === 'single_label_classification';
  const byKey = useLabelKeys();
  const keys = (event: KeyboardEvent) => {
    if (event.target !== box.current) return;
    if (single && byKey.press(event, labels, (label) => change([label]))) return;
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
        {kind === 'doubts' && marked(words.queue.labelIs, { label: <b>{named(one.labels)}</b> })}
        {marked(
          one.unlike === null ? words.queue.answer(one.probability) : words.queue.strange(one.probability, one.unlike),
          { label: <b>{named(one.suggested)}</b> },
        )}
      </p>
      <div class="row label-buttons">
        <Button kind="primary" onClick={accept}>
          <kbd aria-hidden="true">{words.queue.keys.enter}</kbd> {named(one.suggested)}
        </Button>
        <Button onClick={next}>
          <kbd aria-hidden="true">{words.queue.keys.space}</kbd>{' '}
          {kind === 'doubts' ? words.queue.keep(named(one.labels)) : words.queue.skip}
        </Button>
        <Button onClick={leave}>
          <kbd aria-hidden="true">{words.queue.keys.delete}</kbd> {words.queue.leaveOut}
        </Button>
      </div>
      {single && (
        <>
          <div class="row label-buttons">
            {labels.slice(0, MOST_BUTTONS).map((label) => (
              <Button key={label} shortcut={digitOf(label, labels)} onClick={() => change([label])}>
                <Digit of={label} labels={labels} /> {label}
              </Button>
            ))}
          </div>
          <p class="small">
            {words.queue.byKey} <Begun typed={byKey.typed} />
          </p>
        </>
      )}
      <OtherLabel
        known={labels}
        onLabel={(label) => change(single ? [label] : [...new Set([...one.suggested, label])])}
      />
    </div>
  );
}
