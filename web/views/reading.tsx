// SPDX-License-Identifier: Apache-2.0
// How the file is read: its header, the mark between cells, its encoding. Recognised, and changeable.
import { ENCODINGS } from '../data/bytes';
import { DELIMITER_FLAGS } from '../data/reading';
import { readOtherwise, type Loaded } from '../state/data';
import { SelectField } from '../ui/field';
import { More } from '../ui/more';

const WORDS: Record<string, string> = {
  comma: 'Comma',
  semicolon: 'Semicolon',
  tab: 'Tab',
  bar: 'Bar |',
  space: 'Space',
  none: 'None: each line is one text',
};

export function ReadingControls({ file: { table, files, options } }: { file: Loaded }) {
  if (files.length > 1 || table.encoding === undefined) return null;
  const cells = table.format === 'delimited' || options.delimiter !== undefined;
  const marks = Object.entries(DELIMITER_FLAGS);
  const known = marks.some(([, mark]) => mark === table.delimiter);
  return (
    <More title="How the file is read" open={options.delimiter !== undefined || options.encoding !== undefined}>
      <div class="columns">
        {cells && (
          <SelectField
            id="header"
            label="First row"
            value={table.header ? 'yes' : 'no'}
            options={[
              { value: 'yes', label: 'names the columns' },
              { value: 'no', label: 'is a row like the others' },
            ]}
            onChange={(value) => readOtherwise({ header: value === 'yes' })}
          />
        )}
        <SelectField
          id="delimiter"
          label="Between cells"
          value={cells ? table.delimiter : 'other'}
          options={[
            ...(cells && known
              ? []
              : [{ value: cells ? table.delimiter : 'other', label: cells ? table.delimiter : table.format }]),
            ...marks.map(([name, value]) => ({ value, label: WORDS[name]! })),
          ]}
          onChange={(value) => readOtherwise({ delimiter: value === 'other' ? undefined : value })}
        />
        <SelectField
          id="encoding"
          label="Encoding"
          value={table.encoding}
          options={Object.entries(ENCODINGS).map(([value, label]) => ({ value, label }))}
          onChange={(encoding) => readOtherwise({ encoding })}
          hint="The right one shows every letter right in the table below."
        />
        <SelectField
          id="decimal"
          label="Numbers such as 1,5"
          value={options.decimal ?? ''}
          options={[
            { value: '', label: 'as they look' },
            { value: 'comma', label: 'decimal comma' },
            { value: 'point', label: 'decimal point' },
          ]}
          onChange={(value) => readOtherwise({ decimal: value === 'comma' || value === 'point' ? value : undefined })}
        />
      </div>
    </More>
  );
}
