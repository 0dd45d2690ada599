// SPDX-License-Identifier: Apache-2.0
// What a run will take, before it starts: memory by region, and time.
import { Fragment } from 'preact';
import { Stackbar } from '../charts/stackbar';
import type { Plan } from '../border/messages';
import { engineInfo } from '../state/engine';
import { loading, model } from '../state/model';
import { recipeTrouble, saveRecipe } from '../state/recipe';
import { lengthsTrouble } from '../state/tokens';
import { method, plan, planTrouble, runTrouble, setOption } from '../state/training';
import { Button } from '../ui/button';
import { Drop } from '../ui/drop';
import { Figures } from '../ui/figures';
import { bytes, count, duration, percent, plural, rounded } from '../ui/format';
import { More } from '../ui/more';
import { Notice, Trouble } from '../ui/notice';
import { Panel } from '../ui/panel';
import { LosePanel } from './lose';

const REGIONS: Record<string, string> = {
  weights: 'all numbers of the encoder and the head',
  data: 'your rows as tokens',
  gradients: 'in which direction each trained number should move',
  moments: 'what the optimizer remembers of earlier gradients: two numbers for each trained one',
  activations: 'what each layer computed, kept for the way back',
  scratch: 'room for intermediate results',
  batches: 'the rows of the update that is going on',
  'best weights': 'the trained numbers of the best epoch so far',
  'frozen layers': 'what the frozen layers said of each text',
  features: 'what the frozen encoder said of each row',
  results: 'answers to the validation rows',
};

/** Of a head alone a share with one decimal would be 0.0 %. */
const shareOf = (part: number, whole: number) =>
  part < 0.001 * whole ? 'less than 0.1\u00a0%' : percent(part / Math.max(1, whole));

function Regions({ labels }: { labels: string[] }) {
  return (
    <dl class="facts small">
      {labels
        .filter((label) => label in REGIONS)
        .map((label) => (
          <Fragment key={label}>
            <dt>{label}</dt>
            <dd>{REGIONS[label]}</dd>
          </Fragment>
        ))}
    </dl>
  );
}

function Memory({ plan: p }: { plan: Plan }) {
  return (
    <More title="The memory, part by part">
      <p class="small muted">
        The memory is counted by the same code that will take it, so the run needs exactly this and no more. The time is
        an estimate from the speed measured on this machine.
      </p>
      {method.value === 'full' && (
        <p class="small muted">
          Of the vocabulary only the pieces that occur in your texts are trained: the others have no gradient.
        </p>
      )}
      <Stackbar
        label="Memory by region"
        shares={p.memory
          .filter((region) => region.bytes > 0)
          .map((region) => ({ label: region.label, value: region.bytes, text: bytes(region.bytes) }))}
      />
      <Regions labels={p.memory.map((region) => region.label)} />
    </More>
  );
}

export function PlanPanel({ onStart, again }: { onStart: (saved?: File) => void; again: boolean }) {
  const p = plan.value;
  const total = model.value?.parameters.total ?? 0;
  return (
    <Panel title="What it will take">
      {p && (
        <>
          <Figures
            items={[
              { name: 'Time', value: `~\u00a0${duration(p.seconds)}`, note: 'validation included', first: true },
              { name: 'Memory', value: bytes(p.peak_bytes), note: `of ${bytes(p.available_bytes)} a page may have` },
              {
                name: 'Updates',
                value: count(p.steps),
                note: p.steps ? `${plural(p.steps_per_epoch, 'update')} an epoch` : 'the head is fitted at once',
              },
              {
                name: 'Numbers to train',
                value: rounded(p.trained_parameters),
                note: `of ${rounded(total)}: ${shareOf(p.trained_parameters, total)}`,
              },
              {
                name: 'Threads',
                value: String(engineInfo.value?.threads ?? 1),
                note: `${count(engineInfo.value?.gflops ?? 0)} GFLOP/s measured`,
              },
            ]}
          />
          {!p.fits && (
            <Notice kind="bad">
              The run needs {bytes(p.peak_bytes)}, and a page may have {bytes(p.available_bytes)}.{' '}
              {p.recompute_peak_bytes <= p.available_bytes ? (
                <>
                  With activations computed again in the backward pass it needs {bytes(p.recompute_peak_bytes)} and a
                  third more time. <Button onClick={() => setOption('recompute', 'on')}>Recompute activations</Button>
                </>
              ) : (
                'Lower the maximum length, train the head only, or take a smaller encoder.'
              )}
            </Notice>
          )}
        </>
      )}
      {!p && !planTrouble.value && !lengthsTrouble.value && (
        <p role="status">{loading.value ? 'An encoder is being loaded…' : 'Making the plan…'}</p>
      )}
      <Trouble text={planTrouble.value || lengthsTrouble.value || runTrouble.value} />
      {engineInfo.value?.note && <Notice>{engineInfo.value.note}</Notice>}
      <div class="row">
        <Button id="start" kind="primary" disabled={!p?.fits} onClick={() => onStart()}>
          {again ? 'Train again from the pre-trained encoder' : 'Start training'}
        </Button>
        {again && <span class="small muted">Replaces the model trained before.</span>}
      </div>
      {p && <Memory plan={p} />}
      {p?.fits && (
        <More title="Go on with a training that was saved">
          <Drop
            id="continue"
            button="Choose the saved training"
            hint="training.tabtune, with the same encoder, rows, split and options as then: it ends with the same model as if it had never stopped."
            accept=".tabtune"
            onFiles={([file]) => file && onStart(file)}
          />
        </More>
      )}
      {p && (
        <More title="Too large for this tab? Go on with it on a cluster">
          <p class="small">
            A zip with the rows of each part, labels, options and a program for PyTorch, which trains the same model on
            any number of processes. Its result opens here again.
          </p>
          <Button id="save-recipe" onClick={saveRecipe}>
            Save the recipe
          </Button>
          <Trouble text={recipeTrouble.value} />
        </More>
      )}
      <LosePanel place="run" />
    </Panel>
  );
}
