// SPDX-License-Identifier: Apache-2.0
// A trained model as it is kept for another visit, and the way back onto the encoder that it began with. Of the weights
// only those tensors are kept that the training has moved.
import type { Weights } from '../hub/export_file';
import { readStream } from '../hub/folder';
import { blobOf } from '../border/whole';
import { fail } from '../border/failure';
import { ADAPTER, keepHead, placeHead, type Loaded } from './load';
import type { KeptModel, ModelInfo, Progress } from '../border/messages';
import { job, say } from './jobs';
import { movedSince, namesIn, partOf, sumsOf } from './moved';
import { refusal } from './refusals';

const WHOLE = { what: 'model', dtype: 'F32', metadata: {} } as const;

function inOne({ pieces }: Weights): Promise<Blob> {
  const source = pieces()[Symbol.iterator]();
  const stream = new ReadableStream<Uint8Array<ArrayBuffer>>({
    pull(controller) {
      const next = source.next();
      if (next.done) controller.close();
      else controller.enqueue(next.value);
    },
  });
  return blobOf(stream);
}

/** To be called before a run, where it is known to leave most of the encoder as it is; only of the encoder as its
 * checkpoint has it. An insecure page has no checksums, and keeps nothing. */
export async function noteBase(current: Loaded, method: unknown): Promise<void> {
  const partly = method === 'layers' || method === 'bias' || method === 'lora';
  if (!partly || current.encoderTrained || current.base || !crypto.subtle) return;
  current.base = await sumsOf(current.model.exportFile(WHOLE));
}

async function weightsOf(loaded: Loaded): Promise<Blob> {
  const whole = loaded.model.exportFile(WHOLE);
  loaded.moved ??= loaded.base && (await movedSince(loaded.base, whole));
  return inOne(loaded.moved ? partOf(whole, loaded.moved) : whole);
}

export async function keepModel(loaded: Loaded, info: ModelInfo): Promise<KeptModel> {
  const { model, encoderTrained, headTrained, novelty, options, made, pairs } = loaded;
  const head = info.head ?? fail('E_STATE', refusal.nothingToKeep);
  if (!headTrained) fail('E_STATE', refusal.untrained);
  const { task, labels, scheme, pooling, thresholds, temperature, cut } = head;
  const lora = info.adapter && pooling === 'cls' ? info.adapter : null;
  const adapter = lora && (loaded.adapter ? new Blob([loaded.adapter.file]) : await inOne(model.exportFile(ADAPTER)));
  return {
    about: {
      ...{ fingerprint: info.fingerprint, options, made, pairs },
      ...{ task, labels, scheme, pooling, thresholds, temperature, cut },
    },
    weights: encoderTrained ? await weightsOf(loaded) : null,
    head: new Blob([keepHead(model)]),
    novelty: novelty && new Blob([novelty.file()]),
    adapter: adapter && { info: lora!, file: adapter },
  };
}

const bytesOf = async (blob: Blob) => new Uint8Array(await blob.arrayBuffer());

/** Where it fails, the encoder is read anew for the next head. */
export async function restoreModel(
  current: Loaded,
  { about, weights, head, novelty, adapter }: KeptModel,
  report: (progress: Progress) => void,
): Promise<void> {
  const { model } = current;
  const { labels, thresholds, temperature, cut, options, made, pairs } = about;
  const headBytes = await bytesOf(head);
  const noveltyBytes = novelty && (await bytesOf(novelty));
  const lora = adapter && { info: adapter.info, file: await bytesOf(adapter.file) };
  const moved = weights && (await namesIn(weights));
  placeHead(model, about, headBytes);
  if (weights) {
    current.encoderTrained = current.torn = true;
    const incoming = model.importFile('model');
    try {
      let done = 0;
      for await (const piece of readStream(weights.stream())) {
        incoming.write(piece);
        done += piece.byteLength;
        report(job(say.bringingBack, done, weights.size));
      }
      incoming.end();
    } finally {
      incoming.close();
    }
    placeHead(model, about, headBytes);
    current.torn = false;
  }
  current.novelty = noveltyBytes && model.readNovelty(noveltyBytes);
  Object.assign(current, { labels, thresholds, temperature, cut, options, made, pairs, adapter: lora, moved });
  current.headTrained = true;
}
