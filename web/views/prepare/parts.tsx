// SPDX-License-Identifier: Apache-2.0
// What step 1 shows of data that have been read.
import { mainFile, prepared } from '../../state/data';
import { ColumnsPanel } from '../columns';
import { LabelsPanel } from '../labels';
import { ProblemsPanel } from '../problems';
import { SplitPanel } from '../split';
import { Asides } from './asides';
import { AtOnce } from './at_once';
import { QueuePanel } from './queue';
import { RowsPanel } from './rows';
import './rows.css';

export function DataPanels() {
  const [file, data] = [mainFile.value, prepared.value];
  if (!file || !data) return null;
  return (
    <>
      <Asides />
      <AtOnce />
      <ColumnsPanel file={file} data={data} />
      <ProblemsPanel problems={data.problems} fixed={data.fixed} />
      <QueuePanel />
      <RowsPanel />
      {data.ok && <LabelsPanel data={data} />}
      <SplitPanel data={data} />
    </>
  );
}
