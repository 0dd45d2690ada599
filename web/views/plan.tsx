// SPDX-License-Identifier: Apache-2.0
// What a run will take, before it starts: memory by region, and time.
import { Fragment } from 'preact';
import { Stackbar } from '../charts/stackbar';
import type { Plan } from '../border/messages';
import { engineInfo } from '../state/engine';
import { isKept } from '../state/head';
import { interrupted } from '../state/kept_run';
import { loading, model } from '../state/model';
import { recipeTrouble, saveRecipe } from '../state/recipe';
import { lengthsTrouble } from '../state/tokens';
import { circumstances, method, plan, planTrouble, runTrouble, setOption, stoppedEarly } from '../state/training';
import { Button } from '../ui/button';
import { Drop } from '../ui/drop';
import { Figures } from '../ui/figures';
import { bytes, count, duration, percent, rounded } from '../ui/format';
import { More } from '../ui/more';
import { Notice, Trouble } from '../ui/notice';
import { Panel } from '../ui/panel';
import { inWords, words } from '../words';
import { LosePanel } from './lose';

/** Of a head alone a share with one decimal would be 0.0 %. */
const shareOf = (part: number, whole: number) =>
  part < 0.001 * whole ? words.train.below(percent(0.001)) : percent(part / Math.max(1, whole));

/** By the name that the engine gives it. */
const regionOf = (label: string): { name: string; what: string } | undefined =>
  (words.train.regions as Record<string, { name: string; what: string }>)[label];

function Memory({ plan: p }: { plan: Plan }) {
  const regions = p.memory.map(({ label, bytes }) => ({ name: label, what: '', bytes, ...regionOf(label) }));
  return (
    <More title={words.train.parts}>
      <p class="small muted">{words.train.partsLead}</p>
      {method.value === 'full' && <p class="small muted">{words.train.piecesOnly}</p>}
      <Stackbar
        label={words.train.byRegion}
        shares={regions
          .filter((region) => region.bytes > 0)
          .map((region) => ({ label: region.name, value: region.bytes, text: bytes(region.bytes) }))}
      />
      <dl class="facts small">
        {regions
          .filter(({ what }) => what)
          .map(({ name, what }) => (
            <Fragment key={name}>
              <dt>{name}</dt>
              <dd>{what}</dd>
            </Fragment>
          ))}
      </dl>
    </More>
  );
}

export function PlanPanel({ onStart, again }: { onStart: (saved?: File) => void; again: boolean }) {
  const p = plan.value;
  const total = model.value?.parameters.total ?? 0;
  const { train } = words;
  const ofValidation = p?.options['patience'] ? train.timeAtMost : train.timeNote;
  const timeNote = circumstances.value.validation ? ofValidation : undefined;
  return (
    <Panel title={train.plan}>
      {p && (
        <>
          <Figures
            items={[
              { name: train.time, value: train.about(duration(p.seconds)), note: timeNote, first: true },
              { name: train.memory, value: bytes(p.peak_bytes), note: train.memoryNote(bytes(p.available_bytes)) },
              {
                name: train.updates,
                value: count(p.steps),
                note: p.steps ? train.anEpoch(p.steps_per_epoch) : train.noUpdates,
              },
              {
                name: train.numbers,
                value: rounded(p.trained_parameters),
                note: train.numbersNote(rounded(total), shareOf(p.trained_parameters, total)),
              },
              {
                name: train.threads,
                value: String(engineInfo.value?.threads ?? 1),
                note: train.threadsNote(count(engineInfo.value?.gflops ?? 0)),
              },
            ]}
          />
          {!p.fits && (
            <Notice kind="bad">
              {train.tooLarge(bytes(p.peak_bytes), bytes(p.available_bytes))}{' '}
              {p.recompute_peak_bytes <= p.available_bytes ? (
                <>
                  {train.recomputed(bytes(p.recompute_peak_bytes))}{' '}
                  <Button onClick={() => setOption('recompute', 'on')}>{train.recompute}</Button>
                </>
              ) : (
                train.smaller
              )}
            </Notice>
          )}
        </>
      )}
      {!p && !planTrouble.value && !lengthsTrouble.value && (
        <p role="status">{loading.value ? train.encoderComes : train.planning}</p>
      )}
      {stoppedEarly.value && <Notice>{words.run.nothing}</Notice>}
      <Trouble text={planTrouble.value || lengthsTrouble.value || runTrouble.value} />
      {engineInfo.value?.note && <Notice>{inWords(engineInfo.value.note)}</Notice>}
      <div class="row">
        <Button id="start" kind="primary" disabled={!p?.fits} onClick={() => onStart()}>
          {again ? train.again : train.start}
        </Button>
        {again && <span class="small muted">{isKept.value ? train.joins : train.replaces}</span>}
        {interrupted.value && <span class="small muted">{train.givesUp}</span>}
      </div>
      {p && <Memory plan={p} />}
      {p?.fits && (
        <More title={train.goOn}>
          <Drop
            id="continue"
            button={train.chooseSaved}
            hint={train.savedHint}
            accept=".tabtune"
            onFiles={([file]) => file && onStart(file)}
          />
        </More>
      )}
      {p && (
        <More title={train.cluster}>
          <p class="small">{train.clusterLead}</p>
          <Button id="save-recipe" onClick={saveRecipe}>
            {train.saveRecipe}
          </Button>
          <Trouble text={recipeTrouble.value} />
        </More>
      )}
      <LosePanel place="run" />
    </Panel>
  );
}
