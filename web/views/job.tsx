// SPDX-License-Identifier: Apache-2.0
// The progress of the long call that is going on.
import { progress } from '../state/engine';
import { bytes, count } from '../ui/format';
import { Meter } from '../ui/meter';

export function JobMeter({ label }: { label?: string }) {
  const job = progress.value;
  if (!job) return null;
  const show = job.unit === 'bytes' ? bytes : count;
  return (
    <Meter
      label={label ?? job.what}
      share={job.total ? job.done / job.total : null}
      text={
        job.total
          ? `${show(job.done)} of ${show(job.total)}`
          : job.done
            ? `${show(job.done)} ${job.unit === 'bytes' ? '' : job.unit}`
            : ''
      }
    />
  );
}
