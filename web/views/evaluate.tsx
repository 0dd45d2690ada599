// SPDX-License-Identifier: Apache-2.0
// Step 5: the test set, once, and what the figures mean.
import { isClassifier, namesOf, unitOf } from '../answers/metrics';
import type { Metrics, Outputs, Task } from '../border/messages';
import { dataset } from '../state/data';
import { allFindings } from '../state/findings';
import { answering } from '../state/head';
import { filter } from '../state/listed';
import { headline } from '../state/report';
import { testedModels } from '../state/looks';
import { comparing, evaluateTest, evaluating, evaluation, evaluationTrouble } from '../state/results';
import { trainedOnTest } from '../state/trained_on';
import { cutAsTrained, cutChanged, inTheWay, ready, trainedOnNow } from '../state/training';
import { Button } from '../ui/button';
import { Notice, Trouble } from '../ui/notice';
import { Panel } from '../ui/panel';
import { inWords, words } from '../words';
import { BaselinesPanel, Verdict } from './baselines';
import { Findings } from './findings';
import { EnoughPanel } from './enough';
import { JobMeter } from './job';
import { ConfusionPanel, MetricsPanel, PerClassPanel } from './metrics';
import { PerOutputPanel, PlainMetricsPanel } from './plain_metrics';
import { ReadRows } from './read_rows';
import { ReliabilityPanel } from './reliability';
import { ReportPanel } from './report';
import '../style/answers.css';
import { StepPage } from './step';
import { ThresholdsPanel } from './thresholds';

/** On a phone the result begins below the screen. */
async function evaluateAndShow(): Promise<void> {
  await evaluateTest();
  requestAnimationFrame(() => document.getElementById('result')?.scrollIntoView({ block: 'nearest' }));
}

function OncePanel() {
  const { evaluate } = words;
  const rows = dataset.value?.parts.test.length ?? 0;
  const seen = evaluation.value !== null;
  const models = testedModels.value;
  const known = trainedOnTest.value !== null;
  return (
    <Panel
      title={models ? evaluate.used : known ? evaluate.known(rows) : evaluate.unseen(rows)}
      lead={
        known
          ? undefined
          : models === 0
            ? evaluate.fresh
            : models > 1
              ? evaluate.several
              : seen
                ? evaluate.honest
                : evaluate.before
      }
    >
      <Button
        id="evaluate"
        kind={seen ? undefined : 'primary'}
        busy={evaluating.value}
        disabled={!ready.value}
        onClick={evaluateAndShow}
      >
        {evaluating.value ? evaluate.evaluating : seen ? evaluate.again : evaluate.test}
      </Button>
      {evaluating.value && <JobMeter of={['evaluate', 'baseline']} />}
      <Trouble text={evaluationTrouble.value} />
      <p class="visually-hidden" role="status">
        {evaluation.value && evaluate.below}
      </p>
    </Panel>
  );
}

interface DetailsProps {
  task: Task;
  metrics: Metrics;
  outputs: Outputs;
  labels: string[];
}

/** What there is of them, folded: comparisons, a table of labels or types, a confusion matrix, curves. */
function Details({ task, metrics, outputs, labels }: DetailsProps) {
  const lines = metrics.per_class ?? metrics.per_type;
  const classifier = isClassifier(metrics) ? metrics : null;
  const [data, head] = [dataset.value, answering.value];
  const onField = (truth: number, said: number) => {
    filter.value = { truth, said };
    document.getElementById('read-rows')?.scrollIntoView({ block: 'start' });
  };
  const curves = head && data && !metrics.per_type && head.task !== 'token_classification' && metrics.per_class;
  return (
    <>
      <BaselinesPanel />
      {lines && <PerClassPanel lines={lines} labels={labels} unit={unitOf(metrics, task)} />}
      {metrics.per_output && <PerOutputPanel lines={metrics.per_output} labels={labels.map(words.columns.named)} />}
      {classifier && data?.task === 'single_label_classification' && (
        <ConfusionPanel metrics={classifier} labels={labels} onField={onField} />
      )}
      {curves && <ThresholdsPanel examples={data.parts.test} outputs={outputs} head={head} />}
      {metrics.calibration && <ReliabilityPanel before={metrics.calibration} after={metrics.calibrated} />}
    </>
  );
}

function Headline() {
  const [first, ...rest] = headline.value.map(inWords);
  return (
    <Panel id="result" title={words.evaluate.result}>
      <p class="headline">{first}</p>
      {rest.map((sentence) => (
        <p key={sentence}>{sentence}</p>
      ))}
      <Verdict />
    </Panel>
  );
}

export function EvaluateView() {
  const { evaluate } = words;
  const data = dataset.value;
  const result = comparing.value ? null : evaluation.value;
  const again = trainedOnTest.value;
  return (
    <StepPage id="evaluate" title={evaluate.title} lede={evaluate.lede}>
      {inTheWay.value && (
        <Notice kind="warn">
          {evaluate.otherLabels} {data?.labels.every((label) => /^\d+$/.test(label)) && evaluate.numbersHaveNames}
        </Notice>
      )}
      {data && trainedOnNow.value > 0 && !inTheWay.value && (
        <Notice kind="warn">{evaluate.splitChanged(trainedOnNow.value, data.parts.test.length)}</Notice>
      )}
      {again && <Notice kind="warn">{evaluate.trainedOn(again.about, again.texts)}</Notice>}
      {cutChanged.value && (
        <Notice kind="warn">
          {evaluate.cutChanged} <Button onClick={cutAsTrained}>{evaluate.cutAsTrained}</Button>
        </Notice>
      )}
      {!inTheWay.value && trainedOnNow.value === 0 && !cutChanged.value && <OncePanel />}
      {data && result && (
        <>
          <Findings findings={allFindings.value} />
          <Headline />
          {isClassifier(result.metrics) ? (
            <MetricsPanel metrics={result.metrics} />
          ) : (
            <PlainMetricsPanel metrics={result.metrics} />
          )}
          <ReadRows task={data.task} labels={namesOf(data)} />
          <Details task={data.task} metrics={result.metrics} outputs={result.outputs} labels={namesOf(data)} />
        </>
      )}
      <EnoughPanel />
      {data && result && <ReportPanel />}
    </StepPage>
  );
}
