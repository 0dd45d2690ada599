// SPDX-License-Identifier: Apache-2.0
// Many texts at once: a file in, a table of predictions out.
import { answersCounted, many, manyTrouble, predictFile, predicting, savePredictions } from '../state/many';
import { Bars } from '../charts/bars';
import { Button } from '../ui/button';
import { Drop } from '../ui/drop';
import { count, percent, plural } from '../ui/format';
import { Trouble } from '../ui/notice';
import { Panel } from '../ui/panel';
import { JobMeter } from './job';

const MOST = 8;

export function ManyPanel() {
  const found = many.value;
  const counts = answersCounted.value;
  const all = counts.reduce((sum, [, texts]) => sum + texts, 0);
  return (
    <Panel
      title="Many texts"
      lead="Choose a file of texts, in any format that step 1 reads. Labels in it are not looked at. The predictions are a CSV file for spreadsheets, with the columns of the command line."
    >
      <Drop id="many-file" button="Choose a file" hint="or drop it here" multiple onFiles={predictFile} />
      <Trouble text={manyTrouble.value} />
      {predicting.value && <JobMeter of={['predict']} />}
      {found && (
        <>
          <p role="status">
            {plural(found.examples.length, 'text')} of the column <b>{found.column}</b> in {found.name} predicted.
          </p>
          {counts.length > 0 && (
            <Bars
              label="Texts by answer"
              max={all}
              bars={counts.slice(0, MOST).map(([label, texts]) => ({
                key: label,
                label,
                value: texts,
                text: `${count(texts)}, ${percent(texts / all, 0)}`,
              }))}
            />
          )}
          <div class="row">
            <Button id="save-predictions" kind="primary" onClick={savePredictions}>
              Save the predictions (CSV)
            </Button>
          </div>
        </>
      )}
    </Panel>
  );
}
