// SPDX-License-Identifier: Apache-2.0
// What each call of messages.ts does. The worker serves them to the page, the command line calls them directly.
import type { ExportFile } from '../hub/export_file';
import type { CallName, Calls, Progress } from './messages';
import type { Session } from './session';

export type Handlers = { [K in CallName]: (input: Calls[K][0]) => Calls[K][1] | Promise<Calls[K][1]> };

export function handlersOf(session: Session): Handlers {
  return {
    'engine.start': (wanted) => session.exclusive(() => session.start(wanted)),
    'model.open': (source) => session.idle(() => session.openModel(source)),
    'model.info': () => session.exclusive(() => session.info()),
    'model.close': () => session.idle(() => session.closeModel()),
    'model.files': () => session.exclusive(() => session.files()),
    'model.keep': () => session.idle(() => session.keepModel()),
    'model.restore': (kept) => session.idle(() => session.restoreModel(kept)),
    'head.new': (input) => session.idle(() => session.newHead(input)),
    'head.thresholds': (input) => session.idle(() => session.setThresholds(input)),
    'head.open': (file) => session.idle(() => session.openHead(file)),
    tokenize: (input) => session.exclusive(() => session.tokenize(input)),
    'data.open': (input) => session.idle(() => session.openPart(input)),
    'data.close': ({ part }) => session.idle(() => session.closePart(part)),
    'pretrain.open': (input) => session.idle(() => session.openTexts(input)),
    'pretrain.keep': () => session.idle(() => session.keepPretrained()),
    'run.plan': (options) => session.exclusive(() => session.planRun(options)),
    'run.start': (options) => session.idle(() => session.startRun(options)),
    'run.continue': ({ options, saved }) =>
      session.idle(async () => session.startRun(options, new Uint8Array(await saved.arrayBuffer()))),
    'run.save': () => session.exclusive(() => session.saveRun()),
    'run.pause': () => (session.loop?.pause(), null),
    'run.resume': () => (session.loop?.resume(), null),
    'run.stop': () => (session.loop?.stop(), null),
    evaluate: (input) => session.exclusive(() => session.evaluate(input)),
    calibrate: () => session.idle(() => session.calibrate()),
    novelty: () => session.idle(() => session.fitNovelty()),
    baseline: (input) => session.exclusive(() => session.baseline(input)),
    curve: (input) => session.idle(() => session.curve(input)),
    predict: (input) => session.exclusive(() => session.predict(input)),
    cancel: () => session.cancel(),
    'export.model': (input) =>
      session.idle(async () => {
        const saving = await session.saving();
        return zipOf(input.name, saving.model(input), session.report);
      }),
    'export.adapter': (input) =>
      session.idle(async () => {
        const saving = await session.saving();
        return zipOf(input.name, saving.adapter(input), session.report);
      }),
    'export.python': ({ name }) => session.exclusive(async () => (await session.saving()).python(name)),
    'export.head': (input) => session.idle(async () => (await session.saving()).head(input)),
  };
}

/** Its code comes with that of the files. */
async function zipOf(folder: string, files: ExportFile[], report: (progress: Progress) => void): Promise<Blob> {
  const { zipped } = await import('./zipped');
  return zipped(folder, files, report);
}
