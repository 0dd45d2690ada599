// SPDX-License-Identifier: Apache-2.0
// The engine, what is loaded in it and what may be done with that: opened, asked, trained, one call after another.
import { Asking } from './asking';
import { checkpointCode, keptCode, savingCode } from './code';
import { attempts, chooseBuild, detectFeatures, FULL, isOutOfMemory, whyNone, type Choice } from './detect';
import { fail } from '../border/failure';
import { Held } from './held';
import type { Calls, EventName, Events, ModelInfo, Progress, Snapshot } from '../border/messages';
import type { OpenWeb } from '../hub/url';
import { Engine } from './module';
import { Opening } from './opening';
import { Queue } from './queue';
import { EMIT_SECONDS } from './run';
import { anew, retried } from '../border/retry';
import type { Saving } from './saving';
import { Speed, tune } from './speed';
import { Training } from './training';
import { refusal } from './refusals';

interface Host {
  /** The address of a build's ES module. */
  moduleUrl(build: string): string;
  emit<K extends EventName>(event: K, data: Events[K]): void;
  /** Of encoders at addresses; that of a browser where it is not given. */
  web?: OpenWeb;
}

export class Session {
  private started: { engine: Engine; speed: Speed; limit: number } | null = null;
  private readonly held = new Held();
  private readonly queue = new Queue();
  readonly opening: Opening;
  readonly asking: Asking;
  readonly training: Training;

  constructor(private readonly host: Host) {
    const { held, queue } = this;
    const ground = {
      held,
      queue,
      engine: () => this.engine,
      speed: () => this.started!.speed,
      limit: () => this.started!.limit,
      report: (progress: Progress) => this.report(progress),
      emit: host.emit.bind(host),
      web: host.web,
    };
    this.opening = new Opening(ground);
    this.asking = new Asking(ground);
    this.training = new Training(ground, this.opening, this.asking);
  }

  exclusive<T>(name: string, use: () => T | Promise<T>): Promise<T> {
    return this.queue.exclusive(name, use);
  }

  /** The same for what a running training does not allow. */
  idle<T>(name: string, use: () => T | Promise<T>): Promise<T> {
    return this.queue.exclusive(name, () => (this.held.run ? fail('E_STATE', refusal.running) : use()));
  }

  private reported = { what: '', at: -Infinity };

  report(progress: Progress): void {
    const now = performance.now();
    const { what } = progress;
    if (what !== this.reported.what || now - this.reported.at >= EMIT_SECONDS * 1000) {
      this.host.emit('progress', { ...progress, call: this.queue.name });
      this.reported = { what, at: now };
    }
    this.queue.check(`${progress.what}: stopped.`);
  }

  cancel(name: string): null {
    this.queue.cancel(name);
    return null;
  }

  private get engine(): Engine {
    return this.started?.engine ?? fail('E_STATE', refusal.notStarted);
  }

  async start({ after = 0, ...wanted }: Calls['engine.start'][0]): Promise<Calls['engine.start'][1]> {
    if (this.started) fail('E_STATE', refusal.startedAlready);
    const features = await detectFeatures();
    const choice = chooseBuild(features, wanted) ?? fail('E_STATE', whyNone(features));
    const { engine, chosen } = await this.load(choice);
    const gflops = tune(engine);
    const { build, threads, limit, note } = chosen;
    this.started = { engine, speed: new Speed(gflops * 1e9), limit };
    this.held.startAfter(after);
    // while there is a network
    for (const code of [checkpointCode, keptCode, savingCode]) void code().catch(() => undefined);
    return { build, threads, note, gflops, schema: engine.schema() };
  }

  private async load(choice: Choice): Promise<{ engine: Engine; chosen: Choice }> {
    for (const chosen of attempts(choice)) {
      const { build, threads, limit } = chosen;
      try {
        const url = this.host.moduleUrl(build);
        const load = (attempt: number) => Engine.load(anew(url, attempt), threads, limit === FULL ? undefined : limit);
        const engine = await retried(load, (error) => isOutOfMemory(error) || !/^https?:/.test(url));
        return { engine, chosen };
      } catch (error) {
        if (isOutOfMemory(error)) continue;
        fail('E_STATE', refusal.couldNotStart(build, (error as Error).message));
      }
    }
    return fail('E_MEMORY', refusal.refusedMemory);
  }

  /** What there is: the same object until it changes. */
  snapshot(): Snapshot {
    return this.held.snapshot();
  }

  describe(): ModelInfo {
    return this.held.describe();
  }

  closeModel(): null {
    this.held.closeModel();
    return null;
  }

  closePart(part: Calls['data.close'][0]['part']): null {
    this.held.closePart(part);
    return null;
  }

  /** What is loaded, to be saved. */
  saving(): Promise<Saving> {
    return this.opening.saving();
  }

  /** Resolves when no run is going on. */
  runEnded(): Promise<void> {
    return this.training.runEnded();
  }
}
