// SPDX-License-Identifier: Apache-2.0
// The result as a file for others.
import { useState } from 'preact/hooks';
import { reportTrouble, saveReport } from '../state/report';
import { Button } from '../ui/button';
import { Fold } from '../ui/fold';
import { Trouble } from '../ui/notice';
import { words } from '../words';

export function ReportPanel() {
  const [texts, setTexts] = useState(false);
  return (
    <Fold title={words.report.title} lead={words.report.lead}>
      <label>
        <input
          id="report-texts"
          type="checkbox"
          checked={texts}
          onChange={(event) => setTexts(event.currentTarget.checked)}
        />{' '}
        {words.report.withTexts}
      </label>
      <Trouble text={reportTrouble.value} />
      <div class="row">
        <Button id="save-report" onClick={() => void saveReport(texts)}>
          {words.report.save}
        </Button>
      </div>
    </Fold>
  );
}
