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
import { count, percent } from '../ui/format';
import { Trouble } from '../ui/notice';
import { Panel } from '../ui/panel';
import { words } from '../words';
import { Foreign } from './foreign';

const KEEPS: Keep[] = ['head', 'tail', 'head_tail', 'windows'];

export function LengthPanel() {
  const info = lengths.value;
  const { rows, tokens, unknown, median, longest } = lengthFacts.value;
  const cut = cutRows.value;
  return (
    <Panel title={words.tokenize.lengths} lead={words.tokenize.lengthsLead}>
      <Trouble text={lengthsTrouble.value} />
      {!info && !lengthsTrouble.value && <p class="muted">{words.tokenize.counting}</p>}
      <Foreign />
      {info && (
        <>
          <Histogram
            counts={lengthCounts.value}
            limit={maxLength.value}
            label={words.tokenize.histogram(median, longest, cut, maxLength.value)}
          />
          <p class="small muted axis">{words.tokenize.axis}</p>
          <RangeField
            id="max-length"
            label={words.tokenize.maximum}
            shown={words.tokenize.maximumIs(maxLength.value)}
            min={8}
            max={longestAllowed.value}
            step={8}
            value={maxLength.value}
            onInput={(value) => (wantedLength.value = value)}
            hint={
              <span role="status">
                {cut === 0 ? words.tokenize.noneCut : words.tokenize.loses[keep.value](cut, rows)}
              </span>
            }
          />
          <SelectField
            id="keep"
            label={words.tokenize.keep}
            options={KEEPS.map((kept) => ({ value: kept, label: words.tokenize.keeps[kept] }))}
            value={keep.value}
            onChange={(value) => (keep.value = value as Keep)}
            hint={words.tokenize.keepHint}
          />
          <Figures
            items={[
              { name: words.tokenize.all, value: count(tokens), note: words.tokenize.allNote },
              { name: words.tokenize.median, value: count(median), note: words.tokenize.medianNote },
              {
                name: words.tokenize.longest,
                value:
                  longest > longestAllowed.value ? words.tokenize.over(count(longestAllowed.value)) : count(longest),
              },
              {
                name: words.tokenize.unknown,
                value: percent(unknown, 2),
                note: words.tokenize.unknownNote,
              },
            ]}
          />
        </>
      )}
    </Panel>
  );
}
