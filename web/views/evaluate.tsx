// SPDX-License-Identifier: Apache-2.0
// Step 5: the test set, once, and what the figures mean.
import { isClassifier, namesOf } from '../answers/metrics';
import type { Metrics, Outputs } from '../border/messages';
import { dataset } from '../state/data';
import { allFindings } from '../state/findings';
import { answering } from '../state/head';
import { filter } from '../state/listed';
import { testedModels } from '../state/looks';
import { headline } from '../state/report';
import { evaluateTest, evaluating, evaluation, evaluationTrouble } from '../state/results';
import { cutAsTrained, cutChanged, inTheWay, ready, splitChanged } from '../state/training';
import { Button } from '../ui/button';
import { plural } from '../ui/format';
import { Notice, Trouble } from '../ui/notice';
import { Panel } from '../ui/panel';
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

const FRESH =
  'They were put away in step 1. Test once, when you have finished training. If you change options until the test figures rise, you fit the model to these rows, and the figures no longer tell how good it is on new texts.';
const HONEST =
  'Nothing was chosen by these figures, so they tell how good the model is on new texts. Compare further runs by their validation figures: test figures that you choose by come out too high.';
const BEFORE =
  'Another model has been tested on these rows. Choose between models by their validation figures, and test only the one that you choose.';
const SEVERAL =
  'More than one model has been tested on these rows. The best of several test figures is too high for its model. Choose by the validation figures.';

function OncePanel() {
  const rows = dataset.value?.parts.test.length ?? 0;
  const seen = evaluation.value !== null;
  const models = testedModels.value;
  return (
    <Panel
      title={models ? 'The test set has been used' : `${plural(rows, 'row')} that the model was not trained on`}
      lead={models === 0 ? FRESH : models > 1 ? SEVERAL : seen ? HONEST : BEFORE}
    >
      <Button
        id="evaluate"
        kind={seen ? undefined : 'primary'}
        busy={evaluating.value}
        disabled={!ready.value}
        onClick={evaluateTest}
      >
        {evaluating.value ? 'Evaluating…' : seen ? 'Evaluate again' : 'Evaluate on the test set'}
      </Button>
      {evaluating.value && <JobMeter of={['evaluate']} />}
      <Trouble text={evaluationTrouble.value} />
      <p class="visually-hidden" role="status">
        {evaluation.value && 'The test metrics are below.'}
      </p>
    </Panel>
  );
}

/** What there is of them, folded: comparisons, a table of labels or types, a confusion matrix, curves. */
function Details({ metrics, outputs, labels }: { metrics: Metrics; outputs: Outputs; labels: string[] }) {
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
      {lines && <PerClassPanel lines={lines} labels={labels} />}
      {metrics.per_output && <PerOutputPanel lines={metrics.per_output} labels={labels} />}
      {classifier && data?.task === 'single_label_classification' && (
        <ConfusionPanel metrics={classifier} labels={labels} onField={onField} />
      )}
      {curves && <ThresholdsPanel examples={data.parts.test} outputs={outputs} head={head} />}
      {metrics.calibration && <ReliabilityPanel before={metrics.calibration} after={metrics.calibrated} />}
    </>
  );
}

function Headline() {
  const [first, ...rest] = headline.value;
  return (
    <Panel title="The result">
      <p class="headline">{first}</p>
      {rest.map((sentence) => (
        <p key={sentence}>{sentence}</p>
      ))}
      <Verdict />
    </Panel>
  );
}

export function EvaluateView() {
  const data = dataset.value;
  return (
    <StepPage
      id="evaluate"
      title="Evaluate"
      lede="How good is the model on texts that it was not trained on? A low training loss shows only that it fits the training rows. The test rows show whether it has learned the task."
    >
      {inTheWay.value && (
        <Notice kind="warn">
          The data have other labels than those the model was trained for, so they cannot test it. Load data with the
          same labels, or train on these.
        </Notice>
      )}
      {splitChanged.value && !inTheWay.value && (
        <Notice kind="warn">
          The data or their split have changed since the training, so the model may have been trained on some of these
          test rows. Train again, or choose the data, the split and the seed of the training again.
        </Notice>
      )}
      {cutChanged.value && (
        <Notice kind="warn">
          The maximum length, or what is kept of longer texts, has changed since the training, so the test rows are cut
          otherwise. <Button onClick={cutAsTrained}>Cut them as in the training</Button>
        </Notice>
      )}
      {!inTheWay.value && !splitChanged.value && !cutChanged.value && <OncePanel />}
      {data && evaluation.value && (
        <>
          <Findings findings={allFindings.value} />
          <Headline />
          {isClassifier(evaluation.value.metrics) ? (
            <MetricsPanel metrics={evaluation.value.metrics} />
          ) : (
            <PlainMetricsPanel metrics={evaluation.value.metrics} />
          )}
          <ReadRows task={data.task} labels={namesOf(data)} />
          <Details metrics={evaluation.value.metrics} outputs={evaluation.value.outputs} labels={namesOf(data)} />
        </>
      )}
      <EnoughPanel />
      {data && evaluation.value && <ReportPanel />}
    </StepPage>
  );
}
