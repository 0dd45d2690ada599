// SPDX-License-Identifier: Apache-2.0
// The progress of the long call that is going on, and the way to stop it.
import { cancelCall, progress } from '../state/engine';
import { Button } from '../ui/button';
import { bytes, count } from '../ui/format';
import { Meter } from '../ui/meter';

/** `stoppable`: the page has no other button for it. */
export function JobMeter({ label, stoppable }: { label?: string; stoppable?: boolean }) {
  const job = progress.value;
  if (!job) return null;
  const show = job.unit === 'bytes' ? bytes : count;
  return (
    <>
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
      {stoppable && (
        <div class="row">
          <Button kind="quiet" onClick={cancelCall}>
            Stop
          </Button>
        </div>
      )}
    </>
  );
}
