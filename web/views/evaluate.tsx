// SPDX-License-Identifier: Apache-2.0
// Step 5: the test set, once, and what the figures mean.
import { isClassifier, namesOf } from '../answers/metrics';
import type { Metrics } from '../border/messages';
import { dataset } from '../state/data';
import { allFindings } from '../state/findings';
import { testedModels } from '../state/looks';
import { evaluateTest, evaluating, evaluation, evaluationTrouble } from '../state/results';
import { cutAsTrained, cutChanged, inTheWay, ready, splitChanged } from '../state/training';
import { Button } from '../ui/button';
import { plural } from '../ui/format';
import { Notice, Trouble } from '../ui/notice';
import { Panel } from '../ui/panel';
import { BaselinesPanel } from './baselines';
import { DoubtsPanel } from './doubts';
import { Findings } from './findings';
import { EnoughPanel } from './enough';
import { JobMeter } from './job';
import { ConfusionPanel, MetricsPanel, PerClassPanel } from './metrics';
import { PerOutputPanel, PlainMetricsPanel } from './plain_metrics';
import { MistakesPanel } from './mistakes';
import { ReliabilityPanel } from './reliability';
import { StepPage } from './step';

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

/** What there is of them: figures, a table of labels or types, a confusion matrix. */
function Numbers({ metrics, labels }: { metrics: Metrics; labels: string[] }) {
  const lines = metrics.per_class ?? metrics.per_type;
  const classifier = isClassifier(metrics) ? metrics : null;
  return (
    <>
      {classifier ? <MetricsPanel metrics={classifier} /> : <PlainMetricsPanel metrics={metrics} />}
      <BaselinesPanel />
      {metrics.calibration && <ReliabilityPanel before={metrics.calibration} after={metrics.calibrated} />}
      {metrics.per_output && <PerOutputPanel lines={metrics.per_output} labels={labels} />}
      {lines && <PerClassPanel lines={lines} labels={labels} />}
      {classifier && <ConfusionPanel metrics={classifier} labels={labels} />}
    </>
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
          <Numbers metrics={evaluation.value.metrics} labels={namesOf(data)} />
          <MistakesPanel task={data.task} />
          <DoubtsPanel />
        </>
      )}
      <EnoughPanel />
    </StepPage>
  );
}
