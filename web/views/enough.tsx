// SPDX-License-Identifier: Apache-2.0
// How much data is enough: a learning curve on demand.
import { Learning } from '../charts/learning';
import { curveMeasured, curveSentence, type LearningCurve } from '../answers/curve';
import { curve, curveTrouble, measureCurve, measuring } from '../state/curve';
import { trained } from '../state/head';
import { Button } from '../ui/button';
import { interval } from '../ui/interval';
import { Notice, Trouble } from '../ui/notice';
import { Fold } from '../ui/fold';
import { formatOf } from '../ui/quantity';
import { inWords, words } from '../words';
import { JobMeter } from './job';

function Found({ found }: { found: LearningCurve }) {
  const { enough, metrics: names } = words;
  const name = found.points[0]!.primary;
  const [title, format] = [names.title(name), formatOf(name)];
  const points = found.points.map(({ metrics }, k) => ({
    rows: found.sizes[k]!,
    value: metrics[name] ?? null,
    interval: metrics.intervals[name] ?? ([null, null] as [null, null]),
  }));
  return (
    <>
      <p class="small muted">{enough.about(enough[found.what], inWords(curveMeasured(found)), title)}</p>
      <Learning points={points} format={format} label={enough.over(title)} />
      <ul class="visually-hidden">
        {points.map((point) => (
          <li key={point.rows}>
            {enough.point(point.rows, format(point.value ?? NaN), interval(point.interval, format))}
          </li>
        ))}
      </ul>
      <Notice>{inWords(curveSentence(found))}</Notice>
    </>
  );
}

export function EnoughPanel() {
  if (!trained.value) return null;
  const { enough } = words;
  const now = measuring.value;
  return (
    <Fold title={enough.title} lead={enough.lead}>
      {curve.value && <Found found={curve.value} />}
      <div class="row">
        <Button id="curve-head" busy={now === 'head'} disabled={!!now} onClick={() => measureCurve('head')}>
          {enough.withHead}
        </Button>
        <Button
          id="curve-everything"
          busy={now === 'everything'}
          disabled={!!now}
          onClick={() => measureCurve('everything')}
        >
          {enough.withEverything}
        </Button>
        <span class="small muted">{enough.times}</span>
      </div>
      {now && <JobMeter of={['curve']} />}
      <Trouble text={curveTrouble.value} />
    </Fold>
  );
}
