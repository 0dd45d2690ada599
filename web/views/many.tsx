// SPDX-License-Identifier: Apache-2.0
// Many texts at once: a file in, a table of predictions out.
import { isFew } from '../answers/unlike';
import { answersCounted, many, manyTrouble, predictFile, predicting, savePredictions, strangers } from '../state/many';
import { Bars } from '../charts/bars';
import { Button } from '../ui/button';
import { Drop } from '../ui/drop';
import { Notice, Trouble } from '../ui/notice';
import { marked } from '../ui/marked';
import { Panel } from '../ui/panel';
import { inWords, words } from '../words';
import { JobMeter } from './job';

const MOST = 8;

const Column = ({ name }: { name: string }) => (
  <b>
    <bdi>{name}</bdi>
  </b>
);

export function ManyPanel() {
  const { tryout } = words;
  const found = many.value;
  const counts = answersCounted.value;
  const strange = strangers.value;
  const all = counts.reduce((sum, [, texts]) => sum + texts, 0);
  return (
    <Panel title={tryout.many} lead={tryout.manyLead}>
      <Drop id="many-file" button={tryout.chooseFile} hint={tryout.dropIt} multiple onFiles={predictFile} />
      <Trouble text={manyTrouble.value} />
      {predicting.value && <JobMeter of={['predict']} />}
      {found && (
        <>
          <p role="status">
            {marked((found.second === null ? tryout.predicted : tryout.predictedPairs)(found.examples.length), {
              column: <Column name={found.column} />,
              second: <Column name={found.second ?? ''} />,
              file: <bdi>{found.name}</bdi>,
            })}
          </p>
          {found.problems.map((problem) => (
            <Notice key={problem.text} kind={problem.level === 'note' ? 'plain' : 'warn'}>
              {inWords(problem)}
            </Notice>
          ))}
          {counts.length > 0 && (
            <Bars
              label={tryout.byAnswer}
              max={all}
              bars={counts.slice(0, MOST).map(([label, texts]) => ({
                key: label,
                label,
                value: texts,
                text: tryout.texts(texts, texts / all),
              }))}
            />
          )}
          {strange && (
            <p>
              {words.unlike.strangers(
                strange.texts,
                found.examples.length,
                strange.share,
                strange.reference.reference === 'training',
                strange.reference.count,
              )}{' '}
              {isFew(strange.reference) && words.unlike.few(strange.reference.count)}
            </p>
          )}
          <div class="row">
            <Button id="save-predictions" kind="primary" onClick={savePredictions}>
              {tryout.save}
            </Button>
          </div>
        </>
      )}
    </Panel>
  );
}
