// SPDX-License-Identifier: Apache-2.0
// Runs side by side: the options that differ, their curves in one plot, their numbers, and the paired tests.
import { Curve } from '../charts/curve';
import type { Line } from '../charts/lines';
import { smoothed } from '../charts/smooth';
import { headlines } from '../answers/metrics';
import { differing, joined, onlyRight, type Past } from '../answers/past';
import { changeInWords, isShown } from '../answers/worth';
import type { MetricName } from '../border/messages';
import { largest } from '../read/extremes';
import { beside, compareTrouble, isComparable, notTested, pairs, type Pair } from '../state/runs';
import { figure } from '../ui/format';
import { interval } from '../ui/interval';
import { Notice, Trouble } from '../ui/notice';
import { Panel } from '../ui/panel';
import { formatOf, tickOf } from '../ui/quantity';
import { Scroll } from '../ui/scroll';
import { inWords, words } from '../words';

/** From the fifth run on they come again, dashed. */
const COLORS = ['--accent', '--second', '--third', '--fourth'];
const styleOf = (i: number) => ({ color: COLORS[i % COLORS.length]!, dashed: i >= COLORS.length });

function Heads({ first, all }: { first: string; all: Past[] }) {
  return (
    <thead>
      <tr>
        <th scope="col">{first}</th>
        {all.map(({ began, name }) => (
          <th key={began} scope="col">
            {name}
          </th>
        ))}
      </tr>
    </thead>
  );
}

function Options({ all }: { all: Past[] }) {
  const options = differing(all);
  if (options.length === 0) return <p>{words.runs.sameOptions}</p>;
  return (
    <Scroll label={words.runs.optionTable} kind="whole">
      <table id="differing">
        <Heads first={words.runs.option} all={all} />
        <tbody>
          {options.map(({ name, values }) => (
            <tr key={name.text}>
              <th scope="row">{inWords(name)}</th>
              {values.map((value, i) => (
                <td key={i}>{inWords(value)}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </Scroll>
  );
}

interface Drawn {
  run: Past;
  at: number[];
  values: (number | null)[];
  style: ReturnType<typeof styleOf>;
}

interface OverlayProps {
  title: string;
  drawn: Drawn[];
  /** What is drawn, where it is no loss. */
  name?: MetricName;
  end: number;
  fromZero?: boolean;
  points?: boolean;
}

function Overlay({ title, drawn, name, end, fromZero, points }: OverlayProps) {
  const format = name && formatOf(name);
  const { at, values } = joined(drawn);
  const lines = drawn.map(({ run, style }, i): Line => ({
    label: run.name,
    ...style,
    points,
    format,
    values: values[i]!,
  }));
  return (
    <figure>
      <figcaption class="title">
        {title}
        {drawn.map(({ run, style }) => (
          <span key={run.began}>
            <i class={style.dashed ? 'key dashed' : 'key'} style={{ borderColor: `var(${style.color})` }} /> {run.name}
          </span>
        ))}
      </figcaption>
      <Curve
        label={words.runs.overUpdates(title)}
        {...{ steps: at, end, lines, fromZero }}
        format={tickOf(name ?? 'loss')}
      />
    </figure>
  );
}

function Curves({ all }: { all: Past[] }) {
  const lines = all.map((run, i) => ({ run, style: styleOf(i), ...run.log })).filter(({ steps }) => steps.length > 0);
  if (lines.length === 0) return <p class="muted">{words.runs.noCurve}</p>;
  const end = largest(lines.map(({ steps }) => steps.at(-1)!.steps));
  const checked = lines.filter(({ validations }) => validations.length > 0);
  const name = headlines(checked[0]?.validations[0] ?? {})[0];
  const training = lines.map(({ run, style, steps }) => ({
    ...{ run, style, at: steps.map(({ step }) => step) },
    values: smoothed(
      steps.map(({ loss }) => loss),
      Math.max(10, Math.round(end / 25)),
    ),
  }));
  const of = (metric: MetricName) =>
    checked.map(({ run, style, validations }) => ({
      ...{ run, style, at: validations.map(({ step }) => step) },
      values: validations.map((check) => check[metric] ?? null),
    }));
  const without = all.filter(({ log }) => log.steps.length === 0).map((run) => run.name);
  return (
    <div class="curves">
      {without.length > 0 && <p class="muted">{words.runs.noCurveOf(without.join(', '))}</p>}
      <Overlay title={words.runs.trainingLoss} drawn={training} end={end} fromZero />
      {checked.length > 0 && (
        <>
          <Overlay title={words.runs.validationLoss} drawn={of('loss')} end={end} fromZero points />
          <Overlay
            title={words.runs.validationOf(words.metrics.title(name))}
            drawn={of(name)}
            {...{ name, end }}
            points
          />
        </>
      )}
    </div>
  );
}

function Numbers({ all }: { all: Past[] }) {
  const names = [...new Set(all.flatMap(({ test, validation }) => headlines(test ?? validation ?? {})))];
  const lines = names.flatMap((name) => [
    {
      name,
      of: words.runs.ofTest,
      values: all.map(({ test }) => ({ value: test?.[name], range: test?.intervals[name] })),
    },
    {
      name,
      of: words.runs.ofValidation,
      values: all.map(({ validation }) => ({ value: validation?.[name], range: undefined })),
    },
  ]);
  return (
    <Scroll label={words.runs.numbers} kind="whole">
      <table>
        <Heads first={words.runs.number} all={all} />
        <tbody>
          {lines.map(({ name, of, values }) => (
            <tr key={of(name)}>
              <th scope="row">{of(words.metrics.title(name))}</th>
              {values.map(({ value, range }, i) => (
                <td key={i}>
                  {figure(name, value)}
                  {range && <small class="muted"> {interval(range, (n) => figure(name, n))}</small>}
                </td>
              ))}
            </tr>
          ))}
          <tr>
            <th scope="row">{words.runs.comparable}</th>
            {all.map((run) => (
              <td key={run.began}>{isComparable(run) ? words.runs.yes : words.runs.no}</td>
            ))}
          </tr>
        </tbody>
      </table>
    </Scroll>
  );
}

function Verdict({ model, other, compared: { primary, against } }: Pair) {
  const shown = isShown(against);
  const right = onlyRight(against, model.name, other.name);
  return (
    <Notice kind={shown ? 'good' : 'plain'}>
      {words.runs.against(model.name, other.name, inWords(changeInWords(against, primary)))} {right && inWords(right)}
    </Notice>
  );
}

export function Beside() {
  const all = beside.value;
  if (all.length < 2) return null;
  return (
    <>
      <Panel title={words.runs.different} lead={words.runs.differentLead}>
        {pairs.value.map((pair) => (
          <Verdict key={pair.model.began} {...pair} />
        ))}
        {notTested.value && <p>{notTested.value}</p>}
        {pairs.value.length > 1 && <p class="small muted">{words.runs.manyTests(pairs.value.length)}</p>}
        <Trouble text={compareTrouble.value} />
        <Numbers all={all} />
      </Panel>
      <Panel title={words.runs.options}>
        <Options all={all} />
      </Panel>
      <Panel title={words.runs.curves}>
        <Curves all={all} />
      </Panel>
    </>
  );
}
