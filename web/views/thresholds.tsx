// SPDX-License-Identifier: Apache-2.0
// Curves of a label over all thresholds, and a threshold to move.
import { useMemo, useState } from 'preact/hooks';
import { cutAt, cutsOf, falseAlarms, precisionOf, recallOf } from '../answers/thresholds';
import { Plane } from '../charts/plane';
import type { Outputs } from '../border/messages';
import type { Example } from '../read/table';
import type { HeadKind } from '../state/head';
import { RangeField, SelectField } from '../ui/field';
import { Figures } from '../ui/figures';
import { Fold } from '../ui/fold';
import { count, percent } from '../ui/format';

interface Props {
  examples: Example[];
  outputs: Outputs;
  head: HeadKind;
}

const LEAD =
  'A label could also be given from another probability on. A low threshold finds more of the rows that have the label, and gives it to more that do not. The numbers are of the test rows: do not choose the threshold by them.';

function Curves({ examples, outputs, head }: Props) {
  const [label, setLabel] = useState(0);
  const several = head.task === 'multi_label_classification';
  const [threshold, setThreshold] = useState(0.5);
  const cuts = useMemo(() => {
    const name = head.labels[label]!;
    const has = examples.map((example) => (several ? example.names!.includes(name) : example.label === name));
    return cutsOf(
      outputs.map((values) => values[label]!),
      has,
    );
  }, [examples, outputs, head, label, several]);
  const here = cutAt(cuts, threshold);
  const [precision, recall] = [precisionOf(here), recallOf(cuts, here)];
  return (
    <>
      <SelectField
        id="curve-label"
        label="Label"
        value={String(label)}
        options={head.labels.map((name, i) => ({ value: String(i), label: name }))}
        onChange={(value) => {
          setLabel(Number(value));
          if (several) setThreshold(head.thresholds[Number(value)] ?? 0.5);
        }}
      />
      <RangeField
        id="curve-threshold"
        label="Given from the probability"
        min={0}
        max={100}
        value={Math.round(100 * threshold)}
        shown={percent(threshold, 0)}
        onInput={(value) => setThreshold(value / 100)}
      />
      <Figures
        items={[
          {
            name: 'Precision',
            value: percent(precision),
            note: `${count(here.right)} of ${count(here.given)} that are given it have it`,
          },
          {
            name: 'Recall',
            value: percent(recall),
            note: `${count(here.right)} of ${count(cuts.positive)} that have it are given it`,
          },
          { name: 'Given', value: count(here.given), note: `of ${count(cuts.rows)} rows` },
        ]}
      />
      <div class="planes">
        <Plane
          title="Precision and recall"
          x="recall"
          y="precision"
          points={cuts.cuts.map((cut) => ({ x: recallOf(cuts, cut), y: precisionOf(cut) }))}
          chosen={{ x: recall, y: precision }}
        />
        <Plane
          title="ROC"
          x="share of the other rows that are given it"
          y="recall"
          points={cuts.cuts.map((cut) => ({ x: falseAlarms(cuts, cut), y: recallOf(cuts, cut) }))}
          chosen={{ x: falseAlarms(cuts, here), y: recall }}
        />
      </div>
    </>
  );
}

export function ThresholdsPanel(props: Props) {
  return (
    <Fold title="Thresholds and curves" lead={LEAD}>
      <Curves {...props} />
    </Fold>
  );
}
