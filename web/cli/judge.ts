// SPDX-License-Identifier: Apache-2.0
// The test of a trained model: what the validation rows are good for, the numbers, and the baselines beside them.
import { hasCode } from '../border/failure';
import { isEnough } from '../border/enough';
import { titleOf } from '../answers/metrics';
import { standingOf, type Standing } from '../answers/worth';
import type { Baselines, Calibration, Evaluation, Plan } from '../border/messages';
import { lookAt, lookReport, showDoubts, type LookAt } from './look';
import type { NodeEngine } from './engine';
import type { Ready } from './prepare';
import { clear, four, say, tell } from './terminal';

export interface Judged {
  /** Thresholds or the temperature, where the task has one. */
  fitted: Calibration;
  fittedOn: 'fitted_on_validation' | 'fitted_on_training';
  test: Evaluation;
  /** null: they did not fit into memory. */
  baselines: Baselines | null;
  standing: Standing | null;
  look: LookAt;
}

export async function judge({ engine, prepared }: Ready, plan: Plan): Promise<Judged> {
  const { handlers } = engine;
  const { outputs, ...fitted } = isEnough(prepared.parts.validation)
    ? await handlers.calibrate({})
    : { outputs: null, ...(await handlers['calibrate.few']({})) };
  const test = await handlers.evaluate({ part: 'test' });
  const baselines = await baselinesOf(engine, test);
  clear();
  return {
    fitted,
    fittedOn: outputs ? 'fitted_on_validation' : 'fitted_on_training',
    test,
    baselines,
    standing: baselines && standingOf(baselines, test.metrics, prepared.parts.test.length, plan.options),
    look: lookAt(
      prepared,
      { test: test.outputs, ...(outputs && { validation: outputs }) },
      engine.session.describe().head!.thresholds,
    ),
  };
}

/** A trained model is not lost because its baselines are large. */
async function baselinesOf({ handlers }: NodeEngine, { outputs }: Evaluation): Promise<Baselines | null> {
  try {
    return await handlers.baseline({ outputs });
  } catch (error) {
    if (!hasCode(error, 'E_MEMORY')) throw error;
    say('There is not enough memory for the baselines; they are left out.');
    return null;
  }
}

export function showJudged({ fitted, test, standing, look }: Judged): void {
  const { calibration, calibrated } = test.metrics;
  const out: string[] = [''];
  if (calibration && calibrated && fitted.temperature !== undefined)
    out.push(
      `calibration error ${four(calibration.expected_calibration_error)}; with the temperature ${fitted.temperature.toFixed(3)} ` +
        `of the validation rows ${four(calibrated.expected_calibration_error)} (loss ${four(calibrated.loss)})`,
    );
  if (standing) {
    const beside = standing.values.map(({ what, value }) => `${what.text} ${four(value)}`);
    const command = standing.headAlone ? 'The same command with --method head trains it.' : '';
    const answer = [standing.sentence.text, standing.frozen?.text, command].filter(Boolean).join(' ');
    out.push(`${titleOf(standing.name)}: ${beside.join(', ')}.`, `${standing.question.text} ${answer}`);
  }
  tell(out);
  showDoubts(look);
}

/** For the report; names of its own beside those of the metrics. */
export function judgedReport({ fitted, fittedOn, baselines, standing, look }: Judged): object {
  const { temperature, thresholds } = fitted;
  return {
    ...(temperature === undefined && !thresholds ? {} : { [fittedOn]: { temperature, thresholds } }),
    ...(baselines && standing ? baselinesReport(baselines, standing) : {}),
    ...lookReport(look),
  };
}

function baselinesReport({ primary, baselines }: Baselines, standing: Standing): object {
  const { worth, sentence, frozen, headAlone } = standing;
  return {
    primary,
    baselines: Object.fromEntries(
      baselines.map(({ name, what, metrics, against }) => {
        const { per_class: _, per_type: __, confusion: ___, confused: ____, ...numbers } = metrics;
        return [name, { what, ...numbers, against }];
      }),
    ),
    worth_it: { answer: worth, sentence: sentence.text, ...(frozen && { frozen: frozen.text, head_alone: headAlone }) },
  };
}
