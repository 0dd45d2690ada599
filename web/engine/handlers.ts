// SPDX-License-Identifier: Apache-2.0
// What each call of messages.ts does. The worker serves them to the page, the command line calls them directly.
import type { ExportFile } from '../hub/export_file';
import type { CallName, Calls, Progress } from '../border/messages';
import type { Saving } from './saving';
import type { Session } from './session';

export type Handlers = { [K in CallName]: (input: Calls[K][0]) => Calls[K][1] | Promise<Calls[K][1]> };

export function handlersOf(session: Session): Handlers {
  const { opening, asking, training } = session;
  const zip = async (name: string, filesOf: (saving: Saving) => ExportFile[]) =>
    zipOf(name, filesOf(await session.saving()), (at) => session.report(at));
  /** One after another: those that may come between two steps of a run, and those that may not. */
  const exclusive = {
    tokenize: (input) => asking.tokenize(input),
    'run.plan': (options) => training.plan(options),
    'run.save': () => training.save(),
    evaluate: (input) => asking.evaluate(input),
    baseline: (input) => asking.baseline(input),
    compare: (input) => asking.compare(input),
    'model.hash': () => asking.hash(),
    predict: (input) => asking.predict(input),
    explain: (input) => asking.explain(input),
    'export.python': async ({ name }) => (await session.saving()).python(name),
    'engine.start': (wanted) => session.start(wanted),
  } satisfies Partial<Handlers>;
  const idle = {
    'model.open': (source) => opening.model(source),
    'model.close': () => session.closeModel(),
    'model.files': () => opening.files(),
    'model.keep': () => opening.keep(),
    'model.restore': (kept) => opening.restore(kept),
    'head.new': (input) => opening.newHeadFor(input),
    'pooling.measure': (input) => opening.measurePoolingsFor(input),
    'head.thresholds': (input) => opening.thresholds(input),
    'head.open': (file) => opening.headFile(file),
    'file.fetch': (input) => opening.fetchFile(input),
    'data.open': (input) => opening.part(input),
    'data.close': ({ part }) => session.closePart(part),
    'pretrain.open': (input) => opening.texts(input),
    'pretrain.keep': () => opening.keepPretrained(),
    train: (input) => training.train(input),
    pretrain: (input) => training.pretrain(input),
    'run.start': (options) => training.start(options),
    'run.continue': async ({ options, saved }) => training.start(options, await training.fromFile(saved)),
    calibrate: () => asking.calibrate(),
    'calibrate.few': () => asking.calibrateFew(),
    novelty: () => asking.fitNovelty(),
    curve: (input) => asking.curve(input),
    'export.model': (input) => zip(input.name, (saving) => saving.model(input)),
    'export.adapter': (input) => zip(input.name, (saving) => saving.adapter(input)),
    'export.head.folder': (input) => zip(input.name, (saving) => saving.headFolder(input)),
    'export.head': async (input) => (await session.saving()).head(input),
  } satisfies Partial<Handlers>;
  return {
    ...queued(exclusive, (name, use) => session.exclusive(name, use)),
    ...queued(idle, (name, use) => session.idle(name, use)),
    cancel: ({ name }) => session.cancel(name),
    'run.pause': () => training.pause(),
    'run.resume': () => training.resume(),
    'run.stop': () => training.stop(),
  };
}

/** The same calls, each when it is its turn. */
function queued<H extends Partial<Handlers>>(handlers: H, put: Session['exclusive']): H {
  const each = Object.entries(handlers).map(([name, use]) => [
    name,
    (input: unknown) => put(name, () => (use as (input: unknown) => unknown)(input)),
  ]);
  return Object.fromEntries(each) as H;
}

/** Its code comes with that of the files. */
async function zipOf(folder: string, files: ExportFile[], report: (progress: Progress) => void): Promise<Blob> {
  const { zipped } = await import('./zipped');
  return zipped(folder, files, report);
}
