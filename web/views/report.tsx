// SPDX-License-Identifier: Apache-2.0
// The result as a file for others.
import { useState } from 'preact/hooks';
import { reportTrouble, saveReport } from '../state/report';
import { Button } from '../ui/button';
import { Fold } from '../ui/fold';
import { Trouble } from '../ui/notice';

export function ReportPanel() {
  const [texts, setTexts] = useState(false);
  return (
    <Fold
      title="A report to keep or send"
      lead="One HTML file with data, options, results and curves, for reading and printing."
    >
      <label>
        <input
          id="report-texts"
          type="checkbox"
          checked={texts}
          onChange={(event) => setTexts(event.currentTarget.checked)}
        />{' '}
        With the texts of the wrong answers. Otherwise none of your texts is in it.
      </label>
      <Trouble text={reportTrouble.value} />
      <div class="row">
        <Button id="save-report" onClick={() => void saveReport(texts)}>
          Save the report
        </Button>
      </div>
    </Fold>
  );
}
