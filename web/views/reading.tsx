// SPDX-License-Identifier: Apache-2.0
// How the file is read: its header, the mark between cells, its encoding. Recognised, and changeable.
import { ENCODINGS } from '../read/encodings';
import { DELIMITER_FLAGS } from '../read/reading';
import { readOtherwise, type Loaded } from '../state/data';
import { SelectField } from '../ui/field';
import { More } from '../ui/more';
import { words } from '../words';

export function ReadingControls({ file }: { file: Loaded }) {
  const { table, files, options } = file;
  if (files.length > 1 || (table.encoding === undefined && table.sheets === undefined)) return null;
  return (
    <More title={words.columns.reading} open={Object.values(options).some((value) => value !== undefined)}>
      <div class="columns">
        {table.sheets && (
          <SelectField
            id="sheet"
            label={words.columns.sheet}
            value={table.sheet ?? ''}
            options={table.sheets.map((name) => ({ value: name, label: name }))}
            onChange={(sheet) => readOtherwise({ sheet })}
          />
        )}
        {(table.format === 'delimited' || options.delimiter !== undefined) && (
          <SelectField
            id="header"
            label={words.columns.firstRow}
            value={table.header ? 'yes' : 'no'}
            options={[
              { value: 'yes', label: words.columns.header },
              { value: 'no', label: words.columns.noHeader },
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
  const marks = Object.entries(DELIMITER_FLAGS).map(([name, value]) => ({
    value,
    label: (words.columns.delimiters as Record<string, string>)[name]!,
  }));
  const known = cut && marks.some(({ value }) => value === table.delimiter);
  const other = { value: OTHER, label: cut ? table.delimiter : words.columns.asFormat(table.format.toUpperCase()) };
  return (
    <>
      <SelectField
        id="delimiter"
        label={words.columns.delimiter}
        value={known ? table.delimiter : OTHER}
        options={known ? marks : [other, ...marks]}
        onChange={(value) => readOtherwise({ delimiter: value === OTHER ? undefined : value })}
      />
      <SelectField
        id="encoding"
        label={words.columns.encoding}
        value={encoding}
        options={Object.entries(ENCODINGS).map(([value, name]) => ({
          value,
          label: words.columns.encodingNamed(name),
        }))}
        onChange={(value) => readOtherwise({ encoding: value })}
        hint={words.columns.encodingHint}
      />
      <SelectField
        id="decimal"
        label={words.columns.decimal}
        value={options.decimal ?? ''}
        options={[
          { value: '', label: words.columns.asTheyLook },
          { value: 'comma', label: words.columns.comma },
          { value: 'point', label: words.columns.point },
        ]}
        onChange={(value) => readOtherwise({ decimal: value === 'comma' || value === 'point' ? value : undefined })}
      />
    </>
  );
}

/** No mark of the list. */
const OTHER = 'other';
