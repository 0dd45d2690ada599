// SPDX-License-Identifier: Apache-2.0
// The progress of the long call that is going on, and the way to stop it.
import type { CallName } from '../border/messages';
import { cancelCalls, progress } from '../state/engine';
import { Button } from '../ui/button';
import { bytes, count } from '../ui/format';
import { Meter } from '../ui/meter';
import { inWords, words } from '../words';

interface Props {
  label?: string;
  /** The calls that it is about, which then can be stopped here; absent: whatever goes on. */
  of?: CallName[];
}

export function JobMeter({ label, of }: Props) {
  const job = progress.value;
  if (!job || (of && !of.some((name) => name === job.call))) return null;
  const show = job.unit === 'bytes' ? bytes : count;
  return (
    <>
      <Meter
        label={label ?? inWords({ text: job.what, said: job.said })}
        share={job.total ? job.done / job.total : null}
        text={
          job.total
            ? words.shell.of(show(job.done), show(job.total))
            : job.done
              ? `${show(job.done)} ${job.unit === 'bytes' ? '' : job.unit}`
              : ''
        }
      />
      {of && (
        <div class="row">
          <Button kind="quiet" onClick={() => cancelCalls(of)}>
            {words.shell.stop}
          </Button>
        </div>
      )}
    </>
  );
}
