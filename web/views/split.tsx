// SPDX-License-Identifier: Apache-2.0
// How the rows are shared out: shares and seed, or a test file of the user's own.
import { Stackbar } from '../charts/stackbar';
import type { Prepared } from '../data/prepare';
import type { Task } from '../engine/messages';
import {
  closeTest,
  fold,
  openTest,
  rowsOf,
  seed,
  setFraction,
  testFile,
  testTrouble,
  wantedFractions,
} from '../state/data';
import { Button } from '../ui/button';
import { Drop } from '../ui/drop';
import { NumberField, RangeField } from '../ui/field';
import { count, percent } from '../ui/format';
import { More } from '../ui/more';
import { Notice, Trouble } from '../ui/notice';
import { Panel } from '../ui/panel';

const LARGEST = 40;

function TestFile() {
  const own = testFile.value;
  return (
    <More title={own ? `Test file: ${own.name}` : 'Use a test file of your own'} open={!!own || !!testTrouble.value}>
      {own ? (
        <div class="row">
          <span>
            {own.name}: {count(own.table.rows.length)} rows
          </span>
          <Button onClick={closeTest}>Remove it</Button>
        </div>
      ) : (
        <Drop
          id="test-file"
          button="Choose a test file"
          multiple
          onFiles={openTest}
          hint="With the same labels. Then nothing is split off for the test, and all other rows can be trained on."
        />
      )}
      <Trouble text={testTrouble.value} />
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
        {testFile.value ? (
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
      <TestFile />
    </Panel>
  );
}
