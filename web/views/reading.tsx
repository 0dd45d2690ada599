// SPDX-License-Identifier: Apache-2.0
// How the file is read: its header, the mark between cells, its encoding. Recognised, and changeable.
import { ENCODINGS } from '../read/bytes';
import { DELIMITER_FLAGS } from '../read/reading';
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

export function ReadingControls({ file }: { file: Loaded }) {
  const { table, files, options } = file;
  if (files.length > 1 || (table.encoding === undefined && table.sheets === undefined)) return null;
  return (
    <More title="How the file is read" open={Object.values(options).some((value) => value !== undefined)}>
      <div class="columns">
        {table.sheets && (
          <SelectField
            id="sheet"
            label="Sheet"
            value={table.sheet ?? ''}
            options={table.sheets.map((name) => ({ value: name, label: name }))}
            onChange={(sheet) => readOtherwise({ sheet })}
          />
        )}
        {(table.format === 'delimited' || options.delimiter !== undefined) && (
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
        {table.encoding !== undefined && <TextControls file={file} encoding={table.encoding} />}
      </div>
    </More>
  );
}

/** Of a file that is text. */
function TextControls({ file: { table, options }, encoding }: { file: Loaded; encoding: string }) {
  const cut = table.format === 'delimited' || options.delimiter !== undefined;
  const marks = Object.entries(DELIMITER_FLAGS).map(([name, value]) => ({ value, label: WORDS[name]! }));
  const known = cut && marks.some(({ value }) => value === table.delimiter);
  const other = { value: OTHER, label: cut ? table.delimiter : `as ${table.format.toUpperCase()} has it` };
  return (
    <>
      <SelectField
        id="delimiter"
        label="Between cells"
        value={known ? table.delimiter : OTHER}
        options={known ? marks : [other, ...marks]}
        onChange={(value) => readOtherwise({ delimiter: value === OTHER ? undefined : value })}
      />
      <SelectField
        id="encoding"
        label="Encoding"
        value={encoding}
        options={Object.entries(ENCODINGS).map(([value, label]) => ({ value, label }))}
        onChange={(value) => readOtherwise({ encoding: value })}
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
    </>
  );
}

/** No mark of the list. */
const OTHER = 'other';
