// SPDX-License-Identifier: Apache-2.0
// How the rows are shared out: shares and seed, or files of the user's own.
import { Stackbar } from '../charts/stackbar';
import { OTHERS, type Other } from '../rows/files';
import type { Prepared } from '../rows/prepare';
import type { Task } from '../border/messages';
import {
  closeOwn,
  fold,
  openOwn,
  ownFile,
  ownSource,
  ownTrouble,
  rowsOf,
  seed,
  setFraction,
  wantedFractions,
  type Loaded,
} from '../state/data';
import { Button } from '../ui/button';
import { Drop } from '../ui/drop';
import { NumberField, RangeField } from '../ui/field';
import { count, percent, plural } from '../ui/format';
import { More } from '../ui/more';
import { Notice, Trouble } from '../ui/notice';
import { Panel } from '../ui/panel';

const LARGEST = 40;

const HINTS: Record<Other, string> = {
  validation: 'With the same labels. Then nothing is split off to validate with, and more rows can be trained on.',
  test: 'With the same labels. Then nothing is split off for the test, and more rows can be trained on.',
};

function columnsOf({ table, columns: { text, pair, labels } }: Loaded): string {
  const name = (i: number) => `“${table.columns[i]}”`;
  const second = pair === null ? '' : `, second text ${name(pair)}`;
  return `text ${name(text)}${second}, label ${labels.map(name).join(', ') || 'none'}`;
}

function OwnFile({ part }: { part: Other }) {
  const own = ownSource[part].value;
  const trouble = ownTrouble[part].value;
  return (
    <More title={own ? `The ${part} file: ${own.name}` : `Use a ${part} file of your own`} open={!!own || !!trouble}>
      {own ? (
        <div class="row">
          <span>
            {own.name}: {plural(own.table.rows.length, 'row')}. Read from it: {columnsOf(own)}.
          </span>
          <Button onClick={() => closeOwn(part)}>Remove it</Button>
        </div>
      ) : (
        <Drop
          id={`${part}-file`}
          button={`Choose a ${part} file`}
          multiple
          onFiles={(files) => openOwn(part, files)}
          hint={HINTS[part]}
        />
      )}
      <Trouble text={trouble} />
    </More>
  );
}

const SHARES: Record<Task, string> = {
  single_label_classification: 'Every label keeps its share in all three parts',
  multi_label_classification: 'Every label keeps its share in all three parts',
  regression: 'High and low numbers are shared out evenly',
  token_classification: 'Chance shares the rows out',
};

export function SplitPanel({ data }: { data: Prepared }) {
  const { validation, test } = wantedFractions.value;
  const all = rowsOf(data) || 1;
  const share = (part: 'train' | 'validation' | 'test', label: string) => ({
    label,
    value: data.parts[part].length,
    text: `${count(data.parts[part].length)} (${percent(data.parts[part].length / all, 0)})`,
  });
  return (
    <Panel
      title="Split"
      lead={`${SHARES[data.task]}, and equal or nearly equal texts stay together. The test rows are put away now and touched once, at the end: a model is judged by texts it never saw.`}
    >
      <Stackbar
        label="Rows in each part"
        shares={[share('train', 'Train'), share('validation', 'Validation'), share('test', 'Test')]}
      />
      <div class="columns">
        {ownFile.validation.value ? (
          <Notice>The validation rows are your own file's.</Notice>
        ) : (
          <RangeField
            id="validation-share"
            label="Validation"
            shown={`${Math.round(100 * validation)} %`}
            min={5}
            max={LARGEST}
            value={Math.round(100 * validation)}
            onInput={(value) => setFraction('validation', value / 100)}
            hint="Looked at after every epoch, to see whether it still gets better."
          />
        )}
        {ownFile.test.value ? (
          <Notice>The test set is your own file.</Notice>
        ) : fold.value ? (
          <Notice>
            The test set is part {fold.value.index + 1} of {fold.value.of}, from training on all parts in turn.{' '}
            <Button onClick={() => (fold.value = null)}>One split again</Button>
          </Notice>
        ) : (
          <RangeField
            id="test-share"
            label="Test"
            shown={`${Math.round(100 * test)} %`}
            min={5}
            max={LARGEST}
            value={Math.round(100 * test)}
            onInput={(value) => setFraction('test', value / 100)}
            hint="More rows here make the final figures surer."
          />
        )}
        <NumberField
          id="seed"
          label="Seed"
          value={seed.value}
          min={0}
          max={2147483647}
          onChange={(value) => (seed.value = Math.max(0, Math.floor(value)))}
          hint="The same seed gives the same split, the same head and the same result, bit for bit."
        />
      </div>
      {OTHERS.map((part) => (
        <OwnFile key={part} part={part} />
      ))}
    </Panel>
  );
}
