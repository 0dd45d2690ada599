// SPDX-License-Identifier: Apache-2.0
// How long the rows are, and where the maximum length cuts them.
import { Histogram } from '../charts/histogram';
import {
  cutRows,
  keep,
  lengthCounts,
  lengthFacts,
  lengths,
  lengthsTrouble,
  longestAllowed,
  maxLength,
  wantedLength,
  type Keep,
} from '../state/tokens';
import { Figures } from '../ui/figures';
import { RangeField, SelectField } from '../ui/field';
import { count, percent, plural } from '../ui/format';
import { Trouble } from '../ui/notice';
import { Panel } from '../ui/panel';

const KEEPS: { value: Keep; label: string }[] = [
  { value: 'head', label: 'Its first tokens' },
  { value: 'tail', label: 'Its last tokens' },
  { value: 'head_tail', label: 'A quarter from its front, the rest from its end' },
  { value: 'windows', label: 'All of it, read through overlapping windows' },
];
const LOSES: Record<Keep, string> = {
  head: 'would lose their end',
  tail: 'would lose their beginning',
  head_tail: 'would lose their middle',
  windows: 'would be read through several windows',
};

export function LengthPanel() {
  const info = lengths.value;
  const { rows, tokens, unknown, median, longest } = lengthFacts.value;
  const cut = cutRows.value;
  return (
    <Panel
      title="How long the rows are"
      lead="The encoder reads at most so many tokens of a row. Longer rows take more time and memory, so a maximum saves both, at the price of what it cuts off."
    >
      <Trouble text={lengthsTrouble.value} />
      {!info && !lengthsTrouble.value && <p class="muted">Counting the tokens of every row…</p>}
      {info && (
        <>
          <Histogram
            counts={lengthCounts.value}
            limit={maxLength.value}
            label={`Rows by number of tokens. Median ${median}, longest ${longest}. ${plural(cut, 'row')} longer than ${maxLength.value}.`}
          />
          <p class="small muted axis">tokens in a row</p>
          <RangeField
            id="max-length"
            label="Maximum length"
            shown={`${maxLength.value} tokens`}
            min={8}
            max={longestAllowed.value}
            step={8}
            value={maxLength.value}
            onInput={(value) => (wantedLength.value = value)}
            hint={
              <span role="status">
                {cut === 0
                  ? 'No row is cut.'
                  : `${plural(cut, 'row')} of ${count(rows)} (${percent(cut / rows)}) ${LOSES[keep.value]}.`}
              </span>
            }
          />
          <SelectField
            id="keep"
            label="What is kept of a longer text"
            options={KEEPS}
            value={keep.value}
            onChange={(value) => (keep.value = value as Keep)}
            hint="Of a pair, the longer text is the one that is cut first or read through windows. Windows take the time of all their tokens."
          />
          <Figures
            items={[
              { name: 'Tokens', value: count(tokens), note: 'in all rows, as they are read' },
              { name: 'Median row', value: count(median), note: 'half of the rows are shorter' },
              {
                name: 'Longest row',
                value: longest > longestAllowed.value ? `over ${count(longestAllowed.value)}` : count(longest),
              },
              {
                name: 'Unknown pieces',
                value: percent(unknown, 2),
                note: 'became [UNK]: text the vocabulary cannot write',
              },
            ]}
          />
        </>
      )}
    </Panel>
  );
}
