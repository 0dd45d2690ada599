// SPDX-License-Identifier: Apache-2.0
// How the rows are shared out: shares and seed, or files of the user's own.
import { Stackbar } from '../charts/stackbar';
import { OTHERS, type Other } from '../rows/files';
import type { Prepared } from '../rows/prepare';
import { SHARES } from '../rows/fractions';
import type { Part } from '../border/messages';
import {
  closeOwn,
  fold,
  openOwn,
  ownFile,
  ownSource,
  ownTrouble,
  PARTS,
  rowsOf,
  seed,
  setFraction,
  wantedFractions,
  type Loaded,
} from '../state/data';
import { Button } from '../ui/button';
import { Drop } from '../ui/drop';
import { NumberField, RangeField } from '../ui/field';
import { count, percent } from '../ui/format';
import { marked } from '../ui/marked';
import { More } from '../ui/more';
import { Notice, Trouble } from '../ui/notice';
import { FoldOnPhones } from '../ui/fold';
import { inWords, words } from '../words';

function readFrom({ name, table, columns: { text, pair, labels } }: Loaded) {
  const column = (i: number) => words.columns.named(table.columns[i]!);
  const rows = words.columns.rows(table.rows.length);
  return words.columns.ownRead(name, rows, column(text), pair === null ? null : column(pair), labels.map(column));
}

function OwnFile({ part }: { part: Other }) {
  const own = ownSource[part].value;
  const trouble = ownTrouble[part].value;
  return (
    <More title={own ? words.columns.ownFile(part, own.name) : words.columns.useOwn(part)} open={!!own || !!trouble}>
      {own ? (
        <div class="row">
          <span>{readFrom(own)}</span>
          <Button onClick={() => closeOwn(part)}>{words.columns.remove}</Button>
        </div>
      ) : (
        <Drop
          id={`${part}-file`}
          button={words.columns.chooseOwn(part)}
          multiple
          onFiles={(files) => openOwn(part, files)}
          hint={words.columns.ownHints[part]}
        />
      )}
      <Trouble text={trouble} />
    </More>
  );
}

export function SplitPanel({ data }: { data: Prepared }) {
  const { validation, test } = wantedFractions.value;
  const all = rowsOf(data) || 1;
  const share = (part: Part) => ({
    label: words.columns.parts[part],
    value: data.parts[part].length,
    text: `${count(data.parts[part].length)} (${percent(data.parts[part].length / all, 0)})`,
  });
  return (
    <FoldOnPhones title={words.columns.split} lead={words.columns.splitLead[data.task]}>
      <Stackbar label={words.columns.inParts} shares={PARTS.map(share)} />
      <div class="columns">
        {ownFile.validation.value ? (
          <Notice>{words.columns.ownValidation}</Notice>
        ) : (
          <RangeField
            id="validation-share"
            label={words.columns.parts.validation}
            shown={words.columns.share(data.instead ? 0 : Math.round(100 * validation))}
            min={100 * SHARES.validation.least}
            max={100 * SHARES.validation.most}
            value={data.instead ? 0 : Math.round(100 * validation)}
            onInput={(value) => setFraction('validation', value / 100)}
            hint={data.instead ? inWords(data.instead) : words.columns.validationHint}
          />
        )}
        {ownFile.test.value ? (
          <Notice>{words.columns.ownTest}</Notice>
        ) : fold.value ? (
          <Notice>
            {marked(words.columns.fold(fold.value.index + 1, fold.value.of), {
              once: (text) => <Button onClick={() => (fold.value = null)}>{text}</Button>,
            })}
          </Notice>
        ) : (
          <RangeField
            id="test-share"
            label={words.columns.parts.test}
            shown={words.columns.share(Math.round(100 * test))}
            min={100 * SHARES.test.least}
            max={100 * SHARES.test.most}
            value={Math.round(100 * test)}
            onInput={(value) => setFraction('test', value / 100)}
            hint={words.columns.testHint}
          />
        )}
        <NumberField
          id="seed"
          label={words.columns.seed}
          value={seed.value}
          min={0}
          max={2147483647}
          onChange={(value) => (seed.value = Math.max(0, Math.floor(value)))}
          hint={words.columns.seedHint}
        />
      </div>
      {OTHERS.map((part) => (
        <OwnFile key={part} part={part} />
      ))}
    </FoldOnPhones>
  );
}
