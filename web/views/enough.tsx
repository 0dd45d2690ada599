// SPDX-License-Identifier: Apache-2.0
// How much data is enough: a learning curve on demand.
import { Learning } from '../charts/learning';
import { curveMeasured, curveSentence, type LearningCurve } from '../answers/curve';
import { titleOf } from '../answers/metrics';
import { curve, curveTrouble, measureCurve, measuring } from '../state/curve';
import { trained } from '../state/head';
import { Button } from '../ui/button';
import { decimal } from '../ui/format';
import { interval } from '../ui/interval';
import { Notice, Trouble } from '../ui/notice';
import { Fold } from '../ui/fold';
import { JobMeter } from './job';

const LEAD =
  'The same training on an eighth, a quarter, half and all of the training rows, each measured on the same other rows. Test rows take no part, and your model stays as it is.';

const WHAT: Record<LearningCurve['what'], string> = {
  head: 'A head on the frozen encoder',
  everything: 'Everything trained, without early stopping',
};

function Found({ found }: { found: LearningCurve }) {
  const name = found.points[0]!.primary;
  const points = found.points.map(({ metrics }, k) => ({
    rows: found.sizes[k]!,
    value: metrics[name] ?? null,
    interval: metrics.intervals[name] ?? ([null, null] as [null, null]),
  }));
  return (
    <>
      <p class="small muted">
        {WHAT[found.what]}, {curveMeasured(found)}. {titleOf(name)} over the number of training rows, with 95 %
        intervals.
      </p>
      <Learning
        points={points}
        format={(n) => decimal(n)}
        label={`${titleOf(name)} over the number of training rows`}
      />
      <ul class="visually-hidden">
        {points.map((point) => (
          <li key={point.rows}>
            {point.rows} rows: {decimal(point.value ?? NaN)}, {interval(point.interval)}
          </li>
        ))}
      </ul>
      <Notice>{curveSentence(found)}</Notice>
    </>
  );
}

export function EnoughPanel() {
  if (!trained.value) return null;
  const now = measuring.value;
  return (
    <Fold title="How much data is enough?" lead={LEAD}>
      {curve.value && <Found found={curve.value} />}
      <div class="row">
        <Button id="curve-head" busy={now === 'head'} disabled={!!now} onClick={() => measureCurve('head')}>
          With a head on the frozen encoder
        </Button>
        <Button
          id="curve-everything"
          busy={now === 'everything'}
          disabled={!!now}
          onClick={() => measureCurve('everything')}
        >
          With everything trained
        </Button>
        <span class="small muted">The first takes seconds, the second about twice the time of a training.</span>
      </div>
      {now && <JobMeter of={['curve']} />}
      <Trouble text={curveTrouble.value} />
    </Fold>
  );
}
