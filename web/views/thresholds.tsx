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
import { count, decimal, percent } from '../ui/format';
import { words } from '../words';

interface Props {
  examples: Example[];
  outputs: Outputs;
  head: HeadKind;
}

function Curves({ examples, outputs, head }: Props) {
  const { thresholds } = words;
  const [label, setLabel] = useState(0);
  const several = head.task === 'multi_label_classification';
  const own = (label: number) => (several && head.thresholds[label]) || 0.5;
  const [threshold, setThreshold] = useState(() => own(0));
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
        label={thresholds.label}
        value={String(label)}
        options={head.labels.map((name, i) => ({ value: String(i), label: name }))}
        onChange={(value) => {
          setLabel(Number(value));
          if (several) setThreshold(own(Number(value)));
        }}
      />
      <RangeField
        id="curve-threshold"
        label={thresholds.from}
        min={0}
        max={100}
        value={Math.round(100 * threshold)}
        shown={percent(threshold, 0)}
        onInput={(value) => setThreshold(value / 100)}
      />
      <Figures
        items={[
          {
            name: thresholds.precision,
            value: decimal(here.given ? precision : NaN),
            note: thresholds.precisionOf(here.right, here.given),
          },
          {
            name: thresholds.recall,
            value: decimal(recall),
            note: thresholds.recallOf(here.right, cuts.positive),
          },
          { name: thresholds.given, value: count(here.given), note: thresholds.ofRows(cuts.rows) },
        ]}
      />
      <div class="planes">
        <Plane
          title={thresholds.both}
          x={thresholds.axes.recall}
          y={thresholds.axes.precision}
          points={cuts.cuts.map((cut) => ({ x: recallOf(cuts, cut), y: precisionOf(cut) }))}
          chosen={{ x: recall, y: precision }}
        />
        <Plane
          title={thresholds.roc}
          x={thresholds.axes.falseAlarms}
          y={thresholds.axes.recall}
          points={cuts.cuts.map((cut) => ({ x: falseAlarms(cuts, cut), y: recallOf(cuts, cut) }))}
          chosen={{ x: falseAlarms(cuts, here), y: recall }}
        />
      </div>
    </>
  );
}

export function ThresholdsPanel(props: Props) {
  return (
    <Fold title={words.thresholds.title} lead={words.thresholds.lead}>
      <Curves {...props} />
    </Fold>
  );
}
