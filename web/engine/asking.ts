// SPDX-License-Identifier: Apache-2.0
// What a model that is loaded is asked: its test, its baselines, predictions; and what is fitted to it afterwards.
import { learningCurve } from './curve';
import { fail, type EngineFailure } from '../border/failure';
import { explanation, forward } from './forward';
import { withFrozenHead } from './frozen_head';
import type { Held } from './held';
import type { Calls, Fitted, Outputs, Progress, Reference } from '../border/messages';
import { Hash } from '../hub/hash';
import type { Data, Evaluation, Model, Novelty } from './module';
import type { Ground } from './ground';
import { oneThreshold } from './one_threshold';
import { tick } from './tick';
import { withoutScore } from './scores';
import { tempered } from './temperature';
import type { Said } from '../words/said';
import { job, say } from './jobs';
import { refusal } from './refusals';

type Input<K extends keyof Calls> = Calls[K][0];

function* hashOfWeights(model: Model): Generator<Progress, string> {
  const hash = new Hash();
  const { size: total, pieces } = model.exportFile({ what: 'model', dtype: 'F32', metadata: {} });
  let done = 0;
  for (const piece of pieces()) {
    hash.add(piece);
    done += piece.byteLength;
    yield job(say.fingerprint, done, total);
  }
  return hash.hex();
}

export class Asking {
  constructor(private readonly ground: Ground) {}

  private get held(): Held {
    return this.ground.held;
  }
  private readonly report = (progress: Progress): void => this.ground.report(progress);

  /** What was fitted on validation rows, as the engine reads it. */
  private get fitted(): Fitted {
    const { thresholds, temperature } = this.held.current;
    return { temperature, ...(thresholds.length ? { thresholds } : {}) };
  }

  tokenize({ text, pair, max_length }: Input<'tokenize'>): Calls['tokenize'][1] {
    return this.held.current.model.tokenize(text, pair, max_length);
  }

  evaluate({ part }: Input<'evaluate'>): Promise<Calls['evaluate'][1]> {
    const start = performance.now();
    const { fitted } = this;
    return this.forward(this.held.part(part), say[part], (pass, outputs) => ({
      metrics: pass.metrics(fitted),
      outputs: outputs(),
      seconds: (performance.now() - start) / 1000,
    }));
  }

  async calibrate(): Promise<Calls['calibrate'][1]> {
    const data = this.held.part('validation');
    const found = await this.forward(data, say.calibrating, (pass, outputs) => ({
      ...pass.calibrate(),
      outputs: outputs(),
    }));
    const { temperature = 1, thresholds } = found;
    this.held.headChanged({ temperature, ...(thresholds ? { thresholds } : {}) });
    return found;
  }

  async calibrateFew(): Promise<Calls['calibrate.few'][1]> {
    const { thresholds: now } = this.held.current;
    if (now.length === 0) return {};
    const threshold = await this.forward(this.held.part('train'), say.oneThreshold, (pass, outputs) =>
      oneThreshold(pass, outputs()),
    );
    const thresholds = now.map(() => threshold);
    this.held.headChanged({ thresholds });
    return { thresholds };
  }

  async fitNovelty(): Promise<Reference | null> {
    const { held } = this;
    const { current } = held;
    held.dropNovelty();
    const { head } = held.describe();
    if (head?.task === 'token_classification' || head?.pooling === 'compared') return null;
    let novelty: Novelty | null = null;
    try {
      novelty = current.model.novelty(held.part('train'), held.partOrNone('validation'));
      while (!novelty.step()) {
        const { done, rows } = novelty.progress();
        this.report(job(say.readingUnlike, done, rows, 'rows'));
        await tick();
      }
      held.headChanged({ novelty });
      return novelty.reference();
    } catch (error) {
      if (error instanceof WebAssembly.RuntimeError) throw error;
      novelty?.free();
      const { code } = error as EngineFailure;
      if (code === 'E_NUMERIC') held.headChanged({ noveltyTrouble: withoutScore(error as EngineFailure) });
      else if (code !== 'E_DATA') throw error;
      return null;
    }
  }

  async baseline({ outputs }: Input<'baseline'>): Promise<Calls['baseline'][1]> {
    const { held } = this;
    const test = held.part('test');
    const baseline = held.current.model.baseline(held.part('train'), held.partOrNone('validation'), test);
    try {
      while (!baseline.step()) {
        this.report(job(say.baselines, 0, 0, 'rows'));
        await tick();
      }
      const { fitted } = this;
      return withFrozenHead(baseline.result(outputs, fitted), held.current.frozen, test, { outputs, fitted });
    } finally {
      baseline.free();
    }
  }

  compare({ model, other }: Input<'compare'>): Calls['compare'][1] {
    return this.held.part('test').compare(model, other);
  }

  hash(): Promise<string> {
    return this.follow(hashOfWeights(this.held.whole.model));
  }

  async curve(input: Input<'curve'>): Promise<Calls['curve'][1]> {
    const { checkpoint } = this.held.current;
    const head = this.held.describe().head ?? fail('E_STATE', refusal.noHead);
    return learningCurve(this.ground.engine(), checkpoint, head, input, this.report);
  }

  async predict(input: Input<'predict'>): Promise<Calls['predict'][1]> {
    if (input.texts.length === 0) return { outputs: [], unlike: null };
    const { model, novelty, temperature } = this.held.current;
    const data = model.data(input, input, null);
    try {
      return await this.forward(data, say.predicting, (pass, outputs) => ({
        outputs: tempered(outputs(), temperature),
        unlike: novelty && { shares: pass.unlike(), ...novelty.reference() },
      }));
    } finally {
      data.free();
    }
  }

  async explain({ output, word, ...rows }: Input<'explain'>): Promise<Calls['explain'][1]> {
    const { model } = this.held.whole;
    const data = model.data(rows, rows, null, { offsets: true });
    try {
      return await this.follow(explanation(model, data, { output, ...(word === undefined ? {} : { word }) }));
    } finally {
      data.free();
    }
  }

  private async forward<T>(data: Data, what: Said, take: (pass: Evaluation, outputs: () => Outputs) => T): Promise<T> {
    const { model, labels, novelty } = this.held.whole;
    return this.follow(forward(model, data, labels.length, what, take, novelty));
  }

  /** To the end of a long call; each of its pieces is reported. */
  private async follow<T>(pieces: Generator<Progress, T>): Promise<T> {
    try {
      for (;;) {
        const next = pieces.next();
        if (next.done) return next.value;
        this.report(next.value);
        await tick();
      }
    } finally {
      pieces.return(undefined as never);
    }
  }
}
